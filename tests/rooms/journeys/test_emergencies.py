"""An emergency is named, changed, closed and opened again by those who answer for the report."""

from datetime import date

import pytest

from polakor.access.errors import PermissionRefused
from polakor.journeys.actions.tallies import close_emergency, declare_emergency
from polakor.journeys.errors import EmergencyEndsTooEarly, EmergencyNotFound
from polakor.journeys.queries.tallies import emergency_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FIRST = date(2025, 7, 24)


def _declare(cast: Cast, mode: str = "mass") -> None:
    declare_emergency(
        actor=cast.vannak,
        code="KH-2025-07",
        name_km="ការវិលត្រឡប់",
        name_en="Return",
        begins_on=FIRST,
        gates=("KH-TH-PPT",),
        mode=mode,
    )


def test_an_emergency_is_closed_on_its_last_day_and_may_begin_again(cast: Cast) -> None:
    _declare(cast)
    with pytest.raises(EmergencyEndsTooEarly):
        close_emergency(actor=cast.vannak, code="KH-2025-07", ends_on=date(2025, 7, 1))
    close_emergency(actor=cast.vannak, code="KH-2025-07", ends_on=date(2025, 9, 30))
    found = emergency_of("KH-2025-07")
    assert found is not None
    assert (found.mode, found.ends_on, found.closed_by) == (
        "mass",
        date(2025, 9, 30),
        cast.vannak.account_id,
    )
    _declare(cast, "health")
    again = emergency_of("KH-2025-07")
    assert again is not None
    assert (again.mode, again.ends_on, again.closed_at) == ("health", None, None)


def test_only_those_who_answer_for_the_report_close_one(cast: Cast) -> None:
    _declare(cast)
    for actor in (cast.dara, cast.sokha, cast.rith):
        with pytest.raises(PermissionRefused):
            close_emergency(actor=actor, code="KH-2025-07", ends_on=FIRST)
    with pytest.raises(EmergencyNotFound):
        close_emergency(actor=cast.vannak, code="KH-1999", ends_on=FIRST)
