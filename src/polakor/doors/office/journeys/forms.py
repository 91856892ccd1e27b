"""Counts at a gate without names: sex by adult or child, for a day or one hour of it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polakor.doors.ui.days import DayField

SEXES = {
    2: gettext_lazy("Female"),
    1: gettext_lazy("Male"),
    0: gettext_lazy("Sex not noted"),
}
AGE_GROUPS = {
    "adult": gettext_lazy("Adults"),
    "child": gettext_lazy("Children"),
    "child_alone": gettext_lazy("Children alone"),
    "unknown": gettext_lazy("Age not noted"),
}
METHODS = {
    "tally": gettext_lazy("Counted by hand"),
    "list": gettext_lazy("Counted from a list"),
    "turnstile": gettext_lazy("Counted by a machine"),
    "estimate": gettext_lazy("Estimated"),
}
MOST = 100_000


def cell_name(sex: int, age_group: str) -> str:
    """The name of the field for one cell of the grid."""
    return f"count_{sex}_{age_group}"


def whole_day_or_hour() -> list[tuple[str, Any]]:
    """A day as a whole, or one of its hours."""
    hours = [(str(hour), f"{hour:02d}:00–{hour:02d}:59") for hour in range(24)]
    return [("", gettext_lazy("the whole day")), *hours]


class TallyForm(forms.Form):
    """One gate, one day or hour, one grid. An empty cell was not counted; 0 is nobody."""

    gate = forms.ChoiceField(label=gettext_lazy("Gate"))
    day = DayField(
        label=gettext_lazy("Day"),
    )
    hour = forms.ChoiceField(label=gettext_lazy("Hour"), required=False, choices=whole_day_or_hour)
    method = forms.ChoiceField(
        label=gettext_lazy("How it was counted"), choices=list(METHODS.items()), initial="tally"
    )
    source = forms.CharField(
        label=gettext_lazy("Who counted"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Two counts of the same gate stay apart when they differ here."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, gates: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gate = self.fields["gate"]
        assert isinstance(gate, forms.ChoiceField)
        gate.choices = [("", _("Choose a gate")), *gates]
        self.fields["day"].initial = timezone.localdate
        for sex, sex_word in SEXES.items():
            for age_group, group_word in AGE_GROUPS.items():
                self.fields[cell_name(sex, age_group)] = self._cell(sex_word, group_word)

    @staticmethod
    def _cell(sex_word: Any, group_word: Any) -> forms.IntegerField:
        label = _("%(sex)s, %(group)s") % {"sex": sex_word, "group": group_word}
        typed = {
            "class": "tally-cell",
            "inputmode": "numeric",
            "autocomplete": "off",
            "maxlength": "6",
            "aria-label": label,
        }
        return forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=MOST,
            widget=forms.TextInput(attrs=typed),
        )

    def grid(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Rows of the grid: the word for an age group and one field for each sex."""
        return [
            (word, [self[cell_name(sex, age_group)] for sex in SEXES])
            for age_group, word in AGE_GROUPS.items()
        ]

    def counts(self) -> dict[tuple[int, str], int]:
        """What was counted, by sex and age group; cells left empty are not in it."""
        return {
            (sex, age_group): self.cleaned_data[cell_name(sex, age_group)]
            for sex in SEXES
            for age_group in AGE_GROUPS
            if self.cleaned_data.get(cell_name(sex, age_group)) is not None
        }

    def clean(self) -> dict[str, Any]:
        """At least one count; no day to come."""
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.counts():
            raise forms.ValidationError(_("Write at least one count. 0 says that nobody came."))
        if told.get("day") and told["day"] > timezone.localdate():
            self.add_error("day", _("This day has not come yet."))
        return told
