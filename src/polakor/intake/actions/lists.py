"""Take a list in, settle what its columns are, and have it read."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import EVERYWHERE, NATION, province_scope, session_scope
from polakor.intake import errors
from polakor.intake.models import (
    ListContent,
    ListState,
    ReceivedList,
    RememberedLayout,
    Sender,
    SentBack,
)
from polakor.intake.permissions import IntakePermission
from polakor.intake.queries.hold import READ_LIST, READ_SENT_BACK, last_job
from polakor.intake.queries.lists import earlier_list, list_locked
from polakor.intake.queries.words import layouts_of, vocabulary
from polakor.intake.rules.layout import propose_layout
from polakor.intake.rules.layouts import Layout
from polakor.intake.rules.shapes import unfolded
from polakor.intake.rules.sheets import people_rows, sample_of
from polakor.intake.rules.tables import Workbook, open_table_file
from polakor.intake.rules.text import file_name
from polakor.reference.queries.codes import labels
from polakor.reference.queries.gates import gate_exists, gate_provinces

RETURNS = "returns"
QUEUE = "lists"


def receive_list(
    *,
    actor: Actor,
    filename: str,
    content: bytes,
    sender: str = "",
    kind: str = RETURNS,
    gate: str = "",
    crossed_on: date | None = None,
    mode: str = "",
) -> ReceivedList:
    """Keep a list's bytes unchanged and propose what its columns are. Nothing is read yet.

    ``gate``, ``crossed_on`` and ``mode`` hold for every row that does not say otherwise. Needs
    ``intake:list:upload``. Raises ``AlreadyReceived`` for the same bytes, and the refusals of
    ``errors.py`` numbered 001 to 019 for a file that cannot be taken; then nothing is stored.
    """
    actor.require(IntakePermission.LIST_UPLOAD)
    digest = hashlib.sha256(content).hexdigest()
    _refuse_twice(actor, kind, digest)
    passage = _passage(gate, crossed_on, mode)
    opened = open_table_file(content, filename)
    book = unfolded(opened, vocabulary())
    with acting_as(actor):
        source = _sender(sender)
        layouts = _propose(book, source)
        received = ReceivedList(
            kind=kind,
            sender=source,
            filename=file_name(filename),
            sha256=digest,
            size=len(content),
            format=book.format,
            encoding=book.encoding,
            notices=[[note.code, list(note.fields)] for note in book.notices],
            layouts=[None if one is None else one.as_json() for one in layouts],
            samples=[
                sample_of(sheet, one) for sheet, one in zip(book.sheets, layouts, strict=True)
            ],
            rows_total=len(people_rows(opened, layouts)),
            received_by=actor.account_id,
            office_id=actor.office_id,
            scopes=_scopes(actor, gate),
            **passage,
        )
        _keep(actor, received, content)
    return received


def _refuse_twice(actor: Actor, kind: str, digest: str) -> None:
    """The register of files is the nation's: an office may not see the list it repeats."""
    earlier = earlier_list(actor.also_seeing(NATION), kind=kind, sha256=digest)
    if earlier is not None:
        raise errors.AlreadyReceived(
            day=timezone.localdate(earlier.received_at).isoformat(),
            filename=earlier.filename,
            list_id=earlier.id,
        )


def _keep(actor: Actor, received: ReceivedList, content: bytes) -> None:
    try:
        with transaction.atomic():
            received.save(force_insert=True)
    except IntegrityError:
        _refuse_twice(actor, received.kind, received.sha256)  # somebody was quicker
        raise
    ListContent.objects.create(received_list=received, content=content, scopes=received.scopes)
    record_event(
        actor=actor,
        event="intake:list:received",
        target_kind="list",
        target_id=str(received.id),
        detail={"sha256": received.sha256, "size": received.size, "rows": received.rows_total},
    )


