"""Places: the deepest level that is certain, never a deeper guess."""

import pytest
from tests.factories.lists import GAZETTEER
from tests.rooms.intake.test_reading_lists import places, vocabulary

from polakor.intake.rules.places import PlaceIndex
from polakor.intake.rules.vocabulary import Vocabulary

KHMER = {"province": "បន្ទាយមានជ័យ", "district": "ស្រុកមង្គលបូរី"}


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ({"province": "Battambang"}, "02"),
        ({"province": "ខេត្តបាត់ដំបង"}, "02"),
        ({"province": "จ.พระตะบอง"}, "02"),
        ({"province": "Battambong"}, "02"),
        ({"province": "Battanbang"}, "02"),
        ({"province": "Atlantis"}, ""),
        ({"province": "Battambang", "district": "Bavel"}, "0204"),
        ({"province": "Battambang", "district": "Bavell", "commune": "Phnum"}, "020401"),
        ({"province": "Siem Reap", "district": "Bavel"}, "17"),
        ({**KHMER, "commune": "ឃុំបន្ទាយនាង", "village": "ភូមិអូរធំ"}, "01020101"),
        ({**KHMER, "commune": "បន្ទាយនាង", "village": "មិនស្គាល់"}, "010201"),
        ({**KHMER, "commune": "បន្ទាយនាង", "village": "ភូមិណា"}, "010201"),
        ({"village": "អូរធំ", "commune": "បន្ទាយនាង"}, "01020101"),
        ({"commune": "Sala Kamreuk"}, "171001"),
        ({"province": "", "district": "-"}, ""),
        ({}, ""),
    ],
)
def test_names_by_level(names: dict[str, str], code: str) -> None:
    assert places().find(names) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Battambang", "02"),
        ("Battambang province", "02"),
        ("Bavel, Battambang", "0204"),
        ("Battambang, Bavel", "0204"),
        ("Paoy Paet, Paoy Paet, Banteay Meanchey", "011001"),
        ("Paoy Paet, Banteay Meanchey", "0110"),
        ("Ou Thum village, Banteay Neang, Mongkol Borei, Banteay Meanchey, Cambodia", "01020101"),
        ("ភូមិអូរធំ ឃុំបន្ទាយនាង ស្រុកមង្គលបូរី ខេត្តបន្ទាយមានជ័យ", "01020101"),
        ("ភូមិអូរធំឃុំបន្ទាយនាងស្រុកមង្គលបូរីខេត្តបន្ទាយមានជ័យ", "01020101"),
        ("ឃុំភ្នំ ស្រុកបវេល ខេត្តបាត់ដំបង", "020401"),
        ("อ.บเวล จ.พระตะบอง", "02"),
        ("Bavel Battambang", "02"),
        ("Cambodia", ""),
        ("somewhere", ""),
        ("", ""),
    ],
)
def test_an_address_in_one_cell(text: str, code: str) -> None:
    assert places().locate_text(text).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KH010201", "010201"),
        ("10201", "010201"),
        ("0102", "0102"),
        ("kh-02", "02"),
        ("999", ""),
        ("", ""),
    ],
)
def test_codes_written_as_such(text: str, code: str) -> None:
    assert places().locate_code(text).code == code


def test_two_places_of_one_name_are_not_certain() -> None:
    found = places().locate({"commune": "Phnum", "village": "Phnum"})
    assert found.code in ("", "020401") or found.notices


def test_a_village_that_is_not_in_its_commune_is_not_taken_from_another() -> None:
    found = places().locate({"province": "Battambang", "district": "Bavel", "village": "Ou Thum"})
    assert (found.code, found.notices) == ("0204", ("place_partly_read",))


def test_a_country_of_three_levels_and_short_codes_is_read_the_same_way() -> None:
    words = Vocabulary.from_toml(
        '[country]\ncode="XXA"\nplace_prefixes=["XX"]\n[place_units]\nprovince=["canton de"]'
    )
    index = PlaceIndex.from_rows([("1", "Hautemer"), ("101", "Port"), ("10101", "Quai")], words)
    assert (
        index.find({"province": "Canton de Hautemer", "district": "Port", "commune": "Quai"})
        == "10101"
    )
    assert index.locate_code("XX101").code == "101"


def test_every_code_is_found_by_its_own_names() -> None:
    index = PlaceIndex.from_rows(GAZETTEER, vocabulary())
    for code, *names in GAZETTEER:
        if len(code) == 2:
            assert {index.find({"province": name}) for name in names} == {code}
