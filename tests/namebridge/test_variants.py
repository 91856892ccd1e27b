"""Likely forms of a name in other scripts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from namebridge import Script, parse
from namebridge.scripts.detect import detect
from namebridge.sounds import joined
from namebridge.variants import sounds_of, variants
from namebridge.writing import khmer


def texts(name: str, script: Script) -> list[str]:
    return [form.text for form in variants(name, script)]


@pytest.mark.parametrize(
    ("name", "script", "form"),
    [
        ("សុខ សុខា", Script.LATN, "Sok Sokha"),
        ("ឈុំ", Script.LATN, "Chhum"),
        ("កែវ", Script.LATN, "Keo"),
        ("Sok Sokha", Script.KHMR, "សុខ សុខា"),
        ("Chhum", Script.KHMR, "ឈុំ"),
        ("Dara", Script.KHMR, "ដារ៉ា"),
        ("សុខ", Script.THAI, "สุข"),
        ("ដារ៉ា", Script.THAI, "ดารา"),
        ("Sok Dara", Script.THAI, "สก ดารา"),
        ("สก สุขา", Script.KHMR, "សក់ សុខា"),
        ("ดารา", Script.LATN, "Dara"),
    ],
)
def test_a_form_in_use_is_among_the_first_eight(name: str, script: Script, form: str) -> None:
    assert form in texts(name, script)


def test_forms_are_in_the_script_asked_for_best_first() -> None:
    for script in (Script.KHMR, Script.LATN, Script.THAI):
        forms = variants(parse("Sok Ratana"), script)
        assert 0 < len(forms) <= 8
        assert {detect(form.text) for form in forms} == {script}
        assert [form.share for form in forms] == sorted((f.share for f in forms), reverse=True)
        assert len({form.text for form in forms}) == len(forms)
    assert len(variants("Sok Ratana", "latn", limit=3)) == 3


def test_other_spellings_in_the_same_script_leave_out_the_one_given() -> None:
    assert "Sokha" not in texts("Sokha", Script.LATN)
    assert texts("Sokha", Script.LATN)


def test_what_is_written_in_khmer_is_read_as_it_was_meant() -> None:
    for sounds, _ in sounds_of("Sophal"):
        for text, _ in khmer(sounds):
            assert joined((text,)).units == sounds


@pytest.mark.parametrize("name", ["", "123", "金", "a" * 300, "ក" * 300, "ก" * 300, "Sok " * 20])
def test_no_name_or_a_sentence_has_no_forms(name: str) -> None:
    for script in Script:
        assert variants(name, script) == ()


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=12), st.sampled_from(list(Script)))
def test_any_text_is_taken(text: str, script: Script) -> None:
    for form in variants(text, script, limit=4):
        assert form.text
        assert 0 <= form.share <= 1