def _passage(gate: str, crossed_on: date | None, mode: str) -> dict[str, object]:
    """Where, when and how everybody on the list crossed, as far as it was said."""
    if gate and not gate_exists(gate):
        raise errors.GateUnknown(gate=gate)
    if mode and mode not in labels("return_modes", "en"):
        raise errors.ModeUnknown(mode=mode)
    return {"gate_id": gate or None, "crossed_on": crossed_on, "mode": mode}


def _sender(name: str) -> Sender | None:
    tidy = " ".join(name.split())[:200]
    return Sender.objects.get_or_create(name=tidy)[0] if tidy else None


def _scopes(actor: Actor, gate: str) -> list[str]:
    """The nation, who entered it today, and the provinces on duty there."""
    words = [NATION, session_scope(actor.account_id, timezone.localdate())]
    provinces = [area for area in actor.areas if area != EVERYWHERE]
    province = gate_provinces().get(gate, "")
    if province:
        provinces.append(province)
    return [*words, *(province_scope(code) for code in dict.fromkeys(provinces))]


def _propose(book: Workbook, sender: Sender | None) -> list[Layout | None]:
    """A layout for each sheet, an officer's own for the same sender and heads winning.

    ``None`` for a sheet without names, such as a cover page, and for a hidden one: what its sender
    put out of sight is told about (the file's notices) and never read unasked. Raises ``NotAList``
    when no sheet has names.
    """
    proposed = [propose_layout(sheet, vocabulary()) for sheet in book.sheets]
    if sender is not None:
        prints = [layout.header_fingerprint for layout in proposed]
        known = {
            one.fingerprint: Layout.from_json(one.layout)
            for one in RememberedLayout.objects.filter(sender=sender, fingerprint__in=prints)
        }
        proposed = [
            layout.remembered(known[layout.header_fingerprint])
            if layout.header_fingerprint in known
            else layout
            for layout in proposed
        ]
    layouts = [
        layout if layout.has_names and not sheet.hidden else None
        for sheet, layout in zip(book.sheets, proposed, strict=True)
    ]
    if not any(layouts):
        raise errors.NotAList
    return layouts


def confirm_layout(
    *,
    actor: Actor,
    list_id: UUID,
    fields: Sequence[Mapping[int, tuple[str, str]]],
    passage: Mapping[str, object] | None = None,
) -> ReceivedList:
    """Settle what the columns are, before any row is read, and remember it for the sender.

    ``fields`` holds for each sheet {column: (field, detail)}, both words of ``rules/fields.py``;
    ``passage`` may replace gate, crossed_on and mode. Needs ``intake:list:upload``. Raises
    ``NoNameColumn``, or ``AlreadyReading`` once reading has begun.
    """
    actor.require(IntakePermission.LIST_UPLOAD)
    with acting_as(actor):
        received = list_locked(actor, list_id)
        if received.state != ListState.RECEIVED:
            raise errors.AlreadyReading
        layouts = layouts_of(received)
        for at, (layout, changes) in enumerate(zip(layouts, fields, strict=False)):
            layouts[at] = _changed(layout, changes)
        if not any(layout is not None and layout.has_names for layout in layouts):
            raise errors.NoNameColumn
        received.layouts = [None if one is None else one.as_json() for one in layouts]
        if passage is not None:
            _change_passage(received, passage)
        received.save(update_fields=["layouts", "gate", "crossed_on", "mode"])
        _remember(received, layouts)
        record_event(
            actor=actor,
            event="intake:list:columns_settled",
            target_kind="list",
            target_id=str(received.id),
        )
    return received


def _changed(layout: Layout | None, changes: Mapping[int, tuple[str, str]]) -> Layout | None:
    for index, (field, detail) in changes.items() if layout is not None else ():
        assert layout is not None
        layout = layout.with_column(index, field, detail)
    return layout


def _change_passage(received: ReceivedList, passage: Mapping[str, object]) -> None:
    day = passage.get("crossed_on")
    told = _passage(
        str(passage.get("gate") or ""),
        day if isinstance(day, date) else None,
        str(passage.get("mode") or ""),
    )
    for name, value in told.items():
        setattr(received, name, value)


