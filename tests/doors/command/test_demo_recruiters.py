"""The agencies of the demonstration: made through the room's own acts, and only once."""

from pathlib import Path

import pytest
from tests.cast import Cast

from polakor.access.rules.policy import Role
from polakor.doors.command.demo.plan import read_plan
from polakor.doors.command.demo.recruiters import make_recruiters
from polakor.recruitment.queries.inspections import open_corrections
from polakor.recruitment.queries.public import find, whole_register

pytestmark = pytest.mark.django_db
PLAN = Path(__file__).resolve().parents[3] / "packs" / "kh" / "demo.toml"


def test_agencies_of_every_standing_are_shown_and_made_once(cast: Cast) -> None:
    rows = read_plan(PLAN).recruiters
    assert make_recruiters(rows, "km", cast.kosal) == len(rows)
    assert make_recruiters(rows, "km", cast.kosal) == 0
    agencies = whole_register()
    assert {line.holds.standing for line in agencies} == {
        "licensed",
        "recruiting_stopped",
        "suspended",
        "expired",
        "revoked",
    }
    assert all("(demonstration)" in line.name_latin for line in agencies), "marked as made up"
    assert [line.kind for line in whole_register(kind="unlicensed")] == ["broker"]
    assert find("gold rise")[0].name_latin.startswith("Golden Rice")
    assert len(open_corrections(cast.kosal)) == 2


def test_the_demonstration_has_somebody_who_licenses() -> None:
    roles = {account.role for account in read_plan(PLAN).accounts}
    assert Role.LICENSING_OFFICER.value in roles
