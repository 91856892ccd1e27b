"""What officers write at a site, at a vehicle, at a table where things are handed out."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from polakor.doors.office.assistance import choices
from polakor.doors.ui.days import DayField
from polakor.doors.ui.fields import line, words

MOST = 200


def whole(
    label: Any, *, most: int = MOST, hint: Any = "", required: bool = True, least: int = 0
) -> forms.IntegerField:
    """A whole number, typed."""
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=least,
        max_value=most,
        help_text=hint,
        widget=forms.TextInput(
            attrs={"class": "input-short", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )


class HourField(forms.TimeField):
    """An hour as 24-hour digits: ``7:30`` or ``0730``."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", ["%H:%M", "%H%M", "%H.%M"])
        options.setdefault("help_text", gettext_lazy("24 hours, for example 07:30"))
        options.setdefault(
            "widget",
            forms.TimeInput(attrs={"class": "input-short", "autocomplete": "off"}, format="%H:%M"),
        )
        super().__init__(**options)


def at(day: Any, hour: time) -> datetime:
    """A day and an hour of this country as one moment."""
    return timezone.make_aware(datetime.combine(day, hour))


class PlaceChoice(forms.ChoiceField):
    """A district, or a province where no more is known."""

    def __init__(self, empty: Any, **options: Any) -> None:
        super().__init__(choices=lambda: choices.district_choices(empty), **options)


class SiteForm(forms.Form):
    """A new site."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=list(choices.SITE_KINDS.items()),
        widget=forms.RadioSelect,
    )
    name_km = line(gettext_lazy("Name in Khmer"))
    name_en = line(gettext_lazy("Name in English"))
    place = PlaceChoice(gettext_lazy("Choose a district"), label=gettext_lazy("District"))
    capacity = whole(gettext_lazy("How many people it holds"), most=1_000_000)
    emergency = forms.ChoiceField(label=gettext_lazy("Emergency"), required=False)

    def __init__(self, *args: Any, emergencies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["emergency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("no emergency")), *emergencies]


class ComingForm(forms.Form):
    """How many more were announced."""

    people = whole(gettext_lazy("How many more people are said to be coming"), most=1_000_000)


class ReceiveForm(forms.Form):
    """A family that came to a site: token first, no name."""

    asked = line(
        gettext_lazy("Family token or number of a person"),
        hint=gettext_lazy("Leave empty for people without a record."),
        required=False,
        autocapitalize="characters",
    )
    people = whole(
        gettext_lazy("How many people"),
        hint=gettext_lazy("Everybody who goes along, babies too. Empty: as the record says."),
        required=False,
        least=1,
    )
    home = PlaceChoice(
        gettext_lazy("as the record says"), label=gettext_lazy("Where they go"), required=False
    )


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = words(gettext_lazy("Why"), hint=gettext_lazy("A few words. It stays readable."))


class LetGoForm(ReasonForm):
    """Why a family leaves the list of those who wait."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What happens"),
        choices=list(choices.LEFT_WAYS.items()),
        widget=forms.RadioSelect,
    )
    field_order = ("outcome", "reason")


