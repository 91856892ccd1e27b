"""What is asked when a list is handed in."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from polakor.doors.ui import languages
from polakor.doors.ui.days import DayField
from polakor.reference.queries.codes import choices
from polakor.reference.queries.gates import gate_labels


def gate_choices() -> list[tuple[str, str]]:
    """Gates in the order of the pack, by name and code. One query."""
    return [(code, f"{name} · {code}") for code, name in gate_labels(languages.current()).items()]


class PassageForm(forms.Form):
    """Where, when and how the people of a list crossed, unless a row says otherwise."""

    gate = forms.ChoiceField(label=_("Gate"), required=False)
    crossed_on = DayField(
        label=_("Day of crossing"),
        required=False,
    )
    mode = forms.ChoiceField(label=_("How they came back"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fill("gate", gate_choices())
        self._fill("mode", choices("return_modes", languages.current()))

    def _fill(self, name: str, offered: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("As each row says")), *offered]

    def clean_crossed_on(self) -> date | None:
        """Nobody on a list has crossed yet tomorrow."""
        day: date | None = self.cleaned_data["crossed_on"]
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class UploadForm(PassageForm):
    """A file with people in it and what is known about all of them."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_("A spreadsheet: .xlsx, .xls, .ods or .csv, in any layout, as it came."),
        max_length=250,
        allow_empty_file=True,
    )
    sender = forms.CharField(
        label=_("Who sent it"),
        help_text=_("What you settle about its columns is remembered for this sender."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "senders", "autocomplete": "off"}),
    )
    field_order = ("file", "sender", "gate", "crossed_on", "mode")


class SentBackForm(forms.Form):
    """The spreadsheet of rows set aside, corrected."""

    file = forms.FileField(label=_("The corrected file"), allow_empty_file=True)
