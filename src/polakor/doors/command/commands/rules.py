"""``polakor rules check``: do the matching rules still do what they promise?"""

import argparse
import json

from polakor.doors.command.errors import CommandFailure, say

HELP = "try the matching rules: golden pairs, forms, error rates"

WORDS = {
    "golden_pairs_fail": "golden pairs no longer come out as agreed",
    "nothing_flagged": "0 flagged this week, though people were registered",
    "wrong_more_often": "proposals turn out different more often than expected",
    "joins_undone": "joins made by the rule are undone more often than expected",
    "contradictions": "records decided different stand in one file all the same",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    parser.add_argument("what", choices=["check"], help="run all trials now and keep the result")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Try the rules and keep the result; 0 when all is well, else CommandFailure says what is not.

    Forms that leave out what a rule needs fail Django's own checks, which run first.
    """
    from django.core.checks import run_checks

    from polakor.access.machine import COMMAND_LINE_NAME
    from polakor.access.queries.actors import actor_by_name
    from polakor.registry.actions.health import check_rules

    forms = [str(fault.msg) for fault in run_checks(tags=["polakor_rules"])]
    check = check_rules(actor=actor_by_name(COMMAND_LINE_NAME), occasion="asked")
    if options.json:
        say(
            json.dumps(
                {
                    "version": check.version,
                    "pairs": check.pairs,
                    "failures": check.failures,
                    "forms": forms,
                    "alarms": check.alarms,
                    "measures": check.measures,
                }
            )
        )
    else:
        for one in check.failures:
            say(f"  {one['pair']}: agreed {one['expected']}, came out {one['got']}")
        for fault in forms:
            say(f"  {fault}")
    if check.alarms or forms:
        found = [WORDS[alarm] for alarm in check.alarms]
        found += ["a form leaves out what a rule needs"] if forms else []
        raise CommandFailure("; ".join(found))
    if not options.json:
        say(f"The rules hold: {check.pairs} golden pairs come out as agreed ({check.version}).")
    return 0
