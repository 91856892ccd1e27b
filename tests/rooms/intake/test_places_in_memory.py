"""Places that come in while a worker runs are read by it at once."""

import pytest

from polakor.access.machine import SETUP
from polakor.intake.queries.words import places
from polakor.reference.actions.places import import_places
from polakor.reference.rules.clean_places import PlaceRow

pytestmark = [pytest.mark.django_db, pytest.mark.owner]

NEW = PlaceRow("official.csv", 2, 4, "01020199", "010201", "ភូមិថ្មីណាស់", "Phum Thmei Nas")


def test_places_loaded_meanwhile_are_known_without_a_new_start() -> None:
    before = places()
    assert places() is before
    assert before.locate_code(NEW.code).code != NEW.code
    import_places(actor=SETUP, rows=[NEW], source="official.csv")
    after = places()
    assert after.locate_code(NEW.code).code == NEW.code
    import_places(actor=SETUP, rows=[NEW], source="official.csv")
    assert places() is after  # nothing changed, nothing is fetched
