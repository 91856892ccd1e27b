"""A day as people write it here: one line, day first, in any digits.

A browser's own date field follows the language of the machine, not of the page, and shows the
month first on an English one: a day before the 13th is then misread without anybody noticing.
"""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩๐๑๒๓๔๕๖๗๘๙", "0123456789" * 2)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def day_from(text: str) -> date:
    """``22/11/2026`` or ``2026-11-22``, in Khmer, Thai or Latin digits; else ``ValueError``."""
    plain = text.strip().translate(_DIGITS)
    day_first = _DAY_FIRST.fullmatch(plain)
    if day_first:
        day, month, year = (int(part) for part in day_first.groups())
        return date(year, month, day)
    return date.fromisoformat(plain)


class DayField(forms.DateField):
    """A form's line for a day, with the way to write it beside it."""

    default_error_messages = {
        "invalid": _("Write the day as day/month/year, for example 22/11/2026."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("day/month/year"))
        options.setdefault(
            "widget",
            forms.DateInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"},
                format="%d/%m/%Y",
            ),
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        """A date, None for an empty line; anything unreadable is said so in the form."""
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        try:
            return day_from(value)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
