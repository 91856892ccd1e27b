"""What agencies and officers write about job orders, workers and their contracts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polakor.base.dates import PartialDate
from polakor.base.ids import uuid7
from polakor.doors.office.recruitment.deal_words import (
    CHANNELS,
    CONTRACTS,
    KEEPS_PAPERS,
    MOMENTS,
    PAY_PERIODS,
    PAYERS,
    PROVIDED,
)
from polakor.doors.office.recruitment.forms import Chosen, provinces
from polakor.doors.ui import languages
from polakor.doors.ui.days import DayField
from polakor.doors.ui.fields import line, words
from polakor.recruitment.queries.pack import currencies
from polakor.recruitment.rules.terms import Deduction, Fee, Terms, absurd
from polakor.reference.queries.codes import choices

FEES, DEDUCTIONS = 6, 4


@dataclass(frozen=True, slots=True)
class Section:
    """What belongs together: its title, a word of help, lines of fields side by side.

    ``rows``: every line asks for the same, as a table does; ``blocks``: every two lines do.
    """

    title: Any
    help: Any
    lines: list[list[forms.BoundField]]
    rows: bool = False
    blocks: bool = False


def amount_line(
    label: Any, *, hint: Any = "", places: int = 2, required: bool = False
) -> forms.DecimalField:
    """A number with so many places after the point."""
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=required,
        max_digits=14,
        decimal_places=places,
        localize=False,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"}
        ),
    )


def _one_of(label: Any, known: Mapping[str, Any], **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(known.items()), **options)


def currency_choice(**options: Any) -> forms.ChoiceField:
    """One of the currencies of the pack."""
    return forms.ChoiceField(
        label=gettext_lazy("Currency"),
        choices=lambda: [(one, one) for one in currencies()],
        initial="THB",
        **options,
    )


class TermsForm(forms.Form):
    """Everything that was said about a job; what was not said stays empty."""

    employer = line(gettext_lazy("Employer"))
    country = Chosen("countries", gettext_lazy("Choose"), label=gettext_lazy("Country"))
    place = line(gettext_lazy("Place of work"), required=False)
    sector = Chosen(
        "sectors", gettext_lazy("not said"), label=gettext_lazy("Kind of work"), required=False
    )
    occupation = Chosen(
        "occupations", gettext_lazy("not said"), label=gettext_lazy("Job"), required=False
    )
    wage = amount_line(gettext_lazy("Wage"))
    currency = currency_choice()
    pay_period = _one_of(gettext_lazy("for"), PAY_PERIODS, initial="month")
    hours = amount_line(gettext_lazy("Hours a week"), places=1)
    rest_days = amount_line(gettext_lazy("Rest days a week"), places=1)
    months = forms.IntegerField(
        label=gettext_lazy("How long, in months"),
        required=False,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}
        ),
    )
    room = _one_of(gettext_lazy("Room"), PROVIDED, required=False)
    food = _one_of(gettext_lazy("Food"), PROVIDED, required=False)
    papers = _one_of(gettext_lazy("Who keeps the passport"), KEEPS_PAPERS, required=False)
    contract_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of the contract"),
        required=False,
        choices=lambda: choices("languages", languages.current()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = [("", _("nothing")), *choices("deduction_items", languages.current())]
        for at in range(DEDUCTIONS):
            self.fields[f"deduction-{at}-item"] = forms.ChoiceField(
                label=_("For what"), choices=items, required=False
            )
            self.fields[f"deduction-{at}-amount"] = amount_line(_("Amount"))
        costs = [("", _("nothing")), *choices("cost_items", languages.current())]
        for at in range(FEES):
            self.fields[f"fee-{at}-item"] = forms.ChoiceField(
                label=_("For what"), choices=costs, required=False
            )
            self.fields[f"fee-{at}-amount"] = amount_line(_("Amount"))
            self.fields[f"fee-{at}-currency"] = currency_choice(required=False)
            self.fields[f"fee-{at}-payer"] = _one_of(_("Who pays"), PAYERS, required=False)

    def clean(self) -> dict[str, Any]:
        """The terms as one value (``terms``); what nobody can mean is said beside its field."""
        told: dict[str, Any] = super().clean() or {}
        if self.errors:
            return told
        told["terms"] = self._terms(told)
        wrong = absurd(told["terms"])
        if wrong:
            field = {"deductions": "deduction-0-amount", "fees": "fee-0-amount"}.get(wrong, wrong)
            self.add_error(field, _("This cannot be right. Check the number."))
        return told

    def _terms(self, told: Mapping[str, Any]) -> Terms:
        plain = {
            name: told[name]
            for name in (
                *("employer", "country", "place", "sector", "occupation", "wage"),
                *("pay_period", "hours", "rest_days", "months", "room", "food", "papers"),
            )
        }
        said = told["wage"] is not None
        return Terms(
            **plain,
            currency=told["currency"] if said or self._rows(told, "deduction", DEDUCTIONS) else "",
            languages=tuple(told["contract_languages"]),
            deductions=tuple(
                Deduction(told[f"deduction-{at}-item"], told[f"deduction-{at}-amount"])
                for at in self._rows(told, "deduction", DEDUCTIONS)
            ),
            fees=tuple(
                Fee(
                    told[f"fee-{at}-item"],
                    told[f"fee-{at}-amount"],
                    told[f"fee-{at}-currency"],
                    told[f"fee-{at}-payer"],
                )
                for at in self._rows(told, "fee", FEES)
            ),
        )

    @staticmethod
    def _rows(told: Mapping[str, Any], kind: str, many: int) -> list[int]:
        """Rows in which something is said: an item and an amount."""
        return [
            at
            for at in range(many)
            if told.get(f"{kind}-{at}-item") and told.get(f"{kind}-{at}-amount") is not None
        ]

    def _lines(self, *names: Sequence[str]) -> list[list[forms.BoundField]]:
        return [[self[name] for name in some] for some in names]

    @property
    def terms_sections(self) -> list[Section]:
        """The terms, by what belongs together."""
        job = self._lines(("employer",), ("country", "place"), ("sector", "occupation"))
        pay = self._lines(("wage", "currency", "pay_period"), ("hours", "rest_days", "months"))
        living = self._lines(("room", "food"), ("papers",), ("contract_languages",))
        taken = self._lines(
            *((f"deduction-{at}-item", f"deduction-{at}-amount") for at in range(DEDUCTIONS))
        )
        parts = ("item", "amount", "currency", "payer")
        fees = self._lines(*(tuple(f"fee-{at}-{part}" for part in parts) for at in range(FEES)))
        return [
            Section(_("The job"), "", job),
            Section(_("Pay and time"), "", pay),
            Section(_("Living there"), "", living),
            Section(
                _("Taken from the wage each month"),
                _("In the currency of the wage. Leave empty what is not taken."),
                taken,
                rows=True,
            ),
            Section(
                _("What the job costs, and who pays"),
                _("Every cost, also those the employer pays."),
                fees,
                rows=True,
            ),
        ]

    @property
    def sections(self) -> list[Section]:
        """All of the form."""
        return self.terms_sections


def initial_of(terms: Terms) -> dict[str, Any]:
    """Terms as the form shows them before anything is written."""
    shown: dict[str, Any] = {
        name: getattr(terms, name)
        for name in (
            *("employer", "country", "place", "sector", "occupation", "currency"),
            *("pay_period", "months", "room", "food", "papers"),
        )
    }
    for name in ("wage", "hours", "rest_days"):
        shown[name] = _plain(getattr(terms, name))
    shown["contract_languages"] = list(terms.languages)
    for at, one in enumerate(terms.deductions[:DEDUCTIONS]):
        shown |= {f"deduction-{at}-item": one.item, f"deduction-{at}-amount": _plain(one.amount)}
    for at, fee in enumerate(terms.fees[:FEES]):
        for part in ("item", "currency", "payer"):
            shown[f"fee-{at}-{part}"] = getattr(fee, part)
        shown[f"fee-{at}-amount"] = _plain(fee.amount)
    return shown


def _plain(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class OrderForm(TermsForm):
    """A job order about to be declared; officers write for which agency.

    ``agencies``: numbers and names an account may choose from; none: it writes a number.
    """

    agency = line(gettext_lazy("Number of the agency"), hint=gettext_lazy("As on its page: AG-…"))
    people = forms.IntegerField(
        label=gettext_lazy("For how many people"),
        min_value=1,
        max_value=100_000,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}
        ),
    )
    leave_by = DayField(label=gettext_lazy("Leaving until"), required=False)

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agencies:
            self.fields["agency"] = forms.ChoiceField(label=_("Agency"), choices=list(agencies))

    @property
    def sections(self) -> list[Section]:
        """For whom and how many first."""
        head = self._lines(("agency",), ("people", "leave_by"))
        return [Section(_("The order"), "", head), *self.terms_sections]


class ContractForm(TermsForm):
    """A contract that was signed, filled with what was promised before."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Which contract"),
        choices=list(CONTRACTS.items()),
        widget=forms.RadioSelect,
        initial="employment",
    )
    paper = line(gettext_lazy("Number on the paper"), required=False)
    signed_on = DayField(label=gettext_lazy("Signed on"))
    starts_on = DayField(label=gettext_lazy("Work begins"), required=False)
    ends_on = DayField(label=gettext_lazy("Work ends"), required=False)

    def clean(self) -> dict[str, Any]:
        """Work ends after it begins."""
        told = super().clean()
        starts, ends = told.get("starts_on"), told.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day comes before the first. Check the dates."))
        return told

    @property
    def sections(self) -> list[Section]:
        """The paper first."""
        return [Section(_("The contract"), "", self.paper_lines), *self.terms_sections]

    @property
    def paper_lines(self) -> list[list[forms.BoundField]]:
        """What stands on the paper besides the terms."""
        return self._lines(("kind",), ("paper", "signed_on"), ("starts_on", "ends_on"))


