"""How long until a debt is paid: worked out for anybody who asks, and nothing of it is kept."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from polakor.doors.ui import figures
from polakor.doors.ui.debts import LENDERS, PER, SECURITIES, SIGNS, facts, sentence
from polakor.recruitment.queries.pack import currencies, debt_limits
from polakor.recruitment.rules.loans import Loan, burden, signs_of_bondage


def money(label: Any, **options: Any) -> forms.DecimalField:
    """An amount above nothing."""
    return forms.DecimalField(
        label=label,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        **{"min_value": Decimal("0.01"), **options},
    )


class DebtForm(forms.Form):
    """A loan as people tell of it."""

    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"), choices=lambda: [(one, one) for one in currencies()]
    )
    principal = money(gettext_lazy("How much was borrowed"))
    rate = money(
        gettext_lazy("Interest in the hundred"),
        min_value=Decimal(0),
        max_value=Decimal(1000),
        help_text=gettext_lazy("For 3 % write 3. Nothing: write 0."),
    )
    per = forms.ChoiceField(
        label=gettext_lazy("The interest is taken"), choices=PER, widget=forms.RadioSelect
    )
    wage = money(gettext_lazy("Pay in a month"))
    payment = money(gettext_lazy("What you can pay back in a month"))
    lender = forms.ChoiceField(
        label=gettext_lazy("Whom is it owed to?"), choices=LENDERS, widget=forms.RadioSelect
    )
    security = forms.MultipleChoiceField(
        label=gettext_lazy("What was taken as security?"),
        choices=SECURITIES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    stuck = forms.BooleanField(
        label=gettext_lazy("I am told I may not leave before it is paid"), required=False
    )

    def loan(self) -> Loan:
        """What was told, as a loan."""
        told = self.cleaned_data
        return Loan(told["principal"], told["rate"], told["per"], told["payment"])


def debt(request: HttpRequest) -> HttpResponse:
    """Ask for a loan, and say when it is paid, what it costs, and what is wrong with it."""
    form = DebtForm(request.POST or None)
    shown: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        told, loan = form.cleaned_data, form.loan()
        found = burden(loan)
        limits = debt_limits()
        signs = signs_of_bondage(
            loan,
            found,
            wage=told["wage"],
            lender=told["lender"],
            security=told["security"],
            may_leave=not told["stuck"],
            limits=limits,
        )
        shown |= {
            "sentence": sentence(found),
            "mark": "now" if found.months is None else "note",
            "signs": [
                SIGNS[code] % {"months": figures.number(limits.months_of_pay)} for code in signs
            ],
            "facts": facts(found, loan, told["currency"]),
        }
    answer = render(request, "portal/debt.html", shown, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer
