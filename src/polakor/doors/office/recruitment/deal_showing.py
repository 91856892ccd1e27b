"""Orders, contracts and placements as a page shows them: words for codes, terms side by side."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from polakor.doors.office.recruitment import deal_words
from polakor.doors.office.recruitment.deal_words import (
    CONTRACTS,
    KEEPS_PAPERS,
    MOMENTS,
    ORDER_MARKS,
    ORDER_STATES,
    PAY_PERIODS,
    PAYERS,
    PROVIDED,
    STEPS,
    TERMS,
    TRUST,
    Words,
)
from polakor.doors.ui import figures, languages
from polakor.recruitment.queries.ledger import LedgerLine
from polakor.recruitment.queries.orders import OrderLine
from polakor.recruitment.queries.placements import ContractLine, PlacementFile, PlacementLine
from polakor.recruitment.rules.ledger import Counts
from polakor.recruitment.rules.terms import Terms, differences
from polakor.reference.queries.pack import in_language

Lists = dict[str, dict[str, str]]
SAID = ("employer", "country", "place", "sector", "occupation", "wage", "hours", "rest_days")
MORE = ("months", "room", "food", "papers", "languages", "deductions", "fees")


def agency_name(line: OrderLine | PlacementLine) -> str:
    """The agency's name in the reader's language."""
    return own_name((line.agency_km, line.agency_latin))


def own_name(names: tuple[str, str]) -> str:
    """Of a Khmer and a Latin name the one in the reader's language, if there is one."""
    first, other = names if languages.current() == "km" else names[::-1]
    return first or other


def order(line: OrderLine, lists: Lists) -> dict[str, Any]:
    """An order in a list."""
    job = lists["occupations"].get(line.occupation) or lists["sectors"].get(line.sector, "")
    return {
        "line": line,
        "agency": agency_name(line),
        "country": lists["countries"].get(line.country, line.country),
        "job": job,
        "mark": ORDER_MARKS[line.state],
        "word": ORDER_STATES[line.state],
        "waits": line.needed - line.agreed if line.state == "declared" else 0,
    }


def sums(counts: Counts) -> list[dict[str, Any]]:
    """The four sums in words, as they follow each other."""
    names = ("approved", "contracted", "cleared", "departed")
    return [{"word": STEPS[name], "count": getattr(counts, name)} for name in names]


def ledger(lines: Sequence[LedgerLine]) -> list[dict[str, Any]]:
    """Rows of the ledger in words."""
    return [{"line": one, "word": STEPS[one.step]} for one in lines]


def worker(line: PlacementLine, lists: Lists) -> dict[str, Any]:
    """A placed worker in a list. What is late or open is said beside the state."""
    stopped = line.state in ("in_distress", "detained", "missing", "deceased")
    return {
        "line": line,
        "agency": agency_name(line),
        "country": lists["countries"].get(line.country, line.country),
        "state": lists["deployment_steps"].get(line.state, line.state),
        "mark": "now" if stopped else "check" if line.late or line.open else "done",
    }


def said(terms: Terms, name: str, lists: Lists) -> list[str]:
    """One term in words, as lines; none for what was not said."""
    if name == "wage":
        return _wage(terms)
    if name == "deductions":
        return [
            f"{lists['deduction_items'].get(one.item, one.item)}: "
            f"{money(one.amount, terms.currency)}"
            for one in terms.deductions
        ]
    if name == "fees":
        return [
            f"{lists['cost_items'].get(one.item, one.item)}: "
            f"{money(one.amount, one.currency)} ({PAYERS.get(one.payer, one.payer)})"
            for one in terms.fees
        ]
    if name == "languages":
        return [lists["languages"].get(one, one) for one in terms.languages]
    value = getattr(terms, name)
    if value in (None, ""):
        return []
    if isinstance(value, Decimal | int):
        return [figures.number(value, None if value == int(value) else 1)]
    known: dict[str, dict[str, Any]] = {
        "country": lists["countries"],
        "sector": lists["sectors"],
        "occupation": lists["occupations"],
        "room": PROVIDED,
        "food": PROVIDED,
        "papers": KEEPS_PAPERS,
    }
    return [str(known.get(name, {}).get(value, value))]


def _wage(terms: Terms) -> list[str]:
    if terms.wage is None:
        return []
    lines = [f"{money(terms.wage, terms.currency)} {PAY_PERIODS[terms.pay_period]}"]
    if terms.pay_period != "month":
        monthly = terms.monthly()
        assert monthly is not None
        lines.append(
            _("about %(money)s a month") % {"money": money(round(monthly), terms.currency)}
        )
    return lines


def money(amount: Decimal | int, currency: str) -> str:
    """An amount with its currency, without cents nobody said."""
    places = None if amount == int(amount) else 2
    return f"{figures.number(amount, places)} {currency}"


def beside(
    sides: Sequence[tuple[Words, Terms]], lists: Lists
) -> tuple[list[Words], list[dict[str, Any]]]:
    """Terms side by side: the heads, and a row for each term somebody said.

    A cell is marked where it is worse than the first side. ``same``: all sides say it alike, so
    that it is read once.
    """
    rows = []
    first = sides[0][1]
    worse = [
        {one.term.split(":")[0] for one in differences(first, terms) if one.turn != "better"}
        for _word, terms in sides
    ]
    for name in (*SAID, *MORE):
        cells = [said(terms, name, lists) for _word, terms in sides]
        key = "deduction" if name == "deductions" else name
        if any(cells):
            marked = [key in one for one in worse]
            rows.append(
                {
                    "term": TERMS[name],
                    "same": len(cells) > 1 and all(one == cells[0] for one in cells),
                    "cells": [
                        {"head": head, "lines": lines, "worse": bad}
                        for (head, _terms), lines, bad in zip(sides, cells, marked, strict=True)
                    ],
                }
            )
    return [word for word, _terms in sides], rows


def sides_of(file: PlacementFile) -> list[tuple[Words, Terms]]:
    """What was promised in the order, then in each contract that holds."""
    current = {one.kind: one.terms for one in file.contracts if not one.replaced}
    order_word: Words = _("Job order")
    return [
        (order_word, file.promised),
        *((CONTRACTS[kind], current[kind]) for kind in CONTRACTS if kind in current),
    ]


def found_there(file: PlacementFile) -> list[tuple[Words, Terms]]:
    """What was promised last, and what the worker found, moment by moment; none told: nothing."""
    if not file.told:
        return []
    return [sides_of(file)[-1], *((MOMENTS[one.moment], one.terms) for one in file.told)]


def contract(one: ContractLine, lists: Lists) -> dict[str, Any]:
    """A contract with its findings in words."""
    return {
        "one": one,
        "kind": CONTRACTS[one.kind],
        "findings": [
            {
                "one": found,
                "rule": lists["contract_rules"].get(found.rule, found.rule),
                "about": deal_words.term_word(found.about, lists),
                "promised": deal_words.value_word(found.about, found.promised, lists),
                "found": deal_words.value_word(found.about, found.found, lists),
                "law": in_language(found.law, languages.current()),
                "trust": TRUST.get(found.trust, found.trust),
                "mark": "done" if found.answered_at else "now" if found.stops else "check",
            }
            for found in one.findings
        ],
    }
