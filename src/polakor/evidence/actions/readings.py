"""Write down who read or took away a report."""

from polakor.access.actions.events import record_event
from polakor.access.rules.actors import Actor
from polakor.evidence.permissions import EvidencePermission
from polakor.evidence.rules.period import Period


def record_reading(*, actor: Actor, period: Period, form: str, revision: str) -> None:
    """One event for one opening of a report. ``form``: page, pdf, csv, json or command.

    Must run inside ``acting_as``. Needs ``evidence:report:read``.
    """
    actor.require(EvidencePermission.REPORT_READ)
    record_event(
        actor=actor,
        event="evidence:report:read" if form == "page" else "evidence:report:exported",
        target_kind="report",
        target_id=period.emergency or f"{period.since}..{period.until}",
        detail={"form": form, "revision": revision},
    )


def record_other_reading(*, actor: Actor, what: str, form: str) -> None:
    """One event for one opening of a report that is not about a period of returns.

    Must run inside ``acting_as``. Needs ``evidence:report:read``.
    """
    actor.require(EvidencePermission.REPORT_READ)
    record_event(
        actor=actor,
        event="evidence:report:read" if form == "page" else "evidence:report:exported",
        target_kind="report",
        target_id=what,
        detail={"form": form},
    )