class AccountForm(ReasonForm):
    """What became of people who were not seen at home."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of them"),
        choices=list(choices.ACCOUNTS.items()),
        widget=forms.RadioSelect,
    )
    field_order = ("outcome", "reason")


class ArrivedForm(forms.Form):
    """How many of a family are at home."""

    arrived = whole(gettext_lazy("How many of them have been seen at home"))
    note = words(gettext_lazy("Note"), required=False, rows=2)


class VehicleForm(forms.Form):
    """A vehicle: what is painted on it, what it is, how many it takes."""

    name = line(gettext_lazy("Number plate or name"), autocapitalize="characters")
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    seats = whole(gettext_lazy("Seats for passengers"), least=1)

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(kinds)


class PlanForm(forms.Form):
    """Which vehicles drive, and when."""

    vehicles = forms.MultipleChoiceField(
        label=gettext_lazy("Vehicles that may be used"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one vehicle.")},
    )
    day = DayField(label=gettext_lazy("Day"))
    hour = HourField(label=gettext_lazy("Hour"))
    escort = line(gettext_lazy("Who goes along"), required=False)

    def __init__(self, *args: Any, vehicles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["vehicles"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(vehicles)
        self.fields["day"].initial = timezone.localdate
        self.fields["hour"].initial = lambda: timezone.localtime().replace(minute=0).time()

    @property
    def leaves_at(self) -> datetime:
        """When it leaves."""
        return at(self.cleaned_data["day"], self.cleaned_data["hour"])


class DeskForm(forms.Form):
    """A desk of a site."""

    name = line(gettext_lazy("Name or number of the desk"))
    task = forms.ChoiceField(
        label=gettext_lazy("What is done there"), choices=list(choices.TASKS.items())
    )


class ShiftForm(forms.Form):
    """Who is at a desk, from when to when."""

    desk = forms.ChoiceField(label=gettext_lazy("Desk"))
    officer = forms.ChoiceField(label=gettext_lazy("Officer"))
    day = DayField(label=gettext_lazy("Day"))
    begins = HourField(label=pgettext_lazy("hour", "From"))
    ends = HourField(
        label=pgettext_lazy("hour", "To"),
        help_text=gettext_lazy("An earlier hour is the next morning."),
    )

    def __init__(
        self,
        *args: Any,
        desks: Sequence[tuple[str, str]],
        officers: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("desk", desks), ("officer", officers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(found)
        self.fields["day"].initial = timezone.localdate


class GiveForm(forms.Form):
    """What is handed out to whom. The id is made with the form: pressing twice gives once."""

    made = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    asked = line(gettext_lazy("Family token or number of a person"), autocapitalize="characters")
    item = forms.ChoiceField(label=gettext_lazy("What is given"), widget=forms.RadioSelect)
    people = whole(
        gettext_lazy("For how many people"),
        hint=gettext_lazy("Only if the token is not in the register yet."),
        required=False,
        least=1,
    )
    way = forms.ChoiceField(label=gettext_lazy("How money is paid"), required=False)
    site = forms.ChoiceField(label=gettext_lazy("Where"), required=False)

    def __init__(
        self,
        *args: Any,
        items: Sequence[tuple[str, str]],
        ways: Sequence[tuple[str, str]],
        sites: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (
            ("item", items),
            ("way", ways),
            ("site", [("", _("not at a site")), *sites]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(found)
        if not ways:
            del self.fields["way"]


class RumourForm(forms.Form):
    """What was heard, as it was said."""

    words = words(
        gettext_lazy("What is said"),
        hint=gettext_lazy("As you heard it. Do not write who said it."),
    )
    place = PlaceChoice(gettext_lazy("not known"), label=gettext_lazy("Where"), required=False)
    heard_on = DayField(label=gettext_lazy("When"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heard_on"].initial = timezone.localdate

    def clean_heard_on(self) -> Any:
        """Nobody hears something tomorrow."""
        day = self.cleaned_data["heard_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class AnswerForm(forms.Form):
    """An official answer: who says it, resting on what, and whether everybody may read it."""

    asked_km = words(gettext_lazy("The question for the public, in Khmer"), rows=2)
    answer_km = words(gettext_lazy("The answer, in Khmer"))
    asked_en = words(gettext_lazy("The question in English"), required=False, rows=2)
    answer_en = words(gettext_lazy("The answer in English"), required=False)
    said_by = line(gettext_lazy("Who answers"), hint=gettext_lazy("The office, not a person."))
    said_on = DayField(label=gettext_lazy("Day of the answer"))
    source = line(gettext_lazy("What it rests on"), hint=gettext_lazy("The notice, letter or law."))
    published = forms.BooleanField(
        label=gettext_lazy("Everybody may read it on the public page"), required=False
    )


class EmergencyForm(forms.Form):
    """A named period of returns."""

    code = forms.RegexField(
        r"^[A-Z0-9][A-Z0-9-]{2,29}$",
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Capital letters, digits and dashes: the country, year and month."),
        error_messages={"invalid": gettext_lazy("Use capital letters, digits and dashes.")},
    )
    name_km = line(gettext_lazy("Name in Khmer"))
    name_en = line(gettext_lazy("Name in English"))
    mode = forms.ChoiceField(
        label=gettext_lazy("Mode"), choices=list(choices.MODES.items()), widget=forms.RadioSelect
    )
    begins_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"), required=False)
    gates = forms.MultipleChoiceField(
        label=gettext_lazy("Gates"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, gates: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["gates"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(gates)

    def clean(self) -> dict[str, Any]:
        """The last day does not lie before the first."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("begins_on") and told.get("ends_on") and told["ends_on"] < told["begins_on"]:
            self.add_error("ends_on", _("The last day lies before the first one."))
        return told


class LastDayForm(forms.Form):
    """The last day of an emergency."""

    ends_on = DayField(label=gettext_lazy("Last day"))


class BedForm(forms.Form):
    """Somebody is given a bed in quarantine."""

    site = forms.ChoiceField(label=gettext_lazy("Place"))
    reference = line(
        gettext_lazy("Family token or number of a person"),
        hint=gettext_lazy("No name is needed."),
        autocapitalize="characters",
    )
    bed = line(gettext_lazy("Bed"))
    entered_on = DayField(label=gettext_lazy("Since"))

    def __init__(self, *args: Any, sites: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(sites)
        self.fields["entered_on"].initial = timezone.localdate


class TestForm(forms.Form):
    """A test, or its result."""

    __test__ = False  # the tests' collector takes every class of this name for a test
    number = whole(gettext_lazy("Which test"), least=1, most=20)
    taken_on = DayField(label=gettext_lazy("Taken on"))
    result = forms.ChoiceField(
        label=gettext_lazy("Result"),
        choices=[(code, word) for code, (_mark, word) in choices.RESULTS.items()],
        widget=forms.RadioSelect,
    )
    reported_on = DayField(label=gettext_lazy("Result came on"), required=False)

    def clean(self) -> dict[str, Any]:
        """A result does not come before its test; nothing lies in the future."""
        told: dict[str, Any] = super().clean() or {}
        taken, came = told.get("taken_on"), told.get("reported_on")
        for name, day in (("taken_on", taken), ("reported_on", came)):
            if day and day > timezone.localdate():
                self.add_error(name, _("This day has not come yet."))
        if taken and came and came < taken:
            self.add_error("reported_on", _("The result came before the test."))
        return told


class EndForm(forms.Form):
    """How a stay in quarantine ends."""

    ending = forms.ChoiceField(
        label=gettext_lazy("How it ends"),
        choices=list(choices.ENDINGS.items()),
        widget=forms.RadioSelect,
    )
