"""What was told of money as a page shows it: each telling by itself."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from polakor.doors.office.recruitment.deal_showing import Lists, money
from polakor.doors.office.recruitment.money_words import (
    KNOWN,
    PAID_TO,
    PAYERS,
    REFUNDS,
    SAID_BY,
    VERDICT_MARKS,
    VERDICTS,
)
from polakor.doors.ui import figures
from polakor.doors.ui.debts import LENDERS, SECURITIES, SIGNS, facts, sentence
from polakor.recruitment.queries.money import CostLine, DebtLine, StatementLine
from polakor.recruitment.queries.pack import debt_limits


def statements(lines: Sequence[StatementLine], lists: Lists) -> list[dict[str, Any]]:
    """Each telling in words; those told anew only by their day."""
    months = debt_limits().months_of_pay if lines else 0
    return [_statement(one, lists, months) for one in lines]


def _statement(line: StatementLine, lists: Lists, months: int) -> dict[str, Any]:
    told = line.statement
    return {
        "line": line,
        "head": SAID_BY[told.said_by],
        "country": lists["countries"].get(told.country, told.country),
        "sector": lists["sectors"].get(told.sector, ""),
        "income": money(told.income, told.currency) if told.income is not None else "",
        "borne": [money(amount, currency) for currency, amount in line.borne.items()],
        "costs": [_cost(one, lists) for one in line.costs],
        "debts": [_debt(one, months) for one in line.debts],
    }


def _cost(line: CostLine, lists: Lists) -> dict[str, Any]:
    cost, refund = line.cost, line.refund
    receipt = _("receipt: %(answer)s") % {"answer": KNOWN[cost.receipt]}
    return {
        "cost": cost,
        "item": lists["cost_items"].get(cost.item, cost.item),
        "amount": money(cost.amount, cost.currency),
        "payer": PAYERS.get(cost.paid_by, cost.paid_by),
        "paid_to": PAID_TO.get(cost.paid_to, cost.paid_to),
        "receipt": receipt,
        "unofficial": cost.official == "no",
        "breach": line.judged.breach,
        "verdict": VERDICTS[line.judged.verdict],
        "mark": VERDICT_MARKS[line.judged.verdict],
        "refund": REFUNDS[refund.state] if refund else "",
        "refunded": money(refund.paid or refund.claimed, cost.currency) if refund else "",
        "open": refund is None or refund.state in ("claimed", "agreed"),
    }


def _debt(line: DebtLine, months: int) -> dict[str, Any]:
    debt = line.debt
    security = [str(word) for code, word in SECURITIES if code in debt.security]
    return {
        "lender": dict(LENDERS).get(debt.lender, debt.lender),
        "sentence": sentence(line.burden),
        "mark": "now" if line.burden.months is None or line.signs else "note",
        "signs": [SIGNS[code] % {"months": figures.number(months)} for code in line.signs],
        "facts": [
            *facts(line.burden, line.loan, debt.currency),
            (_("What was taken as security?"), ", ".join(security) or _("nothing")),
        ],
    }
