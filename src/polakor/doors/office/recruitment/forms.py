"""What officers write who license and inspect agencies."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polakor.doors.office.recruitment.words import (
    ACTS,
    DEPOSIT,
    KINDS,
    OFFICES,
    RESULTS,
    ROLES,
    VISITS,
)
from polakor.doors.ui import languages
from polakor.doors.ui.days import DayField
from polakor.doors.ui.fields import line, words
from polakor.doors.ui.standing import DECIDED
from polakor.recruitment.queries.pack import Checklist, currencies
from polakor.recruitment.rules.measures import MEASURES
from polakor.reference.queries.codes import choices, entries
from polakor.reference.queries.places import places_at, province_names

DISTRICTS = 2


class Chosen(forms.ChoiceField):
    """One of a list of the pack, asked for when the form is shown; ``empty`` says what "" means."""

    def __init__(self, list_name: str, empty: Any, **options: Any) -> None:
        super().__init__(
            choices=lambda: [("", empty), *choices(list_name, languages.current())], **options
        )


def provinces(empty: Any) -> list[tuple[str, Any]]:
    """Provinces to choose from."""
    return [("", empty), *province_names(languages.current()).items()]


def districts(empty: Any) -> list[tuple[str, Any]]:
    """Districts to choose from, by name."""
    local = languages.current() == "km"
    return [("", empty), *((one.code, one.name(local=local)) for one in places_at(DISTRICTS))]


class RecruiterForm(forms.Form):
    """A new agency, sub-agent or broker."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=list(KINDS.items()),
        widget=forms.RadioSelect,
        initial="agency",
    )
    name_km = line(gettext_lazy("Name in Khmer"), required=False)
    name_latin = line(
        gettext_lazy("Name in Latin letters"),
        hint=gettext_lazy("One of the two names is enough."),
        required=False,
    )
    province = forms.ChoiceField(
        label=gettext_lazy("Province"),
        choices=lambda: provinces(_("not known")),
        required=False,
        help_text=gettext_lazy("Its officers see it and may inspect it."),
    )
    works_for = line(
        gettext_lazy("Number of the agency it works under"),
        hint=gettext_lazy("Only for a sub-agent."),
        required=False,
    )
    other = words(
        gettext_lazy("Other names and spellings"),
        hint=gettext_lazy("One a line: shop signs, former names, what people call it."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """A name, and for a sub-agent the agency."""
        told = super().clean() or {}
        if not told.get("name_km") and not told.get("name_latin"):
            self.add_error("name_km", _("Write at least one of the two names."))
        if told.get("kind") == "sub_agent" and not told.get("works_for"):
            self.add_error("works_for", _("Write the number of the agency it works under."))
        return told


class ActForm(forms.Form):
    """A decision about a licence; which ones are offered follows from what holds today."""

    act = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    on_day = DayField(label=gettext_lazy("Holds from"))
    until = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy(
            "Day/month/year. A licence needs one; a suspension without one goes on."
        ),
    )
    licence = line(
        gettext_lazy("Number of the licence"),
        hint=gettext_lazy("Where a licence is granted or renewed."),
        required=False,
    )
    reason = words(
        gettext_lazy("Why"),
        hint=gettext_lazy(
            "Everybody can read it. It is needed where something is stopped or revoked."
        ),
        required=False,
    )
    decided_by = line(gettext_lazy("Who decided"), hint=gettext_lazy("The authority."))
    reference = line(gettext_lazy("Number of the letter or prakas"))

    def __init__(self, *args: Any, acts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["act"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(act, ACTS[act]) for act in acts]

    def clean(self) -> dict[str, Any]:
        """A licence has a number and a last day; what stops somebody says why."""
        told = super().clean() or {}
        gives = told.get("act") in ("granted", "renewed")
        if gives and not told.get("licence"):
            self.add_error("licence", _("Write the number of the licence."))
        if gives and not told.get("until") and "until" not in self.errors:
            self.add_error("until", _("Write the last day of the licence."))
        stops = told.get("act") in ("suspended", "recruiting_stopped", "revoked")
        if stops and not told.get("reason", "").strip():
            self.add_error("reason", _("Write in a few words why."))
        return told


class WhyForm(forms.Form):
    """Why something is done or taken back."""

    reason = words(gettext_lazy("Why"), hint=gettext_lazy("A few words. It stays readable."))


class ListedForm(forms.Form):
    """Why a name is put on the public list."""

    reason = words(
        gettext_lazy("Why"),
        hint=gettext_lazy("Everybody can read it. Write what was done, and nobody's name."),
    )


class NameForm(forms.Form):
    """Another name somebody goes by."""

    name = line(gettext_lazy("Other name or spelling"))


class PermitForm(forms.Form):
    """A country somebody may send people to."""

    country = Chosen("countries", gettext_lazy("Choose"), label=gettext_lazy("Country"))
    sector = Chosen(
        "sectors",
        gettext_lazy("every kind of work"),
        label=gettext_lazy("Kind of work"),
        required=False,
    )
    from_day = DayField(label=gettext_lazy("Holds from"))
    reference = line(gettext_lazy("Number of the letter or prakas"))


class DepositForm(forms.Form):
    """Money put down, drawn or given back."""

    change = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=list(DEPOSIT.items()),
        widget=forms.RadioSelect,
        initial="paid_in",
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"),
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=lambda: [(one, one) for one in currencies()]
    )
    on_day = DayField(label=gettext_lazy("Day"))
    held_by = line(gettext_lazy("Who holds it"), required=False)
    reason = words(
        gettext_lazy("Why"),
        hint=gettext_lazy("Needed where money leaves the deposit."),
        required=False,
    )


class MeasureForm(forms.Form):
    """A warning, another sanction, or a reward."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[(kind, DECIDED[kind]) for kind in MEASURES],
        widget=forms.RadioSelect,
    )
    on_day = DayField(label=gettext_lazy("Day"))
    reason = words(
        gettext_lazy("Why"),
        hint=gettext_lazy("Everybody can read it, but for a referral to court."),
    )
    decided_by = line(gettext_lazy("Who decided"), hint=gettext_lazy("The authority."))
    reference = line(gettext_lazy("Number of the letter or prakas"), required=False)


class OfficeForm(forms.Form):
    """Where a recruiter can be found."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=list(OFFICES.items()))
    address = line(gettext_lazy("Address"), required=False)
    place = forms.ChoiceField(
        label=gettext_lazy("District"),
        choices=lambda: districts(_("not in this country")),
        required=False,
    )
    country = Chosen(
        "countries",
        gettext_lazy("in this country"),
        label=gettext_lazy("Country"),
        required=False,
    )
    phone = line(gettext_lazy("Phone"), required=False)
    from_day = DayField(label=gettext_lazy("Since"))


class ResponsibleForm(forms.Form):
    """Who answers for a recruiter."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=list(ROLES.items()))
    name = line(gettext_lazy("Name"))
    country = Chosen(
        "countries",
        gettext_lazy("in this country"),
        label=gettext_lazy("Country"),
        required=False,
    )
    phone = line(gettext_lazy("Phone"), required=False)
    from_day = DayField(label=gettext_lazy("Since"))


def associations() -> list[tuple[str, str]]:
    """Associations of agencies in the pack."""
    found = (one for one in entries("institutions") if one.attributes["role"] == "association")
    return [(one.code, one.label(languages.current())) for one in found]


class MembershipForm(forms.Form):
    """An association a recruiter belongs to."""

    association = forms.ChoiceField(label=gettext_lazy("Association"), choices=associations)
    from_day = DayField(label=gettext_lazy("Since"))


class LastDayForm(forms.Form):
    """When something ends."""

    until = DayField(label=gettext_lazy("Last day"))


class DoneForm(forms.Form):
    """That something was put right."""

    on_day = DayField(label=gettext_lazy("Seen on"))
    note = words(gettext_lazy("What was seen"), required=False, rows=2)


_MORE = ("found", "correction", "due_on")


class InspectionForm(forms.Form):
    """A visit: its head, then for every point what was seen and what must be put right."""

    on_day = DayField(label=gettext_lazy("Day of the visit"))
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=list(VISITS.items()), initial="regular"
    )
    inspectors = line(gettext_lazy("Who inspected"), hint=gettext_lazy("Names and offices."))
    summary = words(gettext_lazy("In a few words"), required=False)

    def __init__(self, *args: Any, checklist: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checklist = checklist
        for one in checklist.items:
            code = one.code
            self.fields[f"{code}-result"] = forms.ChoiceField(
                label=one.label(languages.current()),
                choices=list(RESULTS.items()),
                widget=forms.RadioSelect,
                initial="not_seen",
            )
            self.fields[f"{code}-found"] = words(_("What was found"), required=False, rows=2)
            self.fields[f"{code}-correction"] = line(_("What must be put right"), required=False)
            self.fields[f"{code}-due_on"] = DayField(label=_("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        """What is not met says how; what must be put right says until when."""
        told = super().clean() or {}
        for one in self.checklist.items:
            code = one.code
            found = (told.get(f"{code}-found") or "").strip()
            if told.get(f"{code}-result") == "not_met" and not found:
                self.add_error(f"{code}-found", _("Say what was found."))
            correction, due = told.get(f"{code}-correction"), told.get(f"{code}-due_on")
            if correction and due is None and f"{code}-due_on" not in self.errors:
                self.add_error(f"{code}-due_on", _("Say until when."))
            if due is not None and not correction:
                self.add_error(f"{code}-correction", _("Say what must be put right."))
        return told

    @property
    def head(self) -> list[forms.BoundField]:
        """The fields that are not about a point."""
        return [self[name] for name in ("on_day", "kind", "inspectors", "summary")]

    @property
    def points(self) -> list[tuple[str, forms.BoundField, list[forms.BoundField], bool]]:
        """For every point its code, the answer, more fields, and whether these say anything."""
        return [
            (
                one.code,
                self[f"{one.code}-result"],
                more := [self[f"{one.code}-{part}"] for part in _MORE],
                any(field.value() or field.errors for field in more),
            )
            for one in self.checklist.items
        ]
