"""What comes of a loan, in words: for the page everybody may ask, and for a worker's file."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polakor.doors.ui import figures
from polakor.recruitment.rules.loans import Burden, Loan

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
