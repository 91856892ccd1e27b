"""Try the matching rules: do the golden pairs still come out right, do the error rates hold?"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Literal
from uuid import UUID

from namebridge import golden
from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.registry.models import RuleCheck
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.health import measured, rules_version
from polakor.registry.rules.golden import broken_pairs, golden_pairs
from polakor.registry.rules.health import alarms_of

Occasion = Literal["start", "nightly", "asked"]


def check_rules(*, actor: Actor, occasion: Occasion) -> RuleCheck:
    """Run the golden pairs of the names and of the rule, measure, keep and return the result.

    The error rates are measured over the nation; counts alone leave this act, no person does.
    Needs ``registry:rules:check``. Eight statements.
    """
    actor.require(RegistryPermission.RULES_CHECK)
    failures = [asdict(one) for one in broken_pairs()]
    failures += [
        {
            "pair": f"{one.pair.a} · {one.pair.b} · {one.pair.why}",
            "expected": one.pair.expected,
            "got": one.found,
        }
        for one in golden.check()
    ]
    with acting_as(actor.also_seeing(NATION)):
        measures = measured()
        alarms = alarms_of(failures, measures)
        check = RuleCheck.objects.create(
            checked_by=actor.account_id,
            occasion=occasion,
            version=rules_version(),
            pairs=len(golden_pairs()) + len(golden.pairs()),
            failures=failures,
            measures=measures.as_json(),
            alarms=[alarm.value for alarm in alarms],
        )
        record_event(
            actor=actor,
            event="registry:rules:checked",
            target_kind="rule_check",
            target_id=str(check.id),
            detail={"alarms": [alarm.value for alarm in alarms], "failures": len(failures)},
        )
    return check


def note_silent_rules(*, actor: Actor, list_id: UUID, rules: Sequence[str]) -> None:
    """Write down that a list is read although these rules can recognise nobody on it."""
    with acting_as(actor):
        record_event(
            actor=actor,
            event="registry:rules:left_silent",
            target_kind="list",
            target_id=str(list_id),
            detail={"rules": list(rules)},
        )
