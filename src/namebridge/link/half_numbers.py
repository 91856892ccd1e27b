"""The two halves of a document's number: a slip of one figure leaves one of them whole."""

from __future__ import annotations

import numpy as np

from namebridge.facts import SLIP_NUMBER
from namebridge.link.columns import Array
from namebridge.link.scoring import Numbers, People

_BASE = np.uint32(0x01000193)


def halves_of_numbers(people: People) -> dict[str, Array]:
    """`head` and `tail` int32 of every row: numbers for the first and the last half of its paper's.

    The kind of paper is in them. 0 where there is no paper, or its number is too short to tell a
    slip from another number. Unlike halves may share a number, one in four thousand millions.
    """
    papers, kinds = people.papers, people.side.kind
    letters = _letters(papers.number)
    length = (letters > 0).sum(axis=1)
    half = length // 2
    found = {}
    for name, first in (("head", np.zeros_like(length)), ("tail", length - half)):
        mixed = kinds[papers.row].astype(np.uint32) + np.uint32(1)
        for place in range(int(half.max(initial=0))):
            at = np.minimum(first + place, letters.shape[1] - 1)[:, None]
            letter = np.take_along_axis(letters, at, axis=1)[:, 0]
            mixed = np.where(place < half, (mixed ^ letter) * _BASE, mixed)
        mixed = np.where(length >= SLIP_NUMBER, np.maximum(mixed, 1), 0)
        found[name] = np.zeros(len(people.side), dtype=np.int32)
        found[name][papers.row] = mixed.astype(np.uint32).view(np.int32)
    return found


def _letters(numbers: Numbers) -> Array:
    width = numbers.dtype.itemsize
    return np.ascontiguousarray(numbers).view(np.uint8).reshape(len(numbers), width)
