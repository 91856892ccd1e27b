"""Forms of the pages that administer accounts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from polakor.access.models import Office
from polakor.access.rules.policy import NOBODYS_DUTY, Role
from polakor.doors.office.access.words import ROLE_NAMES
from polakor.recruitment.queries.public import is_agency


class AccountForm(forms.Form):
    """A new account: how it signs in and what it is called."""

    username = forms.RegexField(
        r"^[a-z][a-z0-9.-]{2,39}$",
        label=_("Name for signing in"),
        help_text=_("Small Latin letters, digits, dots. It cannot be changed later."),
        error_messages={"invalid": _("Use 3 to 40 small Latin letters, digits, dots or dashes.")},
    )
    name = forms.CharField(label=_("Name of the officer"), max_length=120)
    password = forms.CharField(
        label=_("First password"),
        help_text=_("At least 12 signs. The officer changes it at the first sign-in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        validators=[validate_password],
    )


class DutyForm(forms.Form):
    """A duty: role, office, and the provinces it covers or the agency it is of."""

    role = forms.ChoiceField(label=_("Role"))
    office = forms.ChoiceField(label=_("Office"))
    areas = forms.MultipleChoiceField(
        label=_("Provinces"),
        required=False,
        help_text=_("None chosen: the whole country."),
        widget=forms.CheckboxSelectMultiple,
    )
    agency = forms.CharField(
        label=_("Number of the agency"),
        required=False,
        max_length=40,
        help_text=_("Only for the role of a recruitment agency: its number in the register."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(
        self,
        *args: object,
        offices: Sequence[tuple[str, str]],
        provinces: Sequence[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        roles = [(r.value, ROLE_NAMES[r]) for r in Role if r not in NOBODYS_DUTY]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["office"].choices = list(offices)  # type: ignore[attr-defined]
        self.fields["areas"].choices = list(provinces)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An agency's account is of one agency that is in the register; nobody else's is."""
        told: dict[str, Any] = super().clean() or {}
        number = told.get("agency", "").strip().upper()
        of_agency = told.get("role") == Role.AGENCY.value
        if of_agency and not is_agency(number):
            self.add_error("agency", _("Write the number of an agency in the register."))
        elif number and not of_agency:
            self.add_error("agency", _("Only a recruitment agency has a number."))
        if number:
            told["areas"] = [number]
        return told


def office_choices(offices: Sequence[Office], language: str) -> list[tuple[str, str]]:
    """Offices for a form: id and name."""
    return [(str(o.id), o.name_km if language == "km" else o.name_en) for o in offices]
