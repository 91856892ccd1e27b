"""Forms come from the pack: refused whole where they are wrong, otherwise kept for ever."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from polakor.access.machine import SETUP
from polakor.reference.actions.load import load_pack
from polakor.reference.actions.reading import read_pack_at
from polakor.reference.errors import FormChanged, FormUnknown, PackRefused
from polakor.reference.packs import pack_path
from polakor.reference.queries.forms import form, form_as_json, forms_as_json, forms_in_force
from polakor.reference.rules.pack_types import Pack

ARRIVAL = "forms/arrival-1.toml"
DAY = date(2025, 8, 17)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return Path(shutil.copytree(pack_path("xx"), tmp_path / "xx"))


@pytest.fixture
def own_pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(pack_path("kh"), tmp_path / "kh"))


def change(pack: Path, file: str, old: str, new: str) -> int:
    """Replace one text; returns the line it stood on."""
    text = (pack / file).read_text()
    assert old in text
    (pack / file).write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def forms_of(code: str) -> Pack:
    return read_pack_at(pack_path(code))


def test_the_forms_of_both_packs_are_sound_and_speak_every_language() -> None:
    assert [one.key for one in forms_of("kh").forms] == ["arrival/1", "counts/1", "profile/1"]
    assert [one.tier for one in forms_of("kh").forms] == [1, 0, 2]
    assert [one.key for one in forms_of("xx").forms] == ["arrival/1"]
    for one in forms_of("kh").forms:
        for question in one.definition["questions"]:
            assert any("\u1780" <= letter <= "\u17ff" for letter in question["label"]["km"])
            assert question["label"]["en"]


def test_nothing_is_demanded_but_a_mode_of_return_and_a_sex_or_an_age() -> None:
    demanded = {one.code: one.definition["demanded"] for one in forms_of("kh").forms}
    assert [(one["who"], one["one_of"]) for one in demanded["arrival"]] == [
        ("household", ["return_mode"]),
        ("member", ["sex", "age", "age_band", "birth"]),
    ]
    assert demanded["counts"] == demanded["profile"] == []


def test_a_fact_nobody_confirmed_is_not_given_out_as_confirmed() -> None:
    assert {one.verification_status for one in forms_of("kh").forms} == {"unverified"}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('type = "place"', 'type = "spot"', "type must be one of choice, many"),
        ('list = "return_modes"', 'list = "ways"', "the pack has no list ways"),
        ('first = ["child_alone"]', 'first = ["hurt"]', "hurt, which is not one of the answers"),
        ('part = "person"\nlook', 'part = "people"\nlook', "this form has no part people"),
        ('carry = "members"', 'carry = "all"', "carry must be one of members, head"),
        ('who = "member"\ntype = "number"', 'who = "member"\ntype = "date"', "cannot ask for"),
        ("must = [{ at_least = 0,", "must = [{ least = 0,", "least is not a word"),
        ('code = "age"', 'code = "sex"', "sex is asked twice"),
        ('one_of = ["sex", "age"]', 'one_of = ["height"]', "height is not asked of a member"),
        ('label = { fr = "Âge", en = "Age in years" }', 'label = { en = "Age" }', "every language"),
        ("version = 1", "version = 2", "must be called forms/arrival-2.toml"),
        ('alone = ["none_observed"]', 'alone = ["none"]', "none is not one of the answers"),
        (
            'label = { fr = "Nom"',
            'when = [{ question = "height", is = "answered" }]\nlabel = { fr = "Nom"',
            "height is not asked before",
        ),
        (
            'label = { fr = "Nom"',
            'when = [{ question = "sex", in = ["7"] }]\nlabel = { fr = "Nom"',
            "7 is not an answer to sex",
        ),
    ],
)
def test_a_form_with_a_fault_refuses_the_whole_pack_and_says_where(
    small: Path, old: str, new: str, reason: str
) -> None:
    line = change(small, ARRIVAL, old, new)
    with pytest.raises(PackRefused) as refused:
        read_pack_at(small)
    faults = refused.value.fields["faults"]
    near = [fault for fault in faults if reason in fault.reason]
    assert near, [str(fault) for fault in faults]
    assert near[0].file == ARRIVAL
    assert abs(near[0].line - line) <= 9  # inside the same table
    assert near[0].line > 1 or line <= 3


def test_a_missing_sentence_refuses_the_pack(small: Path) -> None:
    line = change(small, "forms/words.toml", "nobody = ", "no_one = ")
    with pytest.raises(PackRefused) as refused:
        read_pack_at(small)
    told = [str(fault) for fault in refused.value.fields["faults"]]
    assert f"forms/words.toml, line {line}: no_one is not a word this table knows" in told
    assert any("nobody must be words in every language" in one for one in told)


@pytest.mark.django_db
@pytest.mark.owner
class TestLoaded:
    """What the database keeps of them."""

    def test_forms_in_force_are_those_of_the_day_by_tier(self) -> None:
        assert [one.key for one in forms_in_force(DAY)] == ["counts/1", "arrival/1", "profile/1"]
        assert forms_in_force(date(1999, 1, 1)) == []

    def test_a_device_gets_everything_it_needs_in_both_languages(self) -> None:
        arrival = next(one for one in forms_as_json(DAY) if one["key"] == "arrival/1")
        assert json.loads(json.dumps(arrival)) == arrival
        assert arrival["place_digits"] == [2, 4, 6, 8]
        flags = {one["code"]: one for one in arrival["lists"]["flags"]}
        assert flags["pregnant"]["label"] == {"km": "មានផ្ទៃពោះ", "en": "Pregnant"}
        hidden = {code for code, one in flags.items() if one.get("hidden")}
        assert hidden == {"violence_survivor", "trafficking_indicators", "lgbti_at_risk"}
        bands = [(one["code"], one["label"]["en"]) for one in arrival["lists"]["age_bands"]]
        assert bands[0] == ("0", "0–4")
        assert bands[-1] == ("60", "60+")
        assert form_as_json("arrival/1", DAY) == arrival

    def test_a_version_that_was_retired_can_still_be_read(self, own_pack: Path) -> None:
        text = (own_pack / ARRIVAL).read_text().replace("version = 1", "version = 2")
        (own_pack / "forms/arrival-2.toml").write_text(text)
        (own_pack / ARRIVAL).unlink()
        result = load_pack(actor=SETUP, path=own_pack)
        assert (result.forms.added, result.forms.retired) == (1, 1)
        assert "arrival/2" in [one.key for one in forms_in_force(DAY)]
        assert "arrival/1" not in [one.key for one in forms_in_force(DAY)]
        assert form("arrival/1").version == 1

    def test_the_newest_version_is_in_force_from_its_own_day(self, own_pack: Path) -> None:
        text = (own_pack / ARRIVAL).read_text().replace("version = 1", "version = 2")
        text = text.replace("valid_from = 2014-01-01", "valid_from = 2026-01-01")
        (own_pack / "forms/arrival-2.toml").write_text(text)
        load_pack(actor=SETUP, path=own_pack)
        assert "arrival/1" in [one.key for one in forms_in_force(DAY)]
        assert "arrival/2" in [one.key for one in forms_in_force(date(2026, 1, 1))]

    def test_words_may_be_mended_and_meaning_may_not(self, own_pack: Path) -> None:
        change(own_pack, ARRIVAL, 'en = "Age in years"', 'en = "Age"')
        assert load_pack(actor=SETUP, path=own_pack).forms.changed == 1
        age = form("arrival/1").question("age", "member")
        assert age is not None
        assert age.label["en"] == "Age"
        change(own_pack, ARRIVAL, "at_most = 120", "at_most = 110")
        with pytest.raises(FormChanged):
            load_pack(actor=SETUP, path=own_pack)

    def test_a_code_that_was_retired_is_still_an_answer(self, own_pack: Path) -> None:
        change(own_pack, "needs.toml", 'code = "interpreter"', 'code = "sign_interpreter"')
        change(own_pack, "pack.toml", '"interpreter"', '"sign_interpreter"')
        load_pack(actor=SETUP, path=own_pack)
        needs = {choice.code for choice in form("arrival/1").lists["needs"]}
        assert {"interpreter", "sign_interpreter"} <= needs
        offered = form_as_json("arrival/1", DAY)["lists"]["needs"]
        assert "interpreter" not in [one["code"] for one in offered]

    def test_a_form_nobody_loaded_is_refused(self) -> None:
        with pytest.raises(FormUnknown):
            form("arrival/9")
