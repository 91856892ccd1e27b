"""Write the ledger: the next row of a chain, a row that takes one back, and the root of a day."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.machine import SETUP
from polakor.access.rules.actors import Actor
from polakor.intake.keys import key_in_force, key_named
from polakor.recruitment.errors import (
    LedgerBroken,
    NothingToUndo,
    QuotaFull,
    WorkerNotThere,
)
from polakor.recruitment.models import JobOrder, LedgerRoot, LedgerRow, Placement
from polakor.recruitment.queries.ledger import (
    counts_of,
    counts_until,
    days_to_seal,
    head_of,
    heads_of_day,
    last_root,
    row_of,
    whole_rows,
)
from polakor.recruitment.rules.ledger import STAGES, Counts, Root, Step, is_signed, sign

SEALED_AFTER = timedelta(minutes=10)
"""A day is sealed a little after its end: whoever began to write before midnight has ended."""
_LOCK = "SELECT pg_advisory_xact_lock(7305, 1)"


def enter_step(
    *,
    actor: Actor,
    order: JobOrder,
    step: Step,
    placement: Placement | None = None,
    people: int = 1,
    approvers: tuple[UUID, ...] = (),
) -> Counts:
    """Add a row to the chain of an order that this transaction holds (``order_row``).

    Returns what it came to. Raises ``QuotaFull`` and ``WorkerNotThere``; the database refuses
    the same by itself. ``LedgerBroken``: the row before it is not of this system.
    """
    before = counts_of(head_of(order.id))
    after = before.moved(step, people)
    if not after.hold():
        stage = STAGES.index(step)
        most = (before.approved, before.contracted, before.cleared)[stage]
        raise QuotaFull(most=most)
    _add(actor, order, step, after, placement, people, approvers=approvers)
    return after


def undo_step(*, actor: Actor, order: JobOrder, meant: LedgerRow, reason: str) -> None:
    """Take one row of a chain back by a row of its own; this transaction holds the order.

    Raises ``NothingToUndo`` for what was undone, or has a later step standing on it.
    """
    after = counts_of(head_of(order.id)).moved(meant.step, -meant.people)
    if not after.hold() or LedgerRow.objects.filter(order=order, undoes=meant.place).exists():
        raise NothingToUndo
    whom = meant.placement
    try:
        _add(actor, order, "undone", after, whom, meant.people, meant.place, reason=reason)
    except WorkerNotThere:
        raise NothingToUndo from None


def _add(
    actor: Actor,
    order: JobOrder,
    step: Step,
    after: Counts,
    placement: Placement | None,
    people: int,
    undoes: int = 0,
    *,
    approvers: tuple[UUID, ...] = (),
    reason: str = "",
) -> None:
    head = head_of(order.id)
    if head is not None:
        _must_be_ours(head)
    at, day = _moment(head)
    key = key_in_force("ledger")
    row = LedgerRow(
        order=order,
        scopes=order.scopes,
        place=head.place + 1 if head else 1,
        step=step,
        placement=placement,
        people=people,
        undoes=undoes,
        approvers=sorted(approvers),
        needed=order.needed if step == "approved" else 0,
        by=actor.account_id,
        at=at,
        day=day,
        approved=after.approved,
        contracted=after.contracted,
        cleared=after.cleared,
        departed=after.departed,
        previous=head.hash if head else "",
        key=key.kid,
        reason=reason,
    )
    row.hash = row_of(row).hash()
    row.signature = sign(key.private, row.hash)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "a_worker_takes_one_step_after_the_other" in _constraint(error):
            raise WorkerNotThere from None
        raise
    record_event(
        actor=actor,
        event=f"recruitment:ledger:{step}",
        target_kind="placement" if placement else "order",
        target_id=str(placement.id if placement else order.id),
        reason=reason,
    )


def _moment(head: LedgerRow | None) -> tuple[datetime, date]:
    """Now and today; never before the row before or into a sealed day, if a clock was set back."""
    at = max(timezone.now(), head.at) if head else timezone.now()
    sealed = last_root()
    days = [timezone.localdate(at), *([head.day] if head else [])]
    return at, max([*days, *([sealed.day + timedelta(days=1)] if sealed else [])])


def _constraint(error: IntegrityError) -> str:
    cause = error.__cause__
    return str(getattr(getattr(cause, "diag", None), "constraint_name", "") or "")


def seal_days() -> int:
    """Make the roots of all days that are over and have none. Returns how many.

    Raises ``LedgerBroken`` for a row this system did not write: such a day gets no root.
    """
    with acting_as(SETUP):
        over = timezone.localdate(timezone.now() - SEALED_AFTER)
        if not days_to_seal(over):
            return 0
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        days = days_to_seal(over)
        for day in days:
            _seal(day)
    return len(days)


def _must_be_ours(row: LedgerRow) -> None:
    """Raises ``LedgerBroken`` for a row this system did not write.

    Nothing is ever hung on such a row: a signature of ours over it would vouch for it.
    """
    known = key_named("ledger", row.key)
    whole = row_of(row)
    if (
        known is None
        or row.hash != whole.hash()
        or not is_signed(known.public, row.hash, row.signature)
    ):
        raise LedgerBroken(order=whole.order, place=whole.place)


def _seal(day: date) -> None:
    for row in whole_rows(day=day):
        _must_be_ours(row)
    before = last_root()
    root = Root(
        day=day,
        heads=tuple((head.order.number, head.place, head.hash) for head in heads_of_day(day)),
        rows=(before.rows if before else 0) + LedgerRow.objects.filter(day=day).count(),
        counts=counts_until(day),
        previous=before.hash if before else "",
    )
    key = key_in_force("ledger")
    LedgerRoot.objects.create(
        day=root.day,
        heads=[list(one) for one in root.heads],
        rows=root.rows,
        approved=root.counts.approved,
        contracted=root.counts.contracted,
        cleared=root.counts.cleared,
        departed=root.counts.departed,
        previous=root.previous,
        hash=root.hash(),
        key=key.kid,
        signature=sign(key.private, root.hash()),
    )
