"""The terms of a job as data: said in an order, in both contracts, and again by the worker. Pure.

One shape for all four, so that any two can be held side by side. What was not said stays unsaid
(None, "" or an empty list): silence is not agreement, and never a difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

PAY_PERIODS = ("month", "week", "day", "hour")
PROVIDED = ("free", "deducted", "own")
"""Who pays for a room or food: the employer, the worker's wage, the worker; in that order worse."""
KEEPS_PAPERS = ("worker", "employer", "agency")
MOMENTS = ("arrival", "days_30", "days_90", "return")
CHANNELS = ("worker_page", "visit", "hotline", "officer")
WEEKS = Decimal(52) / 12
USUAL_HOURS = Decimal(48)
LARGEST = Decimal(10) ** 10


@dataclass(frozen=True, slots=True)
class Deduction:
    """Taken from each month's wage: ``item`` a code of the pack, ``amount`` in the wage's money."""

    item: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Fee:
    """What somebody pays for the job: ``item`` a code of the pack; ``payer`` worker, employer …"""

    item: str
    amount: Decimal
    currency: str
    payer: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What was said about a job. ``country`` ISO 3166-1 alpha-3, ``occupation`` ISCO-08.

    ``wage`` is for one ``pay_period``; ``hours`` a week; ``rest_days`` a week; ``months`` how long
    it lasts; ``room`` and ``food`` one of ``PROVIDED``; ``papers`` one of ``KEEPS_PAPERS``;
    ``languages`` the contract is written in.
    """

    employer: str = ""
    country: str = ""
    place: str = ""
    occupation: str = ""
    sector: str = ""
    wage: Decimal | None = None
    currency: str = ""
    pay_period: str = "month"
    hours: Decimal | None = None
    rest_days: Decimal | None = None
    months: int | None = None
    room: str = ""
    food: str = ""
    papers: str = ""
    languages: tuple[str, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    fees: tuple[Fee, ...] = ()

    def monthly(self) -> Decimal | None:
        """The wage of a month, None where it was not said. A day's is of the days worked.

        Where hours or rest days were not said, 48 hours and one day are taken.
        """
        if self.wage is None:
            return None
        rest = Decimal(1) if self.rest_days is None else self.rest_days
        in_a_month = {
            "month": Decimal(1),
            "week": WEEKS,
            "day": (7 - rest) * WEEKS,
            "hour": (USUAL_HOURS if self.hours is None else self.hours) * WEEKS,
        }
        return self.wage * in_a_month[self.pay_period]

    def deducted(self) -> Decimal:
        """All that is taken from a month's wage."""
        return sum((one.amount for one in self.deductions), Decimal(0))

    def as_data(self) -> dict[str, Any]:
        """For keeping: amounts as text, nothing that was not said."""
        plain: dict[str, Any] = {
            name: value
            for name in ("employer", "country", "place", "occupation", "sector", "currency")
            if (value := getattr(self, name))
        }
        for name in ("wage", "hours", "rest_days", "months"):
            value = getattr(self, name)
            if value is not None:
                plain[name] = str(value)
        if self.wage is not None:
            plain["pay_period"] = self.pay_period
        for name in ("room", "food", "papers"):
            if getattr(self, name):
                plain[name] = getattr(self, name)
        if self.languages:
            plain["languages"] = list(self.languages)
        if self.deductions:
            plain["deductions"] = [
                {"item": one.item, "amount": str(one.amount)} for one in self.deductions
            ]
        if self.fees:
            plain["fees"] = [
                {
                    "item": one.item,
                    "amount": str(one.amount),
                    "currency": one.currency,
                    "payer": one.payer,
                }
                for one in self.fees
            ]
        return plain


def terms_of(data: Mapping[str, Any]) -> Terms:
    """Terms as they were kept. Raises ``ValueError`` for what ``as_data`` never wrote."""
    return Terms(
        **{
            name: str(data.get(name, ""))
            for name in ("employer", "country", "place", "occupation", "sector", "currency")
        },
        wage=_amount(data.get("wage")),
        pay_period=str(data.get("pay_period", "month")),
        hours=_amount(data.get("hours")),
        rest_days=_amount(data.get("rest_days")),
        months=None if data.get("months") is None else int(data["months"]),
        **{name: str(data.get(name, "")) for name in ("room", "food", "papers")},
        languages=tuple(data.get("languages", ())),
        deductions=tuple(
            Deduction(one["item"], Decimal(one["amount"])) for one in data.get("deductions", ())
        ),
        fees=tuple(
            Fee(one["item"], Decimal(one["amount"]), one["currency"], one["payer"])
            for one in data.get("fees", ())
        ),
    )


