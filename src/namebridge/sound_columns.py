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
            found.append(kind, " ".join(units), letters, skeleton, short)
        return found

    def append(self, kind: str, units: str, letters: str, skeleton: str, short: str) -> None:
        """Adds one word; units past MOST_UNITS are never looked at."""
        if len(letters) > MOST_UNITS:
            units, letters = " ".join(units.split(" ")[:MOST_UNITS]), letters[:MOST_UNITS]
        self.kind.append(kind)
        self.units.append(units)
        self.letters.append(letters)
        self.skeleton.append(skeleton)
        self.short.append(short)

    def take(self, other: SoundColumns, places: Sequence[int]) -> None:
        """Adds the words at `places` of another."""
        for ours, theirs in zip(self, other, strict=True):
            ours.extend([theirs[place] for place in places])

    def at(self, place: int) -> WordSounds:
        """One word."""
        return WordSounds(
            self.kind[place],  # type: ignore[arg-type]
            tuple(self.units[place].split()[:MOST_UNITS]),
            self.skeleton[place],
            self.short[place],
        )
