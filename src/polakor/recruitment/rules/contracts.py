"""What is wrong with a contract: one named rule for each question, each with its reason. Pure.

A rule finds, it does not refuse: what was signed is kept as it is. Which law a rule stands on, how
far that is known, and whether it stops somebody from going, the pack says (``contract_rules``).
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from polakor.base.dates import PartialDate
from polakor.recruitment.rules.terms import Terms, differences

Key = TypeVar("Key")
WORKER = ("worker", "family")
EMPLOYER_PAYS = ("fee", "cost", "bad")
"""Groups of costs that no worker should bear, by the principles of the ILO of 2016 and 2018."""


@dataclass(frozen=True, slots=True)
class Found:
    """``rule`` is its code; ``about`` the term or item; what should be and what is, in words."""

    rule: str
    about: str = ""
    promised: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class MinimumPay:
    """The least a month's work may be paid in a country, for a place and sector or all (``""``)."""

    country: str
    amount: Decimal
    currency: str
    pay_period: str
    place: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class FeeRule:
    """What may be asked for one item: at most ``most`` (None: any), by whom it may be paid."""

    item: str
    most: Decimal | None
    currency: str
    payers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """What the pack says on the day of signing, for the country of the job.

    ``hours``: most in a week; ``deductions``: items that may be taken, each with the most in per
    cent of a month's wage; ``all_deductions``: the most together; ``groups``: the group of each
    cost (``fee``, ``cost``, ``bad`` …); ``fees``: rules by item; ``language``: the workers' own.
    """

    adult_age: int
    language: str
    minimum: tuple[MinimumPay, ...] = ()
    hours: Decimal | None = None
    deductions: Mapping[str, int] | None = None
    all_deductions: int | None = None
    groups: Mapping[str, str] | None = None
    fees: Mapping[str, FeeRule] | None = None


def check(
    terms: Terms,
    *,
    against: Sequence[tuple[str, Terms]],
    birth: PartialDate | None,
    starts_on: date,
    book: Book,
) -> tuple[Found, ...]:
    """Everything the rules find. ``against``: terms said before, with the rule that holds them.

    ``birth`` of the worker as far as it is known, None where it is not.
    """
    made: list[Found] = []
    said = set()
    for rule, before in against:
        for one in differences(before, terms):
            # Once is enough where the order and the other contract promised the same.
            fact = (one.term, one.promised, one.found)
            if one.turn != "better" and fact not in said:
                said.add(fact)
                made.append(Found(rule, *fact))
    made += _age(birth, starts_on, book)
    made += _pay(terms, book)
    if book.hours is not None and terms.hours is not None and terms.hours > book.hours:
        made.append(Found("hours_above_limit", "hours", str(book.hours), str(terms.hours)))
    made += _taken(terms, book)
    if terms.papers and terms.papers != "worker":
        made.append(Found("papers_not_with_worker", "papers", "worker", terms.papers))
    if terms.languages and book.language not in terms.languages:
        made.append(Found("not_in_own_language", "languages", book.language))
    made += _fees(terms, book)
    return tuple(made)


def _age(birth: PartialDate | None, starts_on: date, book: Book) -> list[Found]:
    """A minor by every reading of the date, or perhaps one."""
    full = str(book.adult_age)
    if birth is None:
        return [Found("age_not_known", "age", full)]
    if is_minor_on(birth, starts_on, book.adult_age):
        eldest = date(birth.year, birth.month or 1, birth.day or 1)
        return [Found("under_age", "age", full, str(_years(eldest, starts_on)))]
    month = birth.month or 12
    youngest = date(birth.year, month, birth.day or monthrange(birth.year, month)[1])
    if _years(youngest, starts_on) < book.adult_age:
        return [Found("age_not_known", "age", full, birth.iso)]
    return []


