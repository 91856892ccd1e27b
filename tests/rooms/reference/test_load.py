"""Loading a pack: twice without a change, retired and never deleted, all or nothing."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from polakor.access.machine import SETUP
from polakor.reference.actions.load import Tally, load_default, load_pack
from polakor.reference.actions.places import import_places
from polakor.reference.actions.reading import places_of_pack
from polakor.reference.errors import OtherPackInForce, PackMissing, PackRefused
from polakor.reference.models import Code, Gate, GateStatusPeriod, PackState, Place
from polakor.reference.packs import pack_path
from polakor.reference.queries.codes import labels
from polakor.reference.queries.gates import gates_open_on
from polakor.reference.queries.pack import pack_in_force
from polakor.reference.queries.places import place_full_name, provinces

pytestmark = [pytest.mark.django_db, pytest.mark.owner]


@pytest.fixture
def own_pack(tmp_path: Path) -> Path:
    """A copy of the Cambodia pack that a test may spoil."""
    return Path(shutil.copytree(pack_path("kh"), tmp_path / "kh"))


def change(pack: Path, file: str, old: str, new: str) -> None:
    text = (pack / file).read_text()
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1))


def snapshot() -> list[object]:
    """Everything the room holds, with the transaction that last wrote each row."""
    rows: list[object] = []
    with connection.cursor() as cursor:
        for model in (Code, Gate, GateStatusPeriod, PackState, Place):
            table = model._meta.db_table
            cursor.execute(f"SELECT xmin::text, row::text FROM {table} AS row ORDER BY 2")
            rows.append(cursor.fetchall())
    return rows


def test_loading_the_same_pack_again_writes_nothing() -> None:
    before = snapshot()
    result = load_default(SETUP)
    assert not result.changed
    assert result.codes == Tally(unchanged=result.codes.unchanged)
    assert result.places is not None
    assert (result.places.added, result.places.changed, result.places.retired) == (0, 0, 0)
    assert snapshot() == before


def test_a_code_the_pack_drops_is_retired_and_comes_back(own_pack: Path) -> None:
    change(own_pack, "needs.toml", 'code = "interpreter"', 'code = "sign_interpreter"')
    change(own_pack, "pack.toml", '"interpreter"', '"sign_interpreter"')
    result = load_pack(actor=SETUP, path=own_pack)
    assert (result.codes.added, result.codes.retired) == (1, 1)
    dropped = Code.objects.get(list_name="needs", code="interpreter")
    assert dropped.retired_on is not None
    assert labels("needs", "en")["interpreter"] == "Interpreter"  # old records keep their words
    result = load_pack(actor=SETUP, path=pack_path("kh"))
    assert (result.codes.restored, result.codes.retired) == (1, 1)
    assert Code.objects.get(list_name="needs", code="interpreter").retired_on is None


def test_a_changed_word_and_a_new_period_are_taken_over(own_pack: Path) -> None:
    change(own_pack, "flags.toml", 'en = "Pregnant"', 'en = "Expecting a child"')
    change(
        own_pack,
        "gates.toml",
        "from = 2025-06-24\nstate",
        "from = 2025-06-24\nto = 2026-01-31\nstate",
    )
    result = load_pack(actor=SETUP, path=own_pack)
    assert (result.codes.changed, result.periods_changed) == (1, 1)
    assert labels("flags", "en")["pregnant"] == "Expecting a child"
    assert GateStatusPeriod.objects.filter(ends_on=date(2026, 1, 31)).count() == 1


def test_a_broken_pack_is_refused_with_file_line_and_reason_and_nothing_changes(
    own_pack: Path,
) -> None:
    change(own_pack, "needs.toml", 'en = "Food"', 'en = "Meals"')
    change(own_pack, "sectors.toml", 'isic = "A02"', "isic = 2")
    line = (own_pack / "sectors.toml").read_text().split("isic = 2")[0].count("\n") + 1
    before = snapshot()
    with pytest.raises(PackRefused) as refused:
        load_pack(actor=SETUP, path=own_pack)
    assert refused.value.fields["file"] == own_pack / "sectors.toml"
    assert refused.value.fields["line"] == line
    assert f"line {line}" in str(refused.value)
    assert "isic must be words" in str(refused.value)
    assert snapshot() == before


def test_a_file_that_is_not_toml_is_refused_with_its_line(own_pack: Path) -> None:
    change(own_pack, "gates.toml", 'class = "international"', "class = international")
    line = (own_pack / "gates.toml").read_text().split("class = inter")[0].count("\n") + 1
    with pytest.raises(PackRefused) as refused:
        load_pack(actor=SETUP, path=own_pack)
    assert refused.value.fields["line"] == line


def test_a_folder_without_a_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackMissing):
        load_pack(actor=SETUP, path=tmp_path)


def test_another_countrys_pack_does_not_slip_into_a_database_that_holds_one() -> None:
    with pytest.raises(OtherPackInForce):
        load_pack(actor=SETUP, path=pack_path("xx"))


def test_an_invented_country_works_as_well() -> None:
    load_pack(actor=SETUP, path=pack_path("xx"), replace=True)
    found = places_of_pack(pack_path("xx"))
    assert found is not None
    imported = import_places(actor=SETUP, rows=found.rows, source=found.source)
    assert imported.kept == 10
    assert pack_in_force().languages == ("fr", "en")
    assert [(p.code, p.name, p.short) for p in provinces("fr")] == [
        ("1", "Hautemer", "HM"),
        ("2", "Basseterre", "BT"),
        ("3", "Îlots", "IL"),
    ]
    assert [gate.code for gate in gates_open_on(date(2010, 5, 1))] == ["XX-NO-COL", "XX-SEA"]
    assert [gate.code for gate in gates_open_on(date(2021, 5, 1))] == ["XX-SEA"]
    assert place_full_name("10101", "fr") == "Quai Nord, Port-Vieux, Hautemer"
    assert place_full_name("10101", "en") == "North Quay, Oldport, Highsea"
    assert set(Code.objects.filter(retired_on=None).values_list("pack", flat=True)) == {"xx"}
    assert not Place.objects.filter(retired_on=None, province="01").exists()
