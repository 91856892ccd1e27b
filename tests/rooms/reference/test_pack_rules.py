"""A pack is read whole or refused with file, line and reason; no database is needed to know."""

from pathlib import Path

import pytest

from polakor.reference.packs import pack_path
from polakor.reference.rules.pack_types import Fault
from polakor.reference.rules.read_pack import read_pack

SMALL = pack_path("xx")


def files_of(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir() if file.is_file()}


def broken(file: str, old: str, new: str, count: int = 1) -> tuple[list[Fault], int]:
    """Faults of the small pack with one text replaced, and the line the text stood on."""
    files = files_of(SMALL)
    text = files[file].decode()
    assert old in text
    line = text[: text.index(old)].count("\n") + 1
    files[file] = text.replace(old, new, count).encode()
    pack, faults = read_pack(files)
    assert pack is None
    assert faults
    return faults, line


@pytest.mark.parametrize("code", ["kh", "xx"])
def test_both_packs_are_sound(code: str) -> None:
    pack, faults = read_pack(files_of(pack_path(code)))
    assert faults == []
    assert pack is not None
    assert pack.code == code


def test_the_cambodia_pack_holds_what_the_work_needs() -> None:
    pack, _ = read_pack(files_of(pack_path("kh")))
    assert pack is not None
    by_list: dict[str, set[str]] = {}
    for entry in pack.entries:
        by_list.setdefault(entry.list_name, set()).add(entry.code)
    assert len(by_list["provinces"]) == 25
    assert len(by_list["occupations"]) >= 40
    assert {"passport", "nid", "td", "ocwc", "border_pass", "pink_card", "birth_cert"} <= (
        by_list["document_kinds"]
    )
    assert {"spontaneous", "deported", "pushed_back", "humanitarian_corridor"} <= (
        by_list["return_modes"]
    )
    hidden = {entry.code for entry in pack.entries if entry.attributes.get("hidden")}
    assert hidden == {"violence_survivor", "trafficking_indicators", "lgbti_at_risk"}
    assert {"KH-TH-PPT", "KH-TH-DNG", "KH-TH-OSM", "KH-AIR-KTI", "KH-IRR"} <= {
        gate.code for gate in pack.gates
    }


def test_every_entry_says_where_it_comes_from_and_how_far_it_is_trusted() -> None:
    for code in ("kh", "xx"):
        pack, _ = read_pack(files_of(pack_path(code)))
        assert pack is not None
        for one in [*pack.entries, *pack.gates]:
            assert one.source
            assert one.verification_status in {"verified", "reported", "unverified"}
            assert all(one.labels.get(language) for language in pack.languages)


def test_khmer_labels_are_written_in_khmer_letters() -> None:
    pack, _ = read_pack(files_of(pack_path("kh")))
    assert pack is not None
    for one in [*pack.entries, *pack.gates]:
        assert any("\u1780" <= letter <= "\u17ff" for letter in one.labels["km"]), one.code


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("flags.toml", "hidden = true", "hidden = maybe", "invalid value"),
        ("flags.toml", "hidden = true", 'hidden = "yes"', "hidden must be true or false"),
        ("flags.toml", "hidden = true", "hiden = true", "hiden is not a word"),
        ("needs.toml", 'code = "care"', 'code = "take care"', "code must be letters"),
        ("channels.toml", '"XXB"', '"XXZ"', "destination names XXZ"),
        ("occupations.toml", '"sea"', '"sky"', "sector names sky"),
        ("countries.toml", "2000-01-01", '"1 Jan"', "valid_from must be a day"),
        ("sectors.toml", '"verified"', '"sure"', "verification_status must be one of"),
        ("return_modes.toml", ', en = "Deported"', "", "label has no words in en"),
        ("gates.toml", 'state = "closed"', 'state = "shut"', "state must be one of"),
        ("gates.toml", "from = 2020-01-01", "from = 2019-06-01", "before the one above"),
        ("gates.toml", "to = 2019-12-31", "to = 1999-12-31", "to lies before from"),
        ("gates.toml", 'province = "1"', 'province = "9"', "province names 9"),
        ("gates.toml", '"00:00-24:00"', '"always"', "hours must be hours"),
        ("provinces.toml", "tile = [0, 1]", "tile = [0, 0]", "1 already has this square"),
        ("provinces.toml", "[38.5, -28.0]", "[338.5, -28.0]", "centroid must be latitude"),
        ("pack.toml", "small_cell = 3", "small_cell = 0.3", "small_cell must be a whole number"),
        ("pack.toml", 'flags = ["threatened"]', 'flags = ["scared"]', "flags names scared"),
        ("pack.toml", 'urgency = "24h"', 'urgency = "soon"', "urgency must be one of"),
        ("pack.toml", "buddhist_era = false", "budhist_era = false", "budhist_era is not"),
        ("languages.toml", 'list = "languages"', 'list = "tongues"', "list must be one of"),
    ],
)
def test_a_slip_is_refused_with_its_line(file: str, old: str, new: str, reason: str) -> None:
    faults, line = broken(file, old, new)
    assert any(
        fault.file == file and reason in fault.reason and fault.line == line for fault in faults
    ), faults


