"""Lists from the file to the register: received, read in chunks, mended, exactly once."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from tests.cast import Cast

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.rules.actors import Actor
from polakor.flows import keep_rows, read_list
from polakor.flows.correct_rows import correct_row, correct_sent_back, leave_row_out
from polakor.intake import errors
from polakor.intake.actions.lists import confirm_layout, receive_list, start_reading
from polakor.intake.models import ListContent, ListState, ReceivedList, Submission
from polakor.intake.queries.hold import is_held
from polakor.intake.queries.lists import (
    lists_visible_to,
    reasons_set_aside,
    rows_set_aside,
)
from polakor.journeys.models import Crossing
from polakor.registry.models import Person

pytestmark = pytest.mark.django_db

HEAD = "no,name,sex,age,province\n"
GOOD = [
    "1,Sok Dara,M,31,Banteay Meanchey",
    "2,Chan Sreymom,F,28,Battambang",
    "3,ឡុង សុភា,F,40,Siem Reap",
]


def listed(*rows: str, head: str = HEAD) -> bytes:
    return (head + "\n".join(rows) + "\n").encode()


def received(actor: Actor, content: bytes, **told: Any) -> ReceivedList:
    told = {"gate": "KH-TH-PPT", "crossed_on": date(2025, 8, 6), "sender": "Testing", **told}
    return receive_list(actor=actor, filename="list.csv", content=content, **told)


def read(actor: Actor, one: ReceivedList, **how: Any) -> ReceivedList:
    start_reading(actor=actor, list_id=one.id, queue=False)
    assert read_list.read_whole_list(actor=actor, list_id=one.id, **how)
    with acting_as(actor):
        return ReceivedList.objects.get(id=one.id)


def test_a_list_becomes_people_and_every_row_is_kept_word_for_word(cast: Cast) -> None:
    content = listed(*GOOD, "Total,3,,,")
    one = read(cast.vannak, received(cast.vannak, content))
    assert one.state == ListState.DONE
    assert (one.rows_total, one.rows_done) == (5, 5)
    assert (one.accepted, one.quarantined, one.not_people) == (3, 0, 2)
    assert one.new_persons + one.matched + one.waiting == 3
    with acting_as(cast.vannak):
        kept = Submission.objects.filter(received_list=one).order_by("row")
        assert [row.kind for row in kept] == ["header", "person", "person", "person", "total"]
        assert kept[1].raw == GOOD[0].split(",")
        assert bytes(ListContent.objects.get(received_list=one).content) == content
        assert Crossing.objects.filter(submission__received_list=one).count() == 3


def test_the_same_file_twice_adds_nothing_and_says_when_it_came(cast: Cast) -> None:
    content = listed(*GOOD)
    first = read(cast.vannak, received(cast.vannak, content))
    for actor in (cast.vannak, cast.sokha, cast.bopha):
        with pytest.raises(errors.AlreadyReceived) as refusal:
            received(actor, content)
        assert refusal.value.fields["list_id"] == first.id
    with acting_as(cast.vannak):
        assert ReceivedList.objects.count() == 1
        assert Person.objects.count() == 3


def test_the_same_people_on_another_list_are_the_same_people_told_twice(cast: Cast) -> None:
    head = "no,name,sex,birth,province,passport\n"
    rows = ["1,Sok Dara,M,14/03/1991,Banteay Meanchey,N12345678"]
    read(cast.vannak, received(cast.vannak, listed(*rows, head=head)))
    again = read(cast.vannak, received(cast.vannak, listed(*rows, "", head=head)))
    assert (again.new_persons, again.matched) == (0, 1)
    with acting_as(cast.vannak):
        records = list(Person.objects.order_by("id"))
        assert records[1].canonical_id == records[0].id
        assert Submission.objects.filter(kind="person").count() == 2


def test_a_refused_file_leaves_nothing(cast: Cast) -> None:
    for content in (b"", b"PK\x03\x04 cut", b"x,y\n1,2\n3,4\n"):
        with pytest.raises(errors.FileRefusal):
            received(cast.vannak, content)
    with pytest.raises(errors.GateUnknown):
        received(cast.vannak, listed(*GOOD), gate="XX-1")
    with pytest.raises(errors.ModeUnknown):
        received(cast.vannak, listed(*GOOD), mode="flown")
    with acting_as(cast.vannak):
        assert not ReceivedList.objects.exists()
        assert not ListContent.objects.exists()


def test_a_list_says_where_and_when_or_each_row_does(cast: Cast) -> None:
    one = received(cast.vannak, listed(*GOOD), gate="", crossed_on=None)
    with pytest.raises(errors.GateNeeded):
        start_reading(actor=cast.vannak, list_id=one.id)
    head = "no,name,sex,age,gate,date of return\n"
    rows = ["1,Sok Dara,M,31,Poipet,06/08/2025", "2,Chan Nary,F,30,Poipet,"]
    told = received(cast.vannak, listed(*rows, head=head), gate="", crossed_on=None)
    done = read(cast.vannak, told)
    assert (done.accepted, done.quarantined) == (1, 1)
    with acting_as(cast.vannak):
        crossing = Crossing.objects.get(submission__received_list=done)
        assert (crossing.gate_id, crossing.crossed_on) == ("KH-TH-PPT", date(2025, 8, 6))
        assert [one.reason for one in reasons_set_aside(cast.vannak, done)] == ["day_not_known"]


class Killed(Exception):
    """What a test throws where a process would die."""


def rows_once(one: ReceivedList) -> None:
    """Every row is there exactly once, and the counters say the same."""
    kept = list(Submission.objects.filter(received_list=one).values_list("sheet", "row"))
    assert len(kept) == len(set(kept)) == one.rows_done
    states = Submission.objects.filter(received_list=one, corrects=None)
    assert states.filter(state="accepted").count() == one.accepted
    assert Crossing.objects.filter(submission__received_list=one).count() == one.accepted


@pytest.mark.parametrize("place", ["write_rows", "register_returns", "count_rows"])
def test_a_reader_that_dies_anywhere_in_a_chunk_loses_and_doubles_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    rows = [f"{n},Sok Dara{'abcdefghij'[n % 10]},M,{20 + n % 40},Kep" for n in range(23)]
    one = received(cast.vannak, listed(*rows, "24,?????,M,20,Kep"))
    start_reading(actor=cast.vannak, list_id=one.id, queue=False)
    where = read_list if place == "count_rows" else keep_rows
    real = getattr(where, place)
    calls = 0

    def dying(**how: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls % 2 == 0:
            raise Killed
        return real(**how)

    monkeypatch.setattr(where, place, dying)
    for _ in range(30):
        try:
            assert read_list.read_whole_list(actor=cast.vannak, list_id=one.id, chunk=4)
            break
        except Killed:
            with acting_as(cast.vannak):
                rows_once(ReceivedList.objects.get(id=one.id))
    with acting_as(cast.vannak):
        done = ReceivedList.objects.get(id=one.id)
        assert (done.state, done.rows_done, done.accepted, done.quarantined) == ("done", 25, 23, 1)
        rows_once(done)


def test_one_row_the_register_will_not_take_is_set_aside_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = keep_rows.register_returns

    def refusing(*, actor: Actor, rows: Any) -> Any:
        done = real(actor=actor, rows=rows)
        if any("Sreymom" in row.reading.name_latin for row in rows):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")
        return done

    monkeypatch.setattr(keep_rows, "register_returns", refusing)
    done = read(cast.vannak, received(cast.vannak, listed(*GOOD)))
    assert (done.accepted, done.quarantined, done.not_people) == (2, 1, 1)
    with acting_as(cast.vannak):
        rows_once(done)
        assert Submission.objects.get(state="quarantined").reason == "not_taken"


def test_two_readers_do_not_read_one_list_at_once(cast: Cast) -> None:
    one = received(cast.vannak, listed(*GOOD))
    start_reading(actor=cast.vannak, list_id=one.id, queue=False)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_lock(hashtextextended('intake list ' || %s, 0))", [str(one.id)]
            )
        assert is_held(one.id)
        assert not read_list.read_whole_list(actor=cast.vannak, list_id=one.id)
    finally:
        other.close()
    with acting_as(cast.vannak):
        assert ReceivedList.objects.get(id=one.id).rows_done == 0


def test_what_an_officer_settled_is_remembered_for_the_sender(cast: Cast) -> None:
    one = received(cast.vannak, listed(*GOOD), sender="Office A")
    columns = [column[2] for column in one.layouts[0]["columns"]]
    changed = {at: ("other", "") for at, field in enumerate(columns) if field == "age"}
    assert changed
    confirm_layout(actor=cast.vannak, list_id=one.id, fields=[changed])
    same = received(cast.dara, listed(*GOOD, ""), sender="Office A")
    other = received(cast.dara, listed(*GOOD, "", ""), sender="B")
    at = next(iter(changed))
    assert same.layouts[0]["columns"][at][2] == "other"
    assert other.layouts[0]["columns"][at][2] == "age"


def test_corrections_are_added_and_nothing_is_written_over(cast: Cast) -> None:
    rows = ["1,Mr,M,30,Kep", "2,????? ??,F,31,Kep", "3,Mrs,F,32,Kep"]
    one = read(cast.vannak, received(cast.vannak, listed(*rows)))
    assert one.quarantined == 3
    with acting_as(cast.vannak):
        first, second, third = rows_set_aside(cast.vannak, one)
    mended = correct_row(
        actor=cast.vannak, submission_id=first.id, cells=["1", "Keo Vanna", "M", "30", "Kep"]
    )
    assert mended.reason == ""
    with pytest.raises(errors.RowAlreadyMended):
        correct_row(actor=cast.vannak, submission_id=first.id, cells=["1", "Somebody"])
    leave_row_out(actor=cast.vannak, submission_id=third.id)
    answer = correct_sent_back(
        actor=cast.vannak,
        list_id=one.id,
        rows={first.id: ["1", "X"], second.id: ["2", "Mao Pisey", "F", "31", "Kep"]},
        same=lambda a, b: list(a) == list(b),
    )
    assert (answer.accepted, answer.unchanged) == (1, 1)
    with acting_as(cast.vannak):
        first.refresh_from_db()
        assert (first.raw[1], first.state) == ("Mr", "quarantined")
        done = ReceivedList.objects.get(id=one.id)
        assert (done.accepted, done.quarantined, done.not_people) == (2, 0, 2)
        assert not rows_set_aside(cast.vannak, done)
        assert Crossing.objects.filter(submission__received_list=one).count() == 2


def test_who_may_hand_in_and_see_lists(cast: Cast) -> None:
    one = received(cast.sokha, listed(*GOOD))
    with acting_as(cast.sokha):
        assert list(lists_visible_to(cast.sokha)) == [one]
    for name in ("vannak", "dara"):  # the nation, and the province of the gate
        actor = getattr(cast, name)
        with acting_as(actor):
            assert list(lists_visible_to(actor)) == [one]
    with acting_as(cast.bopha):
        assert not lists_visible_to(cast.bopha)
    for name in ("chenda", "rith", "sreymom", "thida"):
        with pytest.raises(PermissionRefused):
            received(getattr(cast, name), listed(*GOOD, "9,Nobody Else,M,1,Kep"))
    read(cast.sokha, one)
    with acting_as(cast.bopha):  # only what names her own province
        assert [row.raw[4] for row in Submission.objects.all()] == ["Siem Reap"]


def test_without_a_context_there_is_no_list_and_no_row(cast: Cast) -> None:
    read(cast.vannak, received(cast.vannak, listed(*GOOD)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('polakor.scopes', '', true)")
    assert not ReceivedList.objects.exists()
    assert not Submission.objects.exists()
    assert not ListContent.objects.exists()


def test_strange_letters_are_kept_as_they_came(cast: Cast) -> None:
    row = "1,Sok\x00 Dara\u202e,M,31,Kep"
    one = read(cast.vannak, received(cast.vannak, listed(row)))
    with acting_as(cast.vannak):
        kept = Submission.objects.get(received_list=one, kind="person")
    assert "\x00" in kept.raw[1] or one.notices
    assert "\x00" not in str(kept.reading)
    assert one.accepted == 1
