"""What every room may read, as the running role, and that this role may not write."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from polakor.reference.models import Code, Gate, GateStatusPeriod, PackState, Place, PlaceDefect
from polakor.reference.queries.codes import (
    choices,
    codes_by_word,
    entries,
    hidden_flags,
    labels,
    labels_of_lists,
    word_key,
)
from polakor.reference.queries.gates import (
    gate_choices,
    gate_labels,
    gate_provinces,
    gates_by_word,
    gates_on,
    gates_open_on,
)
from polakor.reference.queries.pack import pack_in_force
from polakor.reference.queries.places import (
    level_name,
    place_full_name,
    place_full_names,
    place_index_rows,
    place_names,
    place_parents,
    places_below,
    province_names,
    provinces,
)

pytestmark = pytest.mark.django_db


def test_labels_come_in_both_languages_in_the_order_of_the_pack() -> None:
    assert next(iter(labels("return_modes", "en"))) == "spontaneous"
    assert labels("document_kinds", "km")["passport"] == "លិខិតឆ្លងដែន"
    both = labels_of_lists(["flags", "needs"], "en")
    assert both["flags"]["pregnant"] == "Pregnant"
    assert both["needs"]["water"] == "Water"
    assert ("holiday", "For a holiday") in choices("return_modes", "en")


def test_a_code_can_be_chosen_only_in_its_time() -> None:
    def codes(day: date) -> set[str]:
        return {entry.code for entry in entries("document_kinds", on=day)}

    assert "quarantine_cert" in codes(date(2021, 1, 1))
    assert "quarantine_cert" not in codes(date(2022, 1, 1))


def test_words_lead_to_codes_however_they_are_written() -> None:
    modes, papers = codes_by_word("return_modes"), codes_by_word("document_kinds")
    assert modes[word_key("Pushed  Back")] == "pushed_back"
    assert modes[word_key("និរទេស")] == "deported"
    assert papers[word_key("ID card")] == "nid"
    assert papers[word_key("พาสปอร์ต")] == "passport"
    assert gates_by_word()[word_key("poi-pet")] == "KH-TH-PPT"
    assert gates_by_word()[word_key("ចាំយាម")] == "KH-TH-CHY"


def test_hidden_flags_are_known_as_such() -> None:
    assert hidden_flags() == {"violence_survivor", "trafficking_indicators", "lgbti_at_risk"}


def test_gates_have_periods_not_one_state() -> None:
    def state(code: str, day: date) -> str:
        return next(gate.state for gate in gates_on(day) if gate.code == code)

    assert state("KH-TH-PPT", date(2014, 6, 13)) == "open"
    assert state("KH-TH-PPT", date(2020, 4, 1)) == "restricted"
    assert state("KH-TH-PPT", date(2025, 8, 6)) == "restricted"
    assert state("KH-TH-MAL", date(2025, 8, 6)) == "closed"
    assert state("KH-IRR", date(2025, 8, 6)) == "unknown"
    open_now = {gate.code for gate in gates_open_on(date(2025, 8, 6))}
    assert {"KH-TH-PPT", "KH-IRR", "KH-AIR-PNH"} <= open_now
    assert not {"KH-TH-MAL", "KH-AIR-KTI"} & open_now
    doung = next(gate for gate in gates_on(date(2025, 8, 6)) if gate.code == "KH-TH-DNG")
    assert doung.hours == "09:00-15:00"
    assert doung.label("km") == "ដូង"


def test_gates_have_names_and_provinces() -> None:
    assert gate_labels("en")["KH-TH-OSM"] == "O'Smach"
    assert gate_labels("th")["KH-TH-OSM"] == "โอร์เสม็ด"
    assert gate_provinces()["KH-TH-DNG"] == "02"


def test_a_form_offers_the_gates_of_its_day() -> None:
    offered = dict(gate_choices("en", on=date(2026, 1, 5)))
    assert "KH-AIR-KTI" in offered
    assert "KH-AIR-PNH" not in offered
    assert offered["KH-TH-MAL"] == "Malai"  # closed, and yet somebody may have come through it


def test_the_tile_grid_holds_every_province_once() -> None:
    tiles = provinces("km")
    assert len({(tile.row, tile.column) for tile in tiles}) == len(tiles) == 25
    assert all(len(tile.short) <= 5 for tile in [*tiles, *provinces("en")])
    assert all(9 < tile.centroid[0] < 15 and 102 < tile.centroid[1] < 108 for tile in tiles)
    assert province_names("en")["25"] == "Tboung Khmum"


def test_a_place_is_named_with_all_it_lies_in() -> None:
    assert place_full_name("01020101", "en") == (
        "Ou Thum, Banteay Neang, Mangkul Bourei, Banteay Meanchey"
    )
    assert place_full_name("011002", "km").endswith("បន្ទាយមានជ័យ")
    assert place_full_name("99", "en") == ""
    assert place_names(["12", "zz"], "en") == {"12": "Phnom Penh"}
    assert level_name(3, "en") == "Commune"
    assert [place.code for place in places_below(None)] == [f"{n:02}" for n in range(1, 26)]


def test_the_gazetteer_is_read_whole_for_those_who_read_lists() -> None:
    rows = list(place_index_rows())
    assert len(rows) == 16410
    assert rows[0][:3] == ("01", "បន្ទាយមានជ័យ", "Banteay Meanchey")
    parents = place_parents()
    assert len(parents) == 16410 - 25
    assert parents["14110701"] == "141110"


def test_the_pack_says_what_is_to_be_protected() -> None:
    pack = pack_in_force()
    assert pack.limits["small_cell"] == 5
    assert pack.age_bounds[0] == 0
    assert "data.mef.gov.kh" in pack.attribution("en")
    assert pack.attribution("km") != pack.attribution("en")


def test_full_names_of_many_places_take_two_queries(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(place_full_names([f"{n:02}" for n in range(1, 26)], "km")) == 25


def test_gates_of_a_day_take_two_queries(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        gates_open_on(date(2025, 8, 6))


@pytest.mark.parametrize("model", [Code, Gate, GateStatusPeriod, PackState, Place, PlaceDefect])
def test_the_running_role_reads_reference_and_never_writes_it(model: type) -> None:
    table = model._meta.db_table  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        for verb in (f"DELETE FROM {table}", f"UPDATE {table} SET source = source"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(verb)
