"""`WordSounds` of many words as columns of text: cheap to keep, to join and to hand over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from namebridge.sounds import MOST_UNITS, WordSounds
from namebridge.unit_scores import KINDS, unit_letter


class SoundColumns(NamedTuple):
    """Words side by side.

    `units` are separated by spaces; `letters` are the same units as `unit_scores.unit_letter`
    writes them, one letter each, and "" for words of plain letters, which have no sounds.
    """

    kind: list[str]
    units: list[str]
    letters: list[str]
    skeleton: list[str]
    short: list[str]

    @classmethod
    def of(cls, words: Iterable[WordSounds]) -> SoundColumns:
        """The columns of some words."""
        found = cls([], [], [], [], [])
        for kind, units, skeleton, short in words:
            number = KINDS.get(kind)
            letters = "" if number is None else "".join([unit_letter(one, number) for one in units])
            texts = (kind, " ".join(units), letters, skeleton, short)
            for column, text in zip(found, texts, strict=True):
                column.append(text)
            found._cut(-1)
        return found

    def take(self, other: SoundColumns, places: Sequence[int]) -> None:
        """Adds the words at `places` of another."""
        for ours, theirs in zip(self, other, strict=True):
            ours.extend([theirs[place] for place in places])

    def join(self, place: int, other: SoundColumns, at: int) -> None:
        """Adds the word `at` of another to the word at `place`, as `sounds.joined`."""
        # A word of another kind than the first says nothing beside it but its consonants.
        if self.kind[place] == other.kind[at]:
            self.units[place] += f" {other.units[at]}"
            self.letters[place] += other.letters[at]
            self._cut(place)
        self.short[place] = self.skeleton[place] + other.short[at]
        self.skeleton[place] += other.skeleton[at]

    def _cut(self, place: int) -> None:
        """Units past MOST_UNITS are never looked at."""
        if len(self.letters[place]) > MOST_UNITS:
            self.units[place] = " ".join(self.units[place].split(" ")[:MOST_UNITS])
            self.letters[place] = self.letters[place][:MOST_UNITS]

    def at(self, place: int) -> WordSounds:
        """One word."""
        return WordSounds(
            self.kind[place],  # type: ignore[arg-type]
            tuple(self.units[place].split()[:MOST_UNITS]),
            self.skeleton[place],
            self.short[place],
        )
