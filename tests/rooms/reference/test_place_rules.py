"""Cleaning a gazetteer: nothing hidden, nothing invented, whatever the file looks like."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polakor.reference.actions.reading import places_of_pack
from polakor.reference.packs import pack_path
from polakor.reference.rules.clean_places import (
    KEPT,
    KINDS,
    MOVED_UP,
    SET_ASIDE,
    CleanPlaces,
    PlaceRow,
    clean_places,
)
from polakor.reference.rules.place_files import read_place_file

DIGITS = (2, 4, 6, 8)


def row(
    line: int, level: int, code: str, parent: str = "", km: str = "ក", en: str = "Ka"
) -> PlaceRow:
    return PlaceRow("f.csv", line, level, code, parent, km, en)


TOP = [row(2, 1, "01"), row(3, 2, "0102", "01"), row(4, 3, "010203", "0102")]


def fates(result: CleanPlaces, kind: str) -> dict[int, str]:
    return {defect.line: defect.decision for defect in result.defects if defect.kind == kind}


def test_sound_rows_are_kept_with_their_province() -> None:
    result = clean_places(TOP, DIGITS)
    assert [(p.code, p.parent, p.province) for p in result.places] == [
        ("01", "", "01"),
        ("0102", "01", "01"),
        ("010203", "0102", "01"),
    ]
    assert result.defects == []


def test_a_code_shared_by_two_goes_to_the_one_it_agrees_with() -> None:
    other = row(5, 3, "010204", "0102", "ខ")
    twice = [row(6, 4, "01020301", "010203", "គ"), row(7, 4, "01020301", "010204", "ឃ")]
    result = clean_places([*TOP, other, *twice], DIGITS)
    assert [p.name_km for p in result.places if p.level == 4] == ["គ"]
    assert fates(result, "duplicate_code") == {6: KEPT, 7: SET_ASIDE}


def test_a_code_that_names_two_places_of_one_commune_names_none() -> None:
    twice = [row(6, 4, "01020301", "010203", "គ"), row(7, 4, "01020301", "010203", "ឃ")]
    result = clean_places([*TOP, *twice], DIGITS)
    assert not [p for p in result.places if p.level == 4]
    assert fates(result, "duplicate_code") == {6: SET_ASIDE, 7: SET_ASIDE}


def test_a_row_written_twice_is_one_place() -> None:
    result = clean_places(
        [*TOP, row(6, 4, "01020301", "010203"), row(7, 4, "01020301", "010203")], DIGITS
    )
    assert len([p for p in result.places if p.level == 4]) == 1


def test_a_village_of_an_unknown_commune_hangs_below_its_district() -> None:
    result = clean_places([*TOP, row(6, 4, "01029901", "010299")], DIGITS)
    assert result.places[-1].parent == "0102"
    assert fates(result, "unknown_parent") == {6: MOVED_UP}


@pytest.mark.parametrize("code", ["0102030-", "010203", "0102030៤", "", "010203011"])
def test_malformed_codes_are_set_aside(code: str) -> None:
    result = clean_places([*TOP, row(6, 4, code, "010203")], DIGITS)
    assert fates(result, "malformed_code") == {6: SET_ASIDE}
    assert result.set_aside == 1


def test_unseen_signs_are_taken_out_of_names_and_told() -> None:
    result = clean_places([row(2, 1, "01", km="គី\u200bឡូ  ៧ ", en="Kilo")], DIGITS)
    assert result.places[0].name_km == "គីឡូ ៧"
    assert {defect.kind for defect in result.defects} == {"zero_width", "odd_spaces"}


def test_a_file_of_villages_hangs_below_places_already_known() -> None:
    known = {"01": "01", "0102": "01", "010203": "01"}
    result = clean_places([row(2, 4, "01020301", "010203")], DIGITS, known)
    assert (result.places[0].parent, result.places[0].province) == ("010203", "01")


def test_the_gazetteer_of_the_cambodia_pack_has_the_defects_we_measured() -> None:
    found = places_of_pack(pack_path("kh"))
    assert found is not None
    rows = found.rows
    assert [sum(row.level == level for row in rows) for level in (1, 2, 3, 4)] == [
        25,
        210,
        1661,
        14576,
    ]
    result = clean_places(rows, DIGITS)
    assert result.counts() == {
        "malformed_code": 9,
        "duplicate_code": 80,
        "code_not_under_parent": 43,
        "unknown_parent": 13,
        "zero_width": 6,
        "odd_spaces": 16,
        "no_children": 2,
        "same_name_beside": 10,
    }
    doubled = {defect.code for defect in result.defects if defect.kind == "duplicate_code"}
    assert len(doubled) == 26
    assert "0506140-" in doubled
    assert (len(result.places), result.set_aside) == (16410, 62)


CODES = st.text("0123", min_size=1, max_size=5)
NAMES = st.text(st.sampled_from("កខ \u200b\u00a0aé\ufeff"), max_size=4)
DRAWN = st.builds(
    lambda level, code, parent, km, en: (level, code, parent, km, en),
    st.integers(0, 4),
    CODES,
    st.one_of(st.just(""), CODES),
    NAMES,
    NAMES,
)


@settings(max_examples=300)
@given(st.lists(DRAWN, max_size=25))
def test_every_row_is_kept_once_or_set_aside_once(
    drawn: list[tuple[int, str, str, str, str]],
) -> None:
    rows = [PlaceRow("f.csv", n, *values) for n, values in enumerate(drawn, 2)]
    result = clean_places(rows, (1, 2, 3, 4))
    codes = [place.code for place in result.places]
    assert len(codes) == len(set(codes))
    assert len(codes) + result.set_aside == len(rows)
    assert {defect.kind for defect in result.defects} <= set(KINDS)
    level_of: dict[str, int] = {}
    for place in result.places:
        level_of[place.code] = place.level
        assert place.name_km or place.name_latin
        assert not set("\u200b\ufeff") & set(place.name_km + place.name_latin)
        if place.level == 1:
            assert (place.parent, place.province) == ("", place.code)
        else:
            assert level_of[place.parent] < place.level
            assert level_of[place.province] == 1


@settings(max_examples=200)
@given(st.lists(DRAWN, max_size=25))
def test_cleaning_what_is_clean_changes_nothing(
    drawn: list[tuple[int, str, str, str, str]],
) -> None:
    rows = [PlaceRow("f.csv", n, *values) for n, values in enumerate(drawn, 2)]
    once = clean_places(rows, (1, 2, 3, 4))
    again = clean_places(
        [
            PlaceRow("f.csv", n, p.level, p.code, p.parent, p.name_km, p.name_latin)
            for n, p in enumerate(once.places)
        ],
        (1, 2, 3, 4),
    )
    assert again.places == once.places
    assert again.set_aside == 0


def test_the_official_tables_and_a_plain_table_are_read_alike() -> None:
    official = "\ufeffprovince_code,district_code,district_kh,district_en\n01,0102,ក,Ka\n"
    plain = "code,name_km,name_latin\n0102,ក,Ka\n"
    first, fault = read_place_file("f.csv", official, DIGITS)
    second, other = read_place_file("f.csv", plain, DIGITS)
    assert fault is None
    assert other is None
    assert first == second


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("a,b\n1,2\n", 1),
        ("code,name_km,name_latin\n", 1),
        ("code,name_km,name_latin\n01,ក,Ka\n02,ខ\n", 3),
        ('code,name_km,name_latin\n01,"ក"x,Ka\n', 2),
    ],
)
def test_a_file_that_is_no_table_of_places_is_refused_with_its_line(text: str, line: int) -> None:
    rows, fault = read_place_file("f.csv", text, DIGITS)
    assert rows == []
    assert fault is not None
    assert fault.line == line
