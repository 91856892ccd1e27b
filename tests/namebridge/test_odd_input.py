"""Bad input: no exception, no hang, and never a verdict of same."""

from __future__ import annotations

import time

import pytest

from namebridge import Identity, compare, describe, keys, parse, search_keys
from namebridge.__main__ import main

ODD = [
    "",
    " ",
    "a",
    "ក",
    "្",
    "៉ា",
    "ៗៗៗ",
    "😀 😀",
    "Sokសុខ ដារ៉ាDara",
    "\x00\x1b[31m",
    "\ud800",
    "ا ل",
    "金 小龙",
    "Кео Рaтана",
    "-" * 300,
    "ស្រី" * 100,
    "Sok " * 100,
    "a\u0301" * 200,
    "=cmd|'/c calc'!A1",
    "(((((",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_names_are_taken_and_never_certain(text: str) -> None:
    name = parse(text)
    person = Identity((name,), 1, 1990, 5, 5, "date", "080101")
    assert name.original == text
    assert all(key.isascii() for key in keys(person) + search_keys(person))
    other = Identity((parse("Keo Ratanak"),), 1, 1990, 5, 5, "date", "080101")
    result = compare(person, other)
    assert result.verdict != "same"
    assert all(describe(reason, "km") for reason in result.reasons)


def test_a_cyrillic_look_alike_is_read_as_latin() -> None:
    mixed = Identity((parse("Kеo Rаtanak"),), 2, 1990, 5, 12, "date", "080101")
    plain = Identity((parse("Keo Ratanak"),), 2, 1990, 5, 12, "date", "080101")
    assert compare(mixed, plain).verdict == "same"


def test_long_text_takes_linear_time() -> None:
    started = time.perf_counter()
    for text in ("ស្រីពៅ" * 2000, "Sreypov" * 2000, "ศรีเพียว" * 2000, "Sok " * 5000):
        person = Identity((parse(text),), birth_year=1990)
        keys(person)
        compare(person, Identity((parse(text[: len(text) // 2]),)))
    assert time.perf_counter() - started < 3.0


@pytest.mark.parametrize("number", ["0", "NA", "00000000", "none", "---", "1"])
def test_a_number_that_is_none_is_no_evidence(number: str) -> None:
    a = Identity((parse("Keo Ratanak"),), documents=(("passport", number),))
    result = compare(a, a)
    assert "document_same" not in {reason.code for reason in result.reasons}
    assert not any(key.startswith("d") for key in keys(a))


def test_the_command_shows_sounds_and_agreement(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["កែវ រតនៈ", "Keo Ratanak"]) == 0
    shown = capsys.readouterr().out
    assert "sound the same" in shown
    assert main([]) == 2
