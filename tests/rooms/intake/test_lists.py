"""Lists from the file to the register: received, read in chunks, mended, exactly once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.flows import read_list
from polakor.flows.correct_rows import correct_row, correct_sent_back, leave_row_out
from polakor.intake import errors
from polakor.intake.actions.lists import confirm_layout, receive_list, start_reading
from polakor.intake.models import ListContent, ListState, ReceivedList, Submission
from polakor.intake.queries.lists import (
    lists_visible_to,
    reasons_set_aside,
    rows_set_aside,
)
from polakor.journeys.models import Crossing
from polakor.registry.models import Person
from tests.cast import Cast

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


@pytest.fixture
def anna(cast: Cast) -> Iterator[Actor]:
    yield cast.vannak


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
