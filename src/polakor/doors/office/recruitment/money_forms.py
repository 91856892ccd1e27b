"""What is written of costs, debts and pay, and of costs that are asked back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polakor.doors.office.recruitment.deal_forms import Section, amount_line, currency_choice
from polakor.doors.office.recruitment.forms import Chosen
from polakor.doors.office.recruitment.money_words import (
    KNOWN,
    PAID_TO,
    PAYERS,
    REFUNDS,
    SAID_BY,
)
from polakor.doors.ui import languages
from polakor.doors.ui.days import DayField
from polakor.doors.ui.debts import LENDERS, PER, SECURITIES
from polakor.doors.ui.fields import words
from polakor.recruitment.actions.money import CostDraft, DebtDraft, StatementDraft
from polakor.recruitment.rules.terms import is_amount
from polakor.reference.queries.codes import choices

COSTS = 6
FIRST = ("item", "amount", "currency", "paid_by")
THEN = ("paid_to", "receipt", "official", "paid_on")


def _of(known: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return list(known.items())


class StatementForm(forms.Form):
    """One telling. Everything but the day may be left empty."""

    said_by = forms.ChoiceField(
        label=gettext_lazy("Who says it"), choices=_of(SAID_BY), widget=forms.RadioSelect
    )
    told_on = DayField(label=gettext_lazy("Told on"))
    country = Chosen("countries", gettext_lazy("Choose"), label=gettext_lazy("Country"))
    sector = Chosen(
        "sectors", gettext_lazy("not said"), label=gettext_lazy("Kind of work"), required=False
    )
    began_on = DayField(label=gettext_lazy("First job there began"), required=False)
    employee = forms.ChoiceField(
        label=gettext_lazy("Works for somebody else's pay"), choices=_of(KNOWN), required=False
    )
    moved = forms.ChoiceField(
        label=gettext_lazy("Went to live there"), choices=_of(KNOWN), required=False
    )
    income = amount_line(gettext_lazy("Received in the last month of that job"))
    currency = currency_choice()
    taxes = amount_line(gettext_lazy("Taxes kept back"))
    recovered = amount_line(gettext_lazy("Kept back to pay for the recruitment"))
    lender = forms.ChoiceField(
        label=gettext_lazy("Whom is it owed to?"),
        choices=[("", gettext_lazy("nothing was borrowed")), *LENDERS],
        required=False,
    )
    principal = amount_line(gettext_lazy("How much was borrowed"))
    debt_currency = currency_choice()
    interest_rate = amount_line(gettext_lazy("Interest in the hundred"))
    per = forms.ChoiceField(
        label=gettext_lazy("The interest is taken"), choices=list(PER), required=False
    )
    payment = amount_line(gettext_lazy("Paid back in a month"))
    interest = amount_line(gettext_lazy("Interest paid so far"))
    cosigners = forms.IntegerField(
        label=gettext_lazy("How many others signed for it"),
        required=False,
        min_value=0,
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    security = forms.MultipleChoiceField(
        label=gettext_lazy("What was taken as security?"),
        choices=list(SECURITIES),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    stuck = forms.BooleanField(
        label=gettext_lazy("Is told not to leave before it is paid"), required=False
    )

    def __init__(self, *args: Any, tellers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teller = self.fields["said_by"]
        assert isinstance(teller, forms.ChoiceField)
        teller.choices = [(one, SAID_BY[one]) for one in tellers]
        self.initial.setdefault("said_by", tellers[0])
        self.initial.setdefault("told_on", timezone.localdate())
        items = [("", _("nothing")), *choices("cost_items", languages.current())]
        for at in range(COSTS):
            self.fields |= {
                f"cost-{at}-item": forms.ChoiceField(
                    label=_("For what"), choices=items, required=False
                ),
                f"cost-{at}-amount": amount_line(_("Amount")),
                f"cost-{at}-currency": currency_choice(required=False),
                f"cost-{at}-paid_by": forms.ChoiceField(
                    label=_("Who paid"), choices=_of(PAYERS), required=False
                ),
                f"cost-{at}-paid_to": forms.ChoiceField(
                    label=_("Paid to"), choices=_of(PAID_TO), required=False
                ),
                f"cost-{at}-receipt": forms.ChoiceField(
                    label=_("Receipt"), choices=_of(KNOWN), required=False
                ),
                f"cost-{at}-official": forms.ChoiceField(
                    label=_("Official fee"), choices=_of(KNOWN), required=False
                ),
                f"cost-{at}-paid_on": DayField(label=_("Day"), required=False, help_text=""),
            }

    def clean(self) -> dict[str, Any]:
        """What nobody can mean is said beside its field; half a cost or debt is not kept."""
        told: dict[str, Any] = super().clean() or {}
        wrong = _("This cannot be right. Check the number.")
        for name, value in list(told.items()):
            if isinstance(value, Decimal) and not is_amount(value):
                self.add_error(name, wrong)
        for at in range(COSTS):
            amount = told.get(f"cost-{at}-amount")
            if told.get(f"cost-{at}-item") and not amount and not self.errors:
                self.add_error(f"cost-{at}-amount", _("Write how much it was."))
            if amount and not told.get(f"cost-{at}-item"):
                self.add_error(f"cost-{at}-item", _("Say what it was for."))
        if told.get("lender"):
            for name in ("principal", "payment"):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, _("Write how much it was."))
        return told

    def draft(self, **about: Any) -> StatementDraft:
        """What was told; ``about`` says of whom."""
        told = self.cleaned_data
        nought = Decimal(0)
        return StatementDraft(
            said_by=told["said_by"],
            told_on=told["told_on"],
            country=told["country"],
            sector=told["sector"],
            began_on=told["began_on"],
            employee=told["employee"] or "unknown",
            moved=told["moved"] or "unknown",
            income=told["income"],
            taxes=told["taxes"] or nought,
            recovered=told["recovered"] or nought,
            currency=told["currency"] if told["income"] is not None else "",
            costs=tuple(self._cost(at) for at in range(COSTS) if told.get(f"cost-{at}-amount")),
            debts=(self._debt(),) if told["lender"] else (),
            **about,
        )

    def _cost(self, at: int) -> CostDraft:
        told = {name: self.cleaned_data[f"cost-{at}-{name}"] for name in (*FIRST, *THEN)}
        return CostDraft(
            **{name: told[name] for name in ("item", "amount", "currency", "paid_to", "paid_on")},
            paid_by=told["paid_by"] or "unknown",
            receipt=told["receipt"] or "unknown",
            official=told["official"] or "unknown",
        )

    def _debt(self) -> DebtDraft:
        told = self.cleaned_data
        return DebtDraft(
            lender=told["lender"],
            principal=told["principal"],
            interest_rate=told["interest_rate"] or Decimal(0),
            per=told["per"] or "month",
            payment=told["payment"],
            currency=told["debt_currency"],
            interest=told["interest"] or Decimal(0),
            security=tuple(told["security"]),
            cosigners=told["cosigners"] or 0,
            may_leave=not told["stuck"],
        )

    def _lines(self, *names: Sequence[str]) -> list[list[forms.BoundField]]:
        return [[self[name] for name in some] for some in names]

    @property
    def sections(self) -> list[Section]:
        """Who tells, the job, its pay, what it cost, what was borrowed."""
        head = self._lines(("said_by",), ("told_on", "country", "sector"))
        job = self._lines(("began_on", "employee", "moved"))
        pay = self._lines(("income", "currency"), ("taxes", "recovered"))
        costs = self._lines(
            *(
                tuple(f"cost-{at}-{name}" for name in names)
                for at in range(COSTS)
                for names in (FIRST, THEN)
            )
        )
        debt = self._lines(
            ("lender", "principal", "debt_currency"),
            ("interest_rate", "per"),
            ("payment", "interest", "cosigners"),
            ("security",),
            ("stuck",),
        )
        return [
            Section(_("Who tells"), "", head),
            Section(_("The first job in that country"), "", job),
            Section(_("What it paid"), _("As it was received, in one month."), pay),
            Section(
                _("What it cost"),
                _("Everything paid to find the job and reach it, with or without a receipt."),
                costs,
                blocks=True,
            ),
            Section(_("What was borrowed for it"), "", debt),
        ]


class RefundForm(forms.Form):
    """A cost that is asked back."""

    amount = amount_line(gettext_lazy("How much is asked back"), required=True)
    note = words(gettext_lazy("A word about it"), required=False, rows=2)


class RefundMoveForm(forms.Form):
    """What came of it."""

    state = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=[(one, REFUNDS[one]) for one in ("agreed", "refused", "paid")],
        widget=forms.RadioSelect,
    )
    paid = amount_line(gettext_lazy("How much was paid back"))
    note = words(gettext_lazy("A word about it"), required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        """What was paid says how much."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("state") == "paid" and not told.get("paid"):
            self.add_error("paid", _("Write how much it was."))
        told["paid"] = told.get("paid") or Decimal(0)
        return told