def _remember(received: ReceivedList, layouts: Sequence[Layout | None]) -> None:
    if received.sender is None:
        return
    for layout in layouts:
        if layout is not None and layout.header_fingerprint:
            RememberedLayout.objects.update_or_create(
                sender=received.sender,
                fingerprint=layout.header_fingerprint,
                defaults={"layout": layout.without_examples().as_json()},
            )


def start_reading(*, actor: Actor, list_id: UUID, queue: bool = True) -> ReceivedList:
    """Begin, or begin again, to read a list. Its job is queued in the same transaction.

    ``queue=False`` when the caller reads at once itself. Needs ``intake:list:upload``. Raises
    ``GateNeeded`` when neither the list nor a column says where or when people crossed; a list
    that is done, or whose job waits already, stays as it is.
    """
    actor.require(IntakePermission.LIST_UPLOAD)
    with acting_as(actor):
        received = list_locked(actor, list_id)
        if received.state == ListState.DONE:
            return received
        _require_passage(received)
        now = timezone.now()
        received.state = ListState.READING if received.rows_total else ListState.DONE
        received.started_at = received.started_at or now
        received.finished_at = None if received.rows_total else now
        received.started_by, received.read_as_of = actor.account_id, timezone.localdate()
        received.save(
            update_fields=["state", "started_at", "started_by", "read_as_of", "finished_at"]
        )
        if queue and received.rows_total:
            queue_reading(actor=actor, received=received)
        record_event(
            actor=actor,
            event="intake:list:reading_started",
            target_kind="list",
            target_id=str(received.id),
        )
    return received


def queue_reading(*, actor: Actor, received: ReceivedList | SentBack) -> None:
    """Put the reading of a list, or of mended rows, into the queue unless it waits there already.

    Must run inside ``acting_as``.
    """
    task = app.configure_task(
        _task_of(received), allow_unknown=True, queue=QUEUE, queueing_lock=f"list {received.id}"
    )
    try:
        with transaction.atomic():
            task.defer(list_id=str(received.id))
    except AlreadyEnqueued:
        return
    record_event(
        actor=actor,
        event="intake:list:queued",
        target_kind="list",
        target_id=str(received.id),
    )


def _task_of(received: ReceivedList | SentBack) -> str:
    return READ_LIST if isinstance(received, ReceivedList) else READ_SENT_BACK


def resume_reading(*, actor: Actor, received: ReceivedList | SentBack) -> bool:
    """Have read on what a dead reader let fall: a list, or mended rows of one.

    Must run inside ``acting_as``; for the worker alone: needs ``intake:list:resume``, which no
    role holds.
    """
    actor.require("intake:list:resume")
    job = last_job(received.id, _task_of(received))
    if job is not None and job.status == "doing":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)", [job.id]
            )
    else:
        queue_reading(actor=actor, received=received)
    record_event(
        actor=actor,
        event="intake:list:reading_resumed",
        target_kind="list",
        target_id=str(received.id),
        detail={"from": received.rows_done},
    )
    return True


def _require_passage(received: ReceivedList) -> None:
    """Every list or one of its columns says where and when: a crossing has a gate and a day."""
    fields = {column[2] for values in received.layouts if values for column in values["columns"]}
    where = received.gate_id or "gate" in fields
    when = received.crossed_on or "returned_on" in fields
    if not where or not when:
        raise errors.GateNeeded


def note_look(*, actor: Actor, received: ReceivedList, what: str) -> None:
    """Write down that rows of a list were looked at, downloaded or exported.

    ``what``: ``preview``, ``set_aside``, ``original``, ``export``.
    """
    with acting_as(actor):
        record_event(
            actor=actor,
            event=f"intake:list:{what}_seen",
            target_kind="list",
            target_id=str(received.id),
        )
