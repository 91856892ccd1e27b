"""Importing places: quickly, twice without a change, an official file over the package."""

import time
from pathlib import Path

import pytest

from polakor.access.machine import SETUP
from polakor.reference.actions.places import import_place_file, import_places
from polakor.reference.actions.reading import places_of_pack
from polakor.reference.errors import PlacesRefused
from polakor.reference.models import Place, PlaceDefect
from polakor.reference.packs import pack_path
from polakor.reference.queries.places import (
    place_defect_counts,
    place_defects,
    place_path,
    provinces_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.owner]


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "official.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_whole_gazetteer_comes_in_with_three_seconds_of_work() -> None:
    PlaceDefect.objects.all().delete()
    for level in (4, 3, 2):
        Place.objects.filter(level=level).delete()
    begun = time.process_time()  # not of the clock: other tests run beside this one
    found = places_of_pack(pack_path("kh"))
    assert found is not None
    result = import_places(actor=SETUP, rows=found.rows, source=found.source)
    assert time.process_time() - begun < 3
    assert (result.read, result.kept, result.set_aside) == (16472, 16410, 62)
    assert result.added == 16410 - 25


def test_the_report_of_defects_can_be_read() -> None:
    counts = place_defect_counts()
    by_kind: dict[str, int] = {}
    for (_, kind, _), number in counts.items():
        by_kind[kind] = by_kind.get(kind, 0) + number
    assert by_kind["code_not_under_parent"] == 43
    assert by_kind["unknown_parent"] == 13
    lines = [line for line in place_defects() if line.kind == "malformed_code"]
    assert len(lines) == 9
    assert {line.code for line in lines} == {"0506140-"}
    assert all(line.file.startswith("CambodiaVillages") and line.line > 1 for line in lines)


def test_provinces_keep_the_names_of_the_pack_and_gather_other_spellings() -> None:
    province = Place.objects.get(code="18")
    assert (province.name_km, province.name_latin) == ("ព្រះសីហនុ", "Preah Sihanouk")
    assert "Sihanoukville" in province.other_names
    assert "រាជធានីភ្នំពេញ" in Place.objects.get(code="12").other_names


def test_an_official_file_of_one_commune_changes_that_and_leaves_the_rest(tmp_path: Path) -> None:
    other = Place.objects.filter(province="02", retired_on=None).count()
    path = written(
        tmp_path,
        "province_code,district_code,commune_code,village_code,village_kh,village_en",
        "01,0102,010201,01020101,អូរធំថ្មី,Ou Thum Thmei",
        "01,0102,010201,01020199,ភូមិថ្មី,Phum Thmei",
    )
    result = import_place_file(actor=SETUP, path=path)
    assert (result.kept, result.added, result.changed) == (2, 1, 1)
    assert Place.objects.get(code="01020101").name_latin == "Ou Thum Thmei"
    gone = Place.objects.get(code="01020102")
    assert gone.retired_on is not None  # the file says what this commune holds
    assert Place.objects.get(code="010201").retired_on is None
    assert Place.objects.get(code="01020201").retired_on is None  # and nothing of the next one
    assert Place.objects.filter(province="02", retired_on=None).count() == other
    assert [place.code for place in place_path("01020102")] == ["01", "0102", "010201", "01020102"]


def test_what_lies_in_a_retired_place_is_retired_with_it(tmp_path: Path) -> None:
    names = Place.objects.filter(parent="0102").exclude(code="010201").values_list("code")
    lines = [f"{code},0102,ក,Ka" for (code,) in names]
    path = written(tmp_path, "code,parent,name_km,name_latin", *lines)
    result = import_place_file(actor=SETUP, path=path)
    assert Place.objects.get(code="010201").retired_on is not None
    assert not Place.objects.filter(parent="010201", retired_on=None).exists()
    assert result.retired == 1 + Place.objects.filter(parent="010201").count()


def test_a_file_with_a_torn_line_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    before = Place.objects.filter(retired_on=None).count()
    path = written(tmp_path, "code,name_km,name_latin", "01020101,អូរធំ,Ou Thum", "01020102,ភ្នំ")
    with pytest.raises(PlacesRefused) as refused:
        import_place_file(actor=SETUP, path=path)
    assert refused.value.fields["line"] == 3
    assert Place.objects.filter(retired_on=None).count() == before


def test_a_village_below_a_commune_nobody_knows_still_has_its_province() -> None:
    assert [place.code for place in place_path("12091302")] == ["12", "1209", "12091302"]
    assert provinces_of(["12091302", "nowhere"]) == {"12091302": "12"}
