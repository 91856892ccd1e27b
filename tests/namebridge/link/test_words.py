"""Words read by helpers are the words read here."""

from pathlib import Path
from typing import Any

import numpy as np

from namebridge.link.word_readers import WordReaders, helpers_for
from namebridge.link.words import ReadWords, read
from namebridge.sound_columns import SoundColumns
from namebridge.sounds import joined

# Enough for several chunks, with words that do not stand alone and capitals that do not count.
_FAMILY = ("Sok", "SOK", "sok", "កែវ", "ស៊ុន", "ลิน", "lok", "ក១", "Né", "O'Neil", "\n", "李")
_WORDS = [f"{word}{letters}" for word in _FAMILY for letters in ("", "ra", "រ៉ា")] + [
    chr(97 + a) + chr(97 + b) + chr(97 + c) + "a"
    for a in range(26)
    for b in range(26)
    for c in range(26)
]


def _told(parts: list[ReadWords]) -> list[list[Any]]:
    return [
        [column.tolist() if isinstance(column, np.ndarray) else column for column in part]
        for part in parts
    ]


def test_helpers_read_as_one_process_does() -> None:
    with WordReaders(0) as alone, WordReaders(2) as helped:
        assert _told(helped.read(_WORDS)) == _told(alone.read(_WORDS))
        assert helped.read([]) == []


def test_the_words_of_a_helper_that_is_gone_are_read_all_the_same() -> None:
    with WordReaders(0) as alone, WordReaders(2) as helped:
        for helper in helped._helpers:
            helper.kill()
            helper.wait()
        assert _told(helped.read(_WORDS)) == _told(alone.read(_WORDS))


def test_sounds_come_back_from_columns_of_text() -> None:
    words = [word for word in _WORDS[:200] if word.strip()]
    heard = [joined((word,)) for word in words]
    columns = SoundColumns.of(heard)
    assert [columns.at(place) for place in range(len(words))] == heard


def test_words_alike_but_for_capitals_are_read_once() -> None:
    found = read(["Sok", "SOK", "S0K", "lok", "Dara"])
    assert [found.low[number] for number in found.number] == ["sok", "sok", "dara"]
    assert found.place.tolist() == [0, 1, 4]


def test_small_files_start_no_helper(tmp_path: Path) -> None:
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_bytes(b"row\n")
    with large.open("wb") as file:
        file.truncate(50_000_000)
    assert helpers_for([small, small]) == 0
    assert helpers_for([small, large]) <= 3
