"""``polakor report``: how many came back; what a job cost in months of pay; what was promised."""

import argparse
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from polakor.doors.command.errors import CommandFailure

HELP = "count returns, the cost of recruitment in months of pay, or terms that were substituted"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what can be asked."""
    parser.add_argument(
        "what", choices=["returns", "recruitment-cost", "substitution"], help="what to count"
    )
    parser.add_argument("--corridor", metavar="AB-CD", help="from where to where, as KH-TH")
    parser.add_argument("--from", dest="since", metavar="DAY", help="first day, as 2020-03-21")
    parser.add_argument("--to", dest="until", metavar="DAY", help="last day, as 2020-07-23")
    parser.add_argument("--emergency", metavar="CODE", help="an emergency instead of days")
    parser.add_argument(
        "--by",
        default="",
        metavar="WORDS",
        help="returns: any of day,gate,sex,age,mode,province, divided by commas; "
        "recruitment-cost: sex or sector; substitution: agency, employer, sex or sector",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--as", dest="account", metavar="ACCOUNT", help="in whose name")


def run(options: argparse.Namespace) -> int:
    """Count, print, and leave an event in the account's name."""
    kinds = {"returns": _returns, "recruitment-cost": _costs, "substitution": _substitutions}
    return kinds[options.what](options)


def _substitutions(options: argparse.Namespace) -> int:
    from polakor.access.context import acting_as
    from polakor.access.machine import COMMAND_LINE_NAME
    from polakor.access.queries.actors import actor_by_name
    from polakor.evidence.actions.readings import record_other_reading
    from polakor.evidence.queries.substitutions import substitutions

    if not options.corridor:
        raise CommandFailure("report substitution needs --corridor, as KH-TH")
    actor = actor_by_name(options.account or COMMAND_LINE_NAME)
    found = substitutions(actor=actor, corridor=options.corridor, by=options.by)
    with acting_as(actor):
        record_other_reading(actor=actor, what=f"substitution {found.corridor}", form="command")
    answer = found.as_data()
    if options.json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return 0
    print(f"Contract substitution, {answer['corridor']}, as of {answer['as_of']}")
    for name, group in {"all": answer["all"], **answer["groups"]}.items():
        if group is None:
            print(f"  {name:30} withheld: too few")
            continue
        terms = ", ".join(f"{term} {count}" for term, count in group["terms"].items())
        print(f"  {name:30} {group['found_worse']:,} of {group['people']:,} worse  {terms}")
    return 0


def _costs(options: argparse.Namespace) -> int:
    from polakor.access.context import acting_as
    from polakor.access.machine import COMMAND_LINE_NAME
    from polakor.access.queries.actors import actor_by_name
    from polakor.evidence.actions.readings import record_other_reading
    from polakor.evidence.queries.recruitment_cost import recruitment_cost

    if not options.corridor:
        raise CommandFailure("report recruitment-cost needs --corridor, as KH-TH")
    actor = actor_by_name(options.account or COMMAND_LINE_NAME)
    found = recruitment_cost(actor=actor, corridor=options.corridor, by=options.by)
    with acting_as(actor):
        record_other_reading(actor=actor, what=f"recruitment-cost {found.corridor}", form="command")
    answer = found.as_data()
    print(json.dumps(answer, ensure_ascii=False, indent=2) if options.json else _costs_text(answer))
    return 0


def _costs_text(answer: Mapping[str, Any]) -> str:
    lines = [f"{answer['label']}, {answer['corridor']}, as of {answer['as_of']}"]
    for teller, told in answer["told_by"].items():
        lines.append(f"told by {teller}")
        for name, group in {"all": told["all"], **told["groups"]}.items():
            if "mean" not in group:
                shown = "withheld: too few" if group["withheld"] else "nobody"
            else:
                shown = (
                    f"{group['people']:>6,} people  mean {group['mean']:.2f}"
                    f"  median {group['median']:.2f}  p80 {group['p80']:.2f} months of pay"
                )
            lines.append(f"  {name:16} {shown}")
        for reason, count in told["left_out"].items():
            lines.append(f"  left out: {count:,} {reason.replace('_', ' ')}")
    lines.append(f"Note: {answer['note']}.")
    return "\n".join(lines)


def _returns(options: argparse.Namespace) -> int:
    from polakor.access.context import acting_as
    from polakor.access.machine import COMMAND_LINE_NAME
    from polakor.access.queries.actors import actor_by_name
    from polakor.evidence.actions.readings import record_reading
    from polakor.evidence.queries.returns import count_returns

    actor = actor_by_name(options.account or COMMAND_LINE_NAME)
    period = _period(options)
    counted = count_returns(actor=actor, period=period, by=options.by.split(","))
    with acting_as(actor):
        record_reading(actor=actor, period=period, form="command", revision=counted.revision)
    answer = counted.as_data()
    print(json.dumps(answer, ensure_ascii=False, indent=2) if options.json else _as_text(answer))
    return 0


def _period(options: argparse.Namespace) -> Any:
    from django.utils import timezone

    from polakor.evidence.queries.periods import find_named, named_periods, usual_period
    from polakor.evidence.rules.period import Period

    today = timezone.localdate()
    if options.emergency:
        return find_named(named_periods(today), options.emergency).period
    usual = usual_period(today)
    until = _day(options.until) or today
    since = _day(options.since) or min(usual.since, until)
    return Period(since, until)


def _day(text: str | None) -> date | None:
    from polakor.evidence.errors import NotADay

    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADay(text=text) from None


def _as_text(answer: Mapping[str, Any]) -> str:
    lines = [f"Returns from {answer['from']} to {answer['to']}, as of {answer['as_of']}"]
    for source in ("registrations", "tallies"):
        told = answer[source]
        share = told["share_female"]
        women = f", {share:.1%} women and girls" if share is not None else ""
        lines.append(f"{source:14} {_count(told['total'])}{women}")
        for cell in told["by"] or []:
            words = " ".join(str(cell[word]) for word in answer["by"])
            lines.append(f"  {words:40} {cell['shown']:>12}")
    lines.append(f"{'persons':14} {_count(answer['persons']['total'])}")
    lines.append(f"Registrations and tallies are two counts of the same days: {answer['note']}.")
    return "\n".join(lines)


def _count(value: int | None) -> str:
    return "no report" if value is None else f"{value:,}"
