"""``polakor report returns``: what a programme reads at the terminal."""

import argparse
import json
from datetime import timedelta
from typing import Any

import pytest
from tests.cast import Cast
from tests.rooms.evidence.people import DAY, counting, cross, tally

from polakor.access.models import AuditEvent
from polakor.doors.command.commands import report
from polakor.evidence.errors import NotADay, UnknownEmergency, UnknownQuestion

pytestmark = pytest.mark.django_db


def ask(*words: str) -> int:
    parser = argparse.ArgumentParser()
    report.add_arguments(parser)
    return report.run(parser.parse_args(["returns", "--as", "rith", *words]))


@pytest.fixture
def sample(cast: Cast) -> Cast:
    """103 people counted without names, 45 of a hundred women, and one in twenty registered."""
    with counting():
        tally(count=46, sex=2), tally(count=57, sex=1)
        for sex in (2, 2, 1, 1, 1):
            cross(sex=sex)
    return cast


DAYS = ("--from", str(DAY - timedelta(days=3)), "--to", str(DAY))


def test_both_counts_are_printed_and_never_added(sample: Cast, capsys: Any) -> None:
    assert ask(*DAYS, "--by", "sex,gate", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["from"], answer["to"]) == DAYS[1::2]
    assert answer["tallies"]["total"] == 103
    assert answer["tallies"]["share_female"] == pytest.approx(0.45, abs=0.01)
    assert answer["registrations"]["total"] == 5
    assert answer["persons"]["total"] == 5
    assert answer["difference"] == -98
    assert answer["registrations"]["by"][0] == {
        "sex": "male",
        "gate": "KH-TH-PPT",
        "count": 3,
        "share": 0.6,
        "shown": "3",
    }
    assert {cell["sex"]: cell["count"] for cell in answer["tallies"]["by"]} == {
        "male": 57,
        "female": 46,
    }


def test_what_a_source_does_not_know_it_does_not_tell(sample: Cast, capsys: Any) -> None:
    ask(*DAYS, "--by", "province", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer["tallies"]["by"] is None
    assert all(cell["count"] is None for cell in answer["registrations"]["by"])


def test_for_people_it_is_a_table_of_words(sample: Cast, capsys: Any) -> None:
    ask(*DAYS, "--by", "sex")
    said = capsys.readouterr().out
    assert "never added up" in said
    assert "female" in said


def test_asking_is_written_down(sample: Cast, capsys: Any) -> None:
    from polakor.access.context import acting_as

    ask(*DAYS)
    with acting_as(sample.sreymom):
        event = AuditEvent.objects.get(event="evidence:report:exported")
    assert event.detail["form"] == "command"


def test_nonsense_is_refused_in_one_sentence(sample: Cast) -> None:
    with pytest.raises(NotADay):
        ask("--from", "yesterday")
    with pytest.raises(UnknownEmergency):
        ask("--emergency", "none")
    with pytest.raises(UnknownQuestion):
        ask(*DAYS, "--by", "name")
