"""How long until a debt is paid: worked out for anybody who asks, and nothing of it is kept."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polakor.doors.ui import figures
from polakor.recruitment.queries.pack import currencies, debt_limits
from polakor.recruitment.rules.loans import Burden, Loan, burden, signs_of_bondage

PER = (
    ("month", gettext_lazy("each month, of what is still owed")),
    ("month_flat", gettext_lazy("each month, of all that was borrowed")),
    ("ten_days", gettext_lazy("each ten days, of what is still owed")),
    ("year", gettext_lazy("each year, of what is still owed")),
)
LENDERS = (
    ("bank", gettext_lazy("A bank or microfinance")),
    ("lender", gettext_lazy("A money lender")),
    ("family", gettext_lazy("Family or friends")),
    ("recruiter", gettext_lazy("An agency or broker")),
    ("employer", gettext_lazy("The employer")),
    ("other", gettext_lazy("Somebody else")),
)
SECURITIES = (
    ("land", gettext_lazy("Land or house")),
    ("papers", gettext_lazy("My passport or other papers")),
    ("other", gettext_lazy("Something else")),
)
SIGNS = {
    "owed_to_recruiter": gettext_lazy("The money is owed to who recruited you or employs you."),
    "papers_kept": gettext_lazy("Your papers are kept until you have paid."),
    "may_not_leave": gettext_lazy("You are told you may not leave before you have paid."),
    "never_ends": gettext_lazy("The interest is as much as you can pay: the debt never ends."),
    "many_months": gettext_lazy("The debt is more than %(months)s months of pay."),
    "dear": gettext_lazy("The interest is very high."),
}


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


def sentence(found: Burden) -> str:
    """The result in one plain sentence."""
    if found.months is None:
        return _("Paying this much you are never free of this debt: it grows or stands still.")
    return ngettext(
        "Paying this much you work %(n)s month to be free of this debt.",
        "Paying this much you work %(n)s months to be free of this debt.",
        found.months,
    ) % {"n": figures.number(found.months)}


def facts(found: Burden, loan: Loan, currency: str) -> list[tuple[str, str]]:
    """The figures behind the sentence."""

    def amount(value: Decimal) -> str:
        return f"{figures.number(value, 2)} {currency}"

    total = found.total
    return [
        (_("Borrowed"), amount(loan.principal)),
        (_("Paid back in all"), amount(total) if total is not None else _("without end")),
        (_("Of it interest"), amount(total - loan.principal) if total is not None else "–"),
        (_("Interest of the first month"), amount(found.interest)),
        (_("The same as a rate for a year"), f"{figures.number(found.annual)} %"),
    ]