def _amount(text: object) -> Decimal | None:
    if text is None:
        return None
    try:
        return Decimal(str(text))
    except InvalidOperation:
        raise ValueError(f"{text!r} is no amount") from None


def is_amount(amount: Decimal) -> bool:
    """Whether it is money somebody may pay: not negative, not beyond all sense."""
    return amount.is_finite() and 0 <= amount < LARGEST


def absurd(terms: Terms) -> str:
    """The first term that cannot be meant, by its name; "" where all can."""
    money = {
        "wage": [terms.wage] if terms.wage is not None else [],
        "deductions": [one.amount for one in terms.deductions],
        "fees": [one.amount for one in terms.fees],
    }
    for name, amounts in money.items():
        if not all(map(is_amount, amounts)):
            return name
    ranges = {"hours": (1, 168), "rest_days": (0, 6), "months": (1, 120)}
    for name, (least, most) in ranges.items():
        value = getattr(terms, name)
        if value is not None and not (Decimal(value).is_finite() and least <= value <= most):
            return name
    known: dict[str, Sequence[str]] = {
        "pay_period": PAY_PERIODS,
        "room": ("", *PROVIDED),
        "food": ("", *PROVIDED),
        "papers": ("", *KEEPS_PAPERS),
    }
    return next((name for name, words in known.items() if getattr(terms, name) not in words), "")


Turn = Literal["worse", "better", "other"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One term that is not as promised. ``share``: of a wage, how much less (0.25: a quarter)."""

    term: str
    promised: str
    found: str
    turn: Turn
    share: Decimal | None = None


def differences(promised: Terms, found: Terms) -> tuple[Difference, ...]:
    """Every term said twice and not alike, from the worker's side. In the order of ``Terms``.

    Wages are held together by the month and in one currency; in two currencies they are ``other``.
    """
    made: list[Difference] = []
    for name in ("employer", "country", "place", "occupation", "sector"):
        one, other = getattr(promised, name), getattr(found, name)
        if one and other and one.casefold().split() != other.casefold().split():
            turn: Turn = "worse" if name in ("country", "employer") else "other"
            made.append(Difference(name, one, other, turn))
    made += _wages(promised, found)
    made += _measured(promised, found, "hours", more_is_worse=True)
    made += _measured(promised, found, "rest_days", more_is_worse=False)
    if promised.months and found.months and promised.months != found.months:
        made.append(Difference("months", str(promised.months), str(found.months), "other"))
    for name, order in (("room", PROVIDED), ("food", PROVIDED), ("papers", KEEPS_PAPERS)):
        one, other = getattr(promised, name), getattr(found, name)
        if one and other and one != other:
            worse = order.index(other) > order.index(one)
            made.append(Difference(name, one, other, "worse" if worse else "better"))
    made += _deductions(promised, found)
    return tuple(made)


def _wages(promised: Terms, found: Terms) -> list[Difference]:
    one, other = promised.monthly(), found.monthly()
    if one is None or other is None:
        return []
    words = f"{_plain(one)} {promised.currency}", f"{_plain(other)} {found.currency}"
    if promised.currency != found.currency:
        return [Difference("wage", *words, "other")]
    if _plain(one) == _plain(other):
        return []
    share = ((one - other) / one).quantize(Decimal("0.001")) if one else None
    return [Difference("wage", *words, "worse" if other < one else "better", share)]


def _measured(promised: Terms, found: Terms, name: str, *, more_is_worse: bool) -> list[Difference]:
    one, other = getattr(promised, name), getattr(found, name)
    if one is None or other is None or one == other:
        return []
    worse = (other > one) is more_is_worse
    return [Difference(name, _plain(one), _plain(other), "worse" if worse else "better")]


def _deductions(promised: Terms, found: Terms) -> list[Difference]:
    """What is taken from the wage, item by item; of items on one side alone, the whole."""
    if promised.wage is None or found.wage is None or promised.currency != found.currency:
        return []
    before = {one.item: one.amount for one in promised.deductions}
    after = {one.item: one.amount for one in found.deductions}
    made = []
    for item in sorted(before.keys() | after.keys()):
        one, other = before.get(item, Decimal(0)), after.get(item, Decimal(0))
        if one != other and (found.deductions or one == 0):
            turn: Turn = "worse" if other > one else "better"
            money = f"{_plain(one)} {promised.currency}", f"{_plain(other)} {found.currency}"
            made.append(Difference(f"deduction:{item}", *money, turn))
    return made


def _plain(amount: Decimal) -> str:
    """The number without what nobody writes: 1200, 337.5."""
    text = f"{amount.quantize(Decimal('0.01')):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
