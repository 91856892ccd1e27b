"""What the country pack says that this room holds its rows against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from polakor.recruitment.errors import CodeUnknown
from polakor.recruitment.rules.contracts import Book, FeeRule, MinimumPay
from polakor.recruitment.rules.loans import Limits
from polakor.reference.queries.codes import CodeEntry, entries
from polakor.reference.queries.pack import pack_settings


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist of inspections in force: its key, with the version, and its points in order."""

    key: str
    items: tuple[CodeEntry, ...]


def number_prefix() -> str:
    """First letters of a recruiter's human number. One query."""
    return str(pack_settings()["recruitment"]["number_prefix"])


@dataclass(frozen=True, slots=True)
class OrderRules:
    """Letters of the numbers of orders and placements; from how many people two officers agree."""

    order_prefix: str
    placement_prefix: str
    second_officer_from: int


def order_rules() -> OrderRules:
    """What the pack says of orders. One query."""
    found = pack_settings()["recruitment"]
    return OrderRules(
        str(found["order_prefix"]),
        str(found["placement_prefix"]),
        int(found["second_officer_from"]),
    )


def adult_age() -> int:
    """From which age somebody may be sent. One query."""
    return int(pack_settings()["limits"]["adult_age"])


def days_of_steps() -> dict[str, int]:
    """Days after which the next step of a worker's way is due, by state. One query."""
    return {
        one.code: int(one.attributes["days"])
        for one in entries("deployment_steps")
        if one.attributes.get("days")
    }


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What the pack says of a rule for contracts: its law, how far known, whether it stops."""

    law: Mapping[str, str]
    trust: str
    stops: bool


def contract_rules() -> dict[str, RuleWords]:
    """The rules a contract is held against, by their codes. One query."""
    return {
        one.code: RuleWords(
            one.attributes["law"], one.verification_status, bool(one.attributes["stops"])
        )
        for one in entries("contract_rules")
    }


def book_for(country: str, day: date) -> Book:
    """What holds for contracts of a country that are signed on a day. Seven queries."""
    settings = pack_settings()
    limits = [one for one in entries("work_limits", on=day) if one.attributes["country"] == country]
    taken = [
        one for one in entries("deduction_rules", on=day) if one.attributes["country"] == country
    ]
    newest = limits[-1].attributes if limits else {}
    return Book(
        adult_age=int(settings["limits"]["adult_age"]),
        language=str(settings["pack"]["languages"][0]),
        minimum=tuple(
            MinimumPay(
                one.attributes["country"],
                Decimal(one.attributes["amount"]),
                one.attributes["currency"],
                one.attributes["pay_period"],
                one.attributes.get("place", ""),
                one.attributes.get("sector", ""),
            )
            for one in entries("minimum_pay", on=day)
        ),
        hours=Decimal(newest["hours"]) if "hours" in newest else None,
        deductions={one.attributes["item"]: int(one.attributes["percent"]) for one in taken}
        if taken
        else None,
        all_deductions=newest.get("all_deductions"),
        groups={one.code: one.attributes["group"] for one in entries("cost_items")},
        fees={
            one.attributes["item"]: FeeRule(
                one.attributes["item"],
                Decimal(one.attributes["amount"]) if "amount" in one.attributes else None,
                one.attributes.get("currency", ""),
                tuple(one.attributes["payers"]),
            )
            for one in entries("fee_rules", on=day)
            if one.attributes["country"] == country
        },
    )


def rates() -> dict[str, list[tuple[date, Decimal]]]:
    """Dollars for one unit of each currency, with the day each rate holds from. One query."""
    found: dict[str, list[tuple[date, Decimal]]] = {}
    for one in entries("exchange_rates"):
        rate = one.valid_from, Decimal(one.attributes["usd"])
        found.setdefault(one.attributes["currency"], []).append(rate)
    return {currency: sorted(known) for currency, known in found.items()}


def currencies() -> tuple[str, ...]:
    """Currencies that amounts may be in, the country's own first. One query."""
    pack: Mapping[str, object] = pack_settings()["pack"]
    others = pack["other_currencies"]
    assert isinstance(others, list)
    return (str(pack["currency"]), *map(str, others))


def debt_limits() -> Limits:
    """From when a debt is a sign of bondage. One query."""
    found = pack_settings()["debt"]
    return Limits(int(found["months_of_pay"]), int(found["annual_rate"]))


def must_know(list_name: str, code: str) -> None:
    """Raises ``CodeUnknown`` unless the pack's list has the code. One query."""
    if code not in {one.code for one in entries(list_name)}:
        raise CodeUnknown(code=code)


def items_of_checklists(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Points of checklists by their keys, in order. One query."""
    found: dict[str, list[str]] = {key: [] for key in keys}
    for one in entries("checklist_items"):
        if one.attributes["checklist"] in found:
            found[one.attributes["checklist"]].append(one.code)
    return {key: tuple(items) for key, items in found.items()}


def checklist_in_force(day: date) -> str:
    """The key of the checklist inspectors use on a day: the newest in force; "" for none."""
    found = sorted(entries("checklists", on=day), key=lambda one: one.valid_from)
    return found[-1].code if found else ""


def checklist(key: str) -> Checklist:
    """A checklist with its points, retired ones too. One query. Raises ``CodeUnknown``."""
    items = tuple(one for one in entries("checklist_items") if one.attributes["checklist"] == key)
    if not items:
        raise CodeUnknown(code=key)
    return Checklist(key, items)