def _number(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}
        ),
    )


class SignForm(ContractForm):
    """A worker and the contract with the agency."""

    made = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = line(gettext_lazy("Name, as on the contract"))
    name_2 = line(gettext_lazy("The same name in other letters"), required=False)
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"),
        choices=[("2", gettext_lazy("female")), ("1", gettext_lazy("male"))],
        required=False,
        widget=forms.RadioSelect,
    )
    birth_day = _number(gettext_lazy("Day of birth"), 31)
    birth_month = _number(gettext_lazy("Month"), 12)
    birth_year = _number(gettext_lazy("Year"), 2200)
    home = forms.ChoiceField(
        label=gettext_lazy("Home province"),
        choices=lambda: provinces(_("not known")),
        required=False,
    )
    phone = line(gettext_lazy("Phone"), required=False)
    passport = line(gettext_lazy("Number of the passport"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]
        self.initial.setdefault("made", uuid7())

    def clean(self) -> dict[str, Any]:
        """A date of birth that exists, as far as it is known."""
        told = super().clean()
        year, month = told.get("birth_year"), told.get("birth_month")
        told["birth"] = None
        if year is not None:
            try:
                told["birth"] = PartialDate(year, month, told.get("birth_day") if month else None)
            except ValueError:
                self.add_error("birth_year", _("There is no such date. The year alone is enough."))
        return told

    @property
    def sections(self) -> list[Section]:
        """The worker, the paper, the terms."""
        worker = self._lines(
            ("name", "name_2"),
            ("sex",),
            ("birth_day", "birth_month", "birth_year"),
            ("home", "phone", "passport"),
        )
        return [
            Section(_("The worker"), "", worker),
            Section(_("The contract"), "", self.paper_lines),
            *self.terms_sections,
        ]

    @property
    def paper_lines(self) -> list[list[forms.BoundField]]:
        """Without the kind: it is the one with the agency."""
        return self._lines(("paper", "signed_on"), ("starts_on", "ends_on"))


class ToldForm(TermsForm):
    """The terms as a worker finds them. Nothing is filled in: what is asked is not suggested."""

    moment = _one_of(
        gettext_lazy("When it was told"), MOMENTS, widget=forms.RadioSelect, initial="arrival"
    )
    channel = _one_of(gettext_lazy("How it was told"), CHANNELS)
    told_on = DayField(label=gettext_lazy("Told on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer"].required = False
        self.fields["country"].required = False
        self.initial.setdefault("told_on", timezone.localdate())

    @property
    def sections(self) -> list[Section]:
        """When and how first."""
        head = self._lines(("moment",), ("channel", "told_on"))
        return [Section(_("Who tells"), "", head), *self.terms_sections]


class OptionalWhyForm(forms.Form):
    """A word that may be said."""

    reason = words(gettext_lazy("A word about it"), required=False, rows=2)


class AnswerForm(forms.Form):
    """What came of something found in a contract."""

    answer = words(
        gettext_lazy("What came of it"),
        hint=gettext_lazy("Whom you asked and what you saw. It stays readable, with your account."),
    )


class OnDayForm(forms.Form):
    """On which day something happened."""

    on_day = DayField(label=gettext_lazy("Day"))


class MoveForm(forms.Form):
    """The next state of a worker."""

    state = forms.ChoiceField(label=gettext_lazy("What comes now"), widget=forms.RadioSelect)
    on_day = DayField(label=gettext_lazy("Since"))
    note = words(gettext_lazy("A word about it"), required=False, rows=2)

    def __init__(self, *args: Any, states: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(states)