def is_minor_on(birth: PartialDate, day: date, adult_age: int) -> bool:
    """Whether somebody is a minor on a day by every reading of the date of birth."""
    return _years(date(birth.year, birth.month or 1, birth.day or 1), day) < adult_age


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _pay(terms: Terms, book: Book) -> list[Found]:
    """The wage against the least that holds for the place and sector, the narrowest rule first."""
    monthly = terms.monthly()
    if monthly is None:
        return []
    fitting = [
        one
        for one in book.minimum
        if one.country == terms.country
        and one.place in ("", terms.place)
        and one.sector in ("", terms.sector)
    ]
    if not fitting:
        return [Found("no_minimum_known", "wage")]
    least = max(fitting, key=lambda one: (bool(one.place), bool(one.sector)))
    floor = Terms(
        wage=least.amount,
        pay_period=least.pay_period,
        hours=terms.hours,
        rest_days=terms.rest_days,
    ).monthly()
    assert floor is not None
    if terms.currency != least.currency:
        return [Found("wage_not_comparable", "wage", least.currency, terms.currency)]
    if monthly >= floor:
        return []
    words = (f"{amount:.0f} {least.currency}" for amount in (floor, monthly))
    return [Found("wage_below_minimum", "wage", *words)]


def _taken(terms: Terms, book: Book) -> list[Found]:
    monthly = terms.monthly()
    made = []
    for item, amount in _together((one.item, one.amount) for one in terms.deductions).items():
        about = f"deduction:{item}"
        if book.deductions is None:
            made.append(Found("no_deduction_rule", about))
        elif item not in book.deductions:
            made.append(Found("deduction_not_allowed", about))
        elif monthly and amount * 100 > book.deductions[item] * monthly:
            allowed, taken = f"{book.deductions[item]} %", f"{amount * 100 / monthly:.0f} %"
            made.append(Found("deduction_too_high", about, allowed, taken))
    most = book.all_deductions
    if most is not None and monthly and terms.deducted() * 100 > most * monthly:
        taken = f"{terms.deducted() * 100 / monthly:.0f} %"
        made.append(Found("deductions_too_high", "deductions", f"{most} %", taken))
    return made


def _fees(terms: Terms, book: Book) -> list[Found]:
    """What the worker pays: against the employer-pays principle, and against the dated rule."""
    made = []
    theirs = [one for one in terms.fees if one.payer in WORKER and one.amount]
    payers = {one.item: one.payer for one in theirs}
    paid = _together(((one.item, one.currency), one.amount) for one in theirs)
    for (item, currency), amount in paid.items():
        about, words = f"fee:{item}:{currency}", f"{amount:f} {currency}"
        if (book.groups or {}).get(item) in EMPLOYER_PAYS:
            made.append(Found("worker_pays", about, "", words))
        rule = (book.fees or {}).get(item)
        if rule is None:
            made.append(Found("no_published_cap", about, "", words))
        elif payers[item] not in rule.payers:
            made.append(Found("fee_not_the_workers", about, ", ".join(rule.payers), words))
        elif rule.most is not None and currency != rule.currency:
            made.append(Found("fee_not_comparable", about, rule.currency, currency))
        elif rule.most is not None and amount > rule.most:
            most = f"{rule.most:f} {rule.currency}"
            made.append(Found("fee_above_cap", about, most, words))
    return made


def _together(amounts: Iterable[tuple[Key, Decimal]]) -> dict[Key, Decimal]:
    """The sum of each, in the order in which they were first met."""
    found: dict[Key, Decimal] = {}
    for key, amount in amounts:
        found[key] = found.get(key, Decimal(0)) + amount
    return found


RULES = (
    "worse_than_order",
    "contracts_differ",
    "under_age",
    "age_not_known",
    "wage_below_minimum",
    "no_minimum_known",
    "wage_not_comparable",
    "hours_above_limit",
    "deduction_not_allowed",
    "deduction_too_high",
    "deductions_too_high",
    "no_deduction_rule",
    "papers_not_with_worker",
    "not_in_own_language",
    "worker_pays",
    "no_published_cap",
    "fee_not_the_workers",
    "fee_not_comparable",
    "fee_above_cap",
    "bound_elsewhere",
)
