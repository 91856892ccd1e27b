"""What this room does in the background: compare those registered side by side, try the rules."""

from dataclasses import replace
from time import monotonic
from uuid import UUID

from django.utils import timezone

from polakor.access.machine import SETUP
from polakor.registry.actions.health import check_rules
from polakor.registry.actions.proposals import compare_side_by_side
from polakor.registry.actions.readings import refile_names
from polakor.registry.queries.health import last_checked_at
from polakor.registry.rules.health import nightly_due

WORKER = replace(
    SETUP,
    name="worker",
    permissions=frozenset({"registry:match:compare", "registry:rules:check"}),
)
LOOK_EVERY = 60.0
"""Seconds between two looks whether the night's check of the rules is due."""


def tick() -> int:
    """Twice a second in the worker. Returns how many acts of registering were looked at."""
    return compare_side_by_side(actor=WORKER) + watch.turn() + refiling.turn()


class RuleWatch:
    """When the rules are tried: once when a worker starts, and once every night."""

    def __init__(self) -> None:
        self.next_look = 0.0
        self.started = False

    def turn(self) -> int:
        """Try the rules when it is time. Returns how many checks were made."""
        if monotonic() < self.next_look:
            return 0
        self.next_look = monotonic() + LOOK_EVERY
        if not self.started:
            check_rules(actor=WORKER, occasion="start")
            self.started = True
            return 1
        if nightly_due(last_checked_at(), timezone.localtime()):
            check_rules(actor=WORKER, occasion="nightly")
            return 1
        return 0


class Refiling:
    """Names filed by older rules are filed anew once a worker starts, a piece at every tick."""

    def __init__(self) -> None:
        self.after: UUID | None = UUID(int=0)

    def turn(self) -> int:
        """File a piece anew. Returns whether there was one."""
        if self.after is None:
            return 0
        self.after = refile_names(actor=WORKER, after=self.after)
        return int(self.after is not None)


watch = RuleWatch()
refiling = Refiling()