def test_a_code_written_twice_is_refused_at_the_second_place() -> None:
    faults, line = broken("needs.toml", 'code = "none"', 'code = "care"')
    assert [(fault.line, "already there" in fault.reason) for fault in faults] == [(line, True)]


def test_a_missing_word_is_reported_at_the_entry_it_lacks_in() -> None:
    faults, _ = broken("document_kinds.toml", "document = false\n", "", 1)
    text = files_of(SMALL)["document_kinds.toml"].decode()
    entries = [n for n, line in enumerate(text.splitlines(), 1) if line == "[[entry]]"]
    assert Fault("document_kinds.toml", entries[1], "document is missing") in faults


def test_every_fault_is_told_at_once() -> None:
    files = files_of(SMALL)
    for name in ("flags.toml", "needs.toml"):
        files[name] = files[name].replace(b'"verified"', b'"sure"')
    pack, faults = read_pack(files)
    assert pack is None
    assert {fault.file for fault in faults} == {"flags.toml", "needs.toml"}


def test_letters_that_are_not_utf8_are_refused_with_their_line() -> None:
    files = files_of(SMALL)
    files["needs.toml"] += b"\xff\n"
    line = files["needs.toml"].count(b"\n")
    assert read_pack(files)[1] == [Fault("needs.toml", line, "is not UTF-8 text")]


def test_missing_files_and_lists_are_named() -> None:
    files = files_of(SMALL)
    del files["gates.toml"], files["flags.toml"]
    _, faults = read_pack(files)
    assert {fault.file for fault in faults} >= {"gates.toml", "flags.toml"}
    assert read_pack({})[1][0] == Fault("pack.toml", 1, "this file is missing")


def test_the_same_files_give_the_same_hash_and_one_letter_another() -> None:
    files = files_of(SMALL)
    first, again = read_pack(files)[0], read_pack(dict(reversed(files.items())))[0]
    files["needs.toml"] = files["needs.toml"].replace(b"Soins", b"Soin")
    other = read_pack(files)[0]
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.content_hash == again.content_hash != other.content_hash


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('code = "XXA"', 'code = "XXA', "illegal"),
        ("[sex]", "[sex]\nfemale2 = 3", "female2 must be a list of words"),
        ("[sex]", "[phone_forms]\nXX = '('\n\n[sex]", "XX must be a regular expression"),
    ],
)
def test_words_that_cannot_be_read_refuse_the_pack(old: str, new: str, reason: str) -> None:
    faults, line = broken("words.toml", old, new)
    assert faults[0].file == "words.toml"
    assert reason in faults[0].reason
    assert line <= faults[0].line <= line + 1


def test_a_pack_without_words_is_refused() -> None:
    files = files_of(SMALL)
    del files["words.toml"]
    assert read_pack(files)[1] == [Fault("words.toml", 1, "this file is missing")]


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("pack.toml", '["child_alone"]\nwomen', '["threatened"]\nwomen', "threatened is hidden"),
        ("pack.toml", 'mode = "off"', 'mode = "maybe"', "mode must be on or off"),
        ("entitlements.toml", 'kind = "meal"', 'kind = "gift"', "kind must be one of kit, meal"),
        ("entitlements.toml", "amount = 5000\n", "", "cash needs an amount and a currency"),
    ],
)
def test_help_is_given_by_rules_that_can_be_said_aloud(
    file: str, old: str, new: str, reason: str
) -> None:
    faults, _ = broken(file, old, new)
    assert any(fault.file == file and reason in fault.reason for fault in faults), faults
