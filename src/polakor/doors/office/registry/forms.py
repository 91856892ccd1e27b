"""Registering one person by hand. A name alone is enough; every other answer may be missing."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from polakor.base.dates import PartialDate
from polakor.doors.office.registry import codes, wording
from polakor.doors.ui.days import DayField

SEX_TOLD = {"2": 2, "1": 1}
OLDEST = 130
NO_ANSWER = [(code, word) for code, word in wording.MISSING.items() if code != "not_applicable"]


def _number(label: Any, most: int, **attributes: str) -> forms.IntegerField:
    typed = {"inputmode": "numeric", "autocomplete": "off", **attributes}
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"class": "input-short", "maxlength": "4", **typed}),
    )


def _line(label: Any, *, hint: Any = "", **attributes: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=200,
        help_text=hint,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", **attributes}),
    )


def _why(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=NO_ANSWER, required=False, initial="not_asked")


class RegisterForm(forms.Form):
    """What an officer hears at the desk. Nothing but one name is asked for."""

    # Made when the form is: pressing twice must not make two people of one.
    made = forms.UUIDField(required=False, widget=forms.HiddenInput)
    # "Is it one of these?" was asked and answered with no.
    looked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    mrz = forms.CharField(
        label=gettext_lazy("Lines at the bottom of a passport or card"),
        help_text=gettext_lazy("Two or three lines with many < signs. Type or paste them whole."),
        required=False,
        max_length=400,
        widget=forms.Textarea(
            attrs={
                "rows": "3",
                "class": "machine-lines",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )
    name = _line(
        gettext_lazy("Name, as it was said"),
        hint=gettext_lazy("In any letters, family name first if you know which it is."),
    )
    name_2 = _line(gettext_lazy("The same name in other letters"))
    name_3 = _line(gettext_lazy("And in a third"))
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"),
        choices=[("2", wording.SEXES[2]), ("1", wording.SEXES[1]), *NO_ANSWER],
        initial="not_asked",
        required=False,
        widget=forms.RadioSelect,
    )
    birth_day = _number(gettext_lazy("Day"), 31)
    birth_month = _number(gettext_lazy("Month"), 12)
    birth_year = _number(gettext_lazy("Year"), 2800)
    age = _number(gettext_lazy("or age in years"), OLDEST)
    birth_why = _why(gettext_lazy("If there is no answer"))
    home = forms.ChoiceField(
        label=pgettext_lazy("where somebody lives", "Home"), required=False, initial="not_asked"
    )
    phone = _line(
        gettext_lazy("Phone"),
        hint=gettext_lazy("May be somebody else's in the family."),
        inputmode="tel",
    )
    phone_why = _why(gettext_lazy("If there is no answer"))
    document = forms.ChoiceField(
        label=gettext_lazy("Document"), required=False, initial="not_asked"
    )
    document_number = _line(gettext_lazy("Document number"), autocapitalize="characters")
    holder = forms.ChoiceField(
        label=gettext_lazy("Who holds it"),
        required=False,
        initial="unknown",
    )
    gate = forms.ChoiceField(label=gettext_lazy("Gate"), required=False)
    crossed_on = DayField(
        label=gettext_lazy("Day"),
        required=False,
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How they came back"), required=False, initial="unknown"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = codes.words_of("gates", "document_kinds", "return_modes", "holders")
        self._choices("home", [*NO_ANSWER, *codes.provinces()])
        self._choices("document", [*NO_ANSWER, *words.choices("document_kinds")])
        self._choices("holder", words.choices("holders"))
        self._choices("gate", [("", _("no crossing to record")), *words.choices("gates")])
        self._choices("mode", words.choices("return_modes"))
        self.fields["crossed_on"].initial = timezone.localdate

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def birth_fields(self) -> list[forms.BoundField]:
        """Day, month, year, age: small fields side by side, what is wrong with them below."""
        return [self[name] for name in ("birth_day", "birth_month", "birth_year", "age")]

    def clean(self) -> dict[str, Any]:
        """One name; a birth date that exists; a crossing that has happened."""
        told: dict[str, Any] = super().clean() or {}
        if not any(self.told_names(told)):
            self.add_error("name", _("Write at least one name, as it was said."))
        try:
            told["birth"] = _birth(told)
        except ValueError:
            self.add_error("birth_year", _("There is no such date. The year alone is enough."))
        crossed_on: date | None = told.get("crossed_on")
        if told.get("gate") and crossed_on is None:
            self.add_error("crossed_on", _("Write the day they crossed."))
        elif told.get("gate") and crossed_on and crossed_on > timezone.localdate():
            self.add_error("crossed_on", _("This day has not come yet."))
        return told

    @staticmethod
    def told_names(told: dict[str, Any]) -> list[str]:
        """The names that were written, in order."""
        written = (told.get(field, "") for field in ("name", "name_2", "name_3"))
        return [" ".join(text.split()) for text in written if text and text.strip()]


def _birth(told: dict[str, Any]) -> PartialDate | None:
    """The date as far as it was told; Buddhist years too. ``ValueError`` if impossible."""
    year = told.get("birth_year")
    if year is None:
        if told.get("birth_month") or told.get("birth_day"):
            raise ValueError("a month or day without a year")
        return None
    if year > 2400:
        year -= 543
    birth = PartialDate(year, told.get("birth_month") or None, told.get("birth_day") or None)
    if birth.age_on(timezone.localdate()) not in range(OLDEST + 1):
        raise ValueError("not a year somebody alive was born in")
    return birth
