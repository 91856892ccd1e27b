"""A list whose columns leave out what a matching rule needs is read once that is confirmed."""

from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.doors.office.records import signed_in

from polakor.access.queries.events import events_visible_to
from polakor.flows.settle_columns import facts_told, rules_left_silent, settle_columns
from polakor.intake.actions.lists import receive_list
from polakor.intake.models import ListState, ReceivedList
from polakor.intake.queries.lists import list_for
from polakor.intake.queries.words import layouts_of
from polakor.registry.errors import RuleCannotFire
from polakor.registry.rules.needs import Fact

pytestmark = pytest.mark.django_db
BARE = "No,Name,Sex,Province\n1,SOK VEASNA,M,Pursat\n2,ROS KUNTHEA,F,Takeo\n"
FULL = "No,Name,Sex,Date of birth,Province\n1,SOK VEASNA,M,1984-01-09,Pursat\n"


def received(cast: Cast, text: str) -> ReceivedList:
    return receive_list(
        actor=cast.vannak,
        filename="list.csv",
        content=text.encode(),
        sender="Poipet",
        kind="returns",
        gate="KH-TH-PPT",
        mode="",
    )


def _post(client: Client, list_id: UUID, **more: str) -> str:
    page = client.get(reverse("office_intake:columns", args=[list_id])).content.decode()
    assert "What is each column?" in page
    sent = {"gate": "KH-TH-PPT", "crossed_on": "2025-08-06", "mode": "", "read": "1", **more}
    address = reverse("office_intake:columns", args=[list_id])
    return client.post(address, sent, follow=True).content.decode()


def test_what_columns_tell(cast: Cast) -> None:
    bare, full = received(cast, BARE), received(cast, FULL)
    (one,), (other,) = layouts_of(bare), layouts_of(full)
    assert one is not None
    assert other is not None
    assert facts_told(one) == {Fact.NAME, Fact.HOME}
    assert facts_told(other) == {Fact.NAME, Fact.HOME, Fact.BIRTH_DATE}
    assert [rule.rule for rule in rules_left_silent([one])] == ["link-2"]
    assert rules_left_silent([other, None]) == ()


def test_the_page_refuses_with_the_reason_and_takes_a_confirmation(cast: Cast) -> None:
    bare = received(cast, BARE)
    vannak = signed_in(cast, "vannak")
    page = _post(vannak, bare.id)
    assert "the rule link-2 can recognise nobody" in page
    assert 'name="without_rules"' in page
    assert list_for(cast.vannak, bare.id).state == ListState.RECEIVED
    _post(vannak, bare.id, without_rules="1")
    assert list_for(cast.vannak, bare.id).state == ListState.READING
    (event,) = events_visible_to(cast.sreymom, event="registry:rules:left_silent")
    assert event.target_id == str(bare.id)


def test_a_mapping_that_drops_the_birth_date_is_refused(cast: Cast) -> None:
    full = received(cast, FULL)
    (layout,) = layouts_of(full)
    assert layout is not None
    birth = next(column.index for column in layout.columns if column.field == "birth")
    with pytest.raises(RuleCannotFire):
        settle_columns(actor=cast.vannak, list_id=full.id, fields=[{birth: ("other", "")}])
    (kept,) = layouts_of(list_for(cast.vannak, full.id))
    assert kept is not None
    assert kept.columns[birth].field == "birth"
    settle_columns(actor=cast.vannak, list_id=full.id, fields=[{}])


@pytest.mark.parametrize("confirm", [False, True])
def test_the_command_reads_what_came_and_says_that_a_rule_is_silent(
    cast: Cast, tmp_path: Path, confirm: bool
) -> None:
    """Nobody at a terminal chose the columns: a list of names alone is a valid start."""
    import argparse

    from polakor.doors.command.commands import import_list

    path = tmp_path / "bare.csv"
    path.write_text(BARE, encoding="utf-8")
    parser = argparse.ArgumentParser()
    import_list.add_arguments(parser)
    words = [str(path), "--gate", "KH-TH-PPT", "--on", "2025-08-06"]
    options = parser.parse_args([*words, "--without-rules"] if confirm else words)
    taken, said = import_list._receive(cast.vannak, path, path.read_bytes(), options)
    assert taken.state == "reading"
    assert ("link-2" in said) is not confirm
