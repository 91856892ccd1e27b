"""Mended spreadsheets: kept as they came, read in chunks in the background, exactly once."""

import io
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError
from openpyxl import Workbook
from tests.cast import Cast

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.rules.actors import Actor
from polakor.flows import read_sent_back as flow
from polakor.flows.read_list import read_whole_list
from polakor.flows.read_sent_back import read_mended, read_whole_sent_back
from polakor.intake import errors
from polakor.intake.actions.lists import receive_list, start_reading
from polakor.intake.actions.sent_back import receive_sent_back
from polakor.intake.jobs import tick
from polakor.intake.models import ListState, ReceivedList, SentBack, Submission
from polakor.intake.queries.hold import READ_SENT_BACK, last_job
from polakor.intake.queries.lists import lists_visible_to, rows_set_aside
from polakor.intake.queries.sent_back import unfinished_sent_back
from polakor.registry.models import Person

pytestmark = pytest.mark.django_db
BAD = [f"{number},????? ??,F,3{number},Kep" for number in range(1, 8)]


def _set_aside(actor: Actor) -> ReceivedList:
    received = receive_list(
        actor=actor,
        filename="list.csv",
        content=("no,name,sex,age,province\n" + "\n".join(BAD)).encode(),
        gate="KH-TH-PPT",
        crossed_on=date(2025, 8, 6),
    )
    start_reading(actor=actor, list_id=received.id, queue=False)
    read_whole_list(actor=actor, list_id=received.id)
    with acting_as(actor):
        received.refresh_from_db()
    assert received.quarantined == len(BAD)
    return received


def _mended(actor: Actor, received: ReceivedList, names: list[str]) -> bytes:
    """The rows set aside, the first ones with these names, as the sender would send them back."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Do not change", "Row", "Reason", "no", "name", "sex", "age", "province"])
    with acting_as(actor):
        rows = list(rows_set_aside(actor, received))
    for at, row in enumerate(rows):
        cells = list(row.raw)
        if at < len(names):
            cells[1] = names[at]
        page.append([str(row.id), str(row.row), "…", *cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sent(actor: Actor, received: ReceivedList, content: bytes, **how: Any) -> SentBack:
    return receive_sent_back(
        actor=actor, list_id=received.id, filename="mended.xlsx", content=content, **how
    )


def test_it_is_kept_at_once_and_read_in_the_background(cast: Cast) -> None:
    received = _set_aside(cast.vannak)
    content = _mended(cast.vannak, received, ["Keo Vanna", "Mao Pisey", "?"])
    sent = _sent(cast.vannak, received, content)
    assert (sent.state, sent.rows_total, sent.rows_done) == (ListState.READING, 7, 0)
    assert bytes(sent.content) == content
    with acting_as(cast.vannak):
        assert not Person.objects.exists()
    read_mended(str(sent.id))
    with acting_as(cast.vannak):
        sent.refresh_from_db()
        received.refresh_from_db()
        assert Person.objects.count() == 2
    assert (sent.state, sent.rows_done) == (ListState.DONE, 7)
    assert (sent.accepted, sent.still_aside, sent.left_out, sent.unchanged) == (2, 1, 0, 4)
    assert (received.accepted, received.quarantined) == (2, 5)


def test_a_reading_cut_off_goes_on_and_doubles_nobody(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = _set_aside(cast.vannak)
    names = ["Keo Vanna", "Mao Pisey", "Sok Dara", "Chan Thida", "Heng Visal"]
    sent = _sent(cast.vannak, received, _mended(cast.vannak, received, names), queue=False)
    real, chunks = flow.count_mended, iter(range(10))

    def die_in_the_second(**told: Any) -> None:
        real(**told)
        if next(chunks) == 1:
            raise DatabaseError("cut off")

    monkeypatch.setattr(flow, "count_mended", die_in_the_second)
    with pytest.raises(DatabaseError):
        read_whole_sent_back(actor=cast.vannak, sent_back_id=sent.id, chunk=2)
    with acting_as(cast.vannak):
        assert [one.id for one in unfinished_sent_back()] == [sent.id]
        sent.refresh_from_db()
    assert sent.rows_done == 2
    assert read_whole_sent_back(actor=cast.vannak, sent_back_id=sent.id, chunk=2)
    with acting_as(cast.vannak):
        sent.refresh_from_db()
        assert Person.objects.count() == 5
        assert Submission.objects.filter(corrects__isnull=False).count() == 5
    assert (sent.accepted, sent.unchanged, sent.rows_done) == (5, 2, 7)


def test_what_a_dead_worker_let_fall_is_taken_up(cast: Cast) -> None:
    received = _set_aside(cast.vannak)
    sent = _sent(cast.vannak, received, _mended(cast.vannak, received, ["A B"]), queue=False)
    assert tick() == 1
    job = last_job(sent.id, READ_SENT_BACK)
    assert job is not None
    assert job.status == "todo"
    assert tick() == 0, "it waits in the queue already"


def test_the_same_spreadsheet_twice_adds_nobody(cast: Cast) -> None:
    received = _set_aside(cast.vannak)
    content = _mended(cast.vannak, received, ["Keo Vanna"])
    for _ in range(2):
        sent = _sent(cast.vannak, received, content, queue=False)
        read_whole_sent_back(actor=cast.vannak, sent_back_id=sent.id)
    with acting_as(cast.vannak):
        sent.refresh_from_db()
        assert Person.objects.count() == 1
    assert (sent.accepted, sent.unchanged) == (0, 7)


def test_another_file_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    received = _set_aside(cast.vannak)
    for content in (b"name\nKeo Vanna\n", f"a,b\n{uuid4()}".encode()[:3]):
        with pytest.raises(errors.NotTheRowsSetAside):
            _sent(cast.vannak, received, content)
    with acting_as(cast.vannak):
        assert not SentBack.objects.exists()


def test_rows_of_another_list_are_passed_over(cast: Cast) -> None:
    received = _set_aside(cast.vannak)
    content = "mark,row,reason,no,name\n" + f"{uuid4()},2,x,1,Keo Vanna\n"
    sent = _sent(cast.vannak, received, content.encode(), queue=False)
    read_whole_sent_back(actor=cast.vannak, sent_back_id=sent.id)
    with acting_as(cast.vannak):
        sent.refresh_from_db()
        assert not Person.objects.exists()
    assert (sent.state, sent.unchanged) == (ListState.DONE, 1)


def test_another_office_neither_sends_nor_sees_it(cast: Cast) -> None:
    received = _set_aside(cast.dara)
    content = _mended(cast.dara, received, ["Keo Vanna"])
    with pytest.raises(errors.ListUnknown):
        _sent(cast.bopha, received, content)
    with pytest.raises(PermissionRefused):
        _sent(cast.chenda, received, content)
    _sent(cast.dara, received, content)
    with acting_as(cast.bopha):
        assert not SentBack.objects.exists()
        assert not lists_visible_to(cast.bopha)
