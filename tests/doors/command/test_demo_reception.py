"""The day at two sites that the demonstration shows: whole, made up, made once."""

from pathlib import Path

import pytest
from tests.cast import Cast

from polakor.assistance.queries.distributions import given_count
from polakor.assistance.queries.rumours import published_answers
from polakor.assistance.queries.sites import sites_for
from polakor.assistance.queries.travel import missing_count, trips_for
from polakor.doors.command.demo.plan import read_plan
from polakor.doors.command.demo.reception import make_reception

pytestmark = pytest.mark.django_db
PACKS = Path(__file__).resolve().parents[3] / "packs"


def test_the_day_at_two_sites_is_made_once(cast: Cast) -> None:
    plan = read_plan(PACKS / "kh" / "demo.toml")
    for made in (2, 0):
        assert make_reception(plan.reception, plan.language, cast.vannak) == made
    assert sum(site.now for site in sites_for(cast.vannak)) == 25
    assert {trip.state for trip in trips_for(cast.vannak)} == {"planned", "going"}
    assert missing_count(cast.vannak) == 1
    assert given_count(cast.vannak) == 4
    assert len(published_answers()) == 2


def test_a_pack_without_such_a_day_makes_nothing(cast: Cast) -> None:
    plan = read_plan(PACKS / "xx" / "demo.toml")
    assert make_reception(plan.reception, plan.language, cast.vannak) == 0
