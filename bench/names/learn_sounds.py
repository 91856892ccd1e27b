"""Learns how often each Khmer sound is written with each Latin chunk, from pairs of spellings.

    python bench/names/learn_sounds.py TOKENS.tsv SILVER.tsv > sound_spellings.tsv

TOKENS has columns km, latin (written by people); SILVER km, latin, cost_over_best (made by a
machine; a cheaper spelling counts more). Expectation-maximisation over alignments in which one
sound is written with one chunk, or not at all, or a chunk stands for no sound. About 10 s.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from namebridge.normalise import clean
from namebridge.scripts.khmer_sounds import sounds
from namebridge.scripts.latin_sounds import chunks, is_vowel

NONE = "-"
ROUNDS = 8
SMALLEST = 0.4
_LEAST_CHANCE = 1e-7

# Sounds of a word, chunks of a spelling, weight.
Pair = tuple[tuple[str, ...], tuple[str, ...], float]


def read_pairs(tokens: str, silver: str, left_out: Collection[str] = ()) -> list[Pair]:
    """Pairs with their weight, without spellings of several words and the words `left_out`."""
    weights: Counter[tuple[str, str]] = Counter()
    for path, human in ((tokens, True), (silver, False)):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                weight = 2.0 if human else math.exp(-0.5 * float(row["cost_over_best"]))
                khmer = clean(row["km"])
                if khmer not in left_out and " " not in row["latin"].strip():
                    weights[khmer, row["latin"].lower()] += weight
    pairs = [(sounds(km), chunks(latin), weight) for (km, latin), weight in weights.items()]
    return [pair for pair in pairs if pair[0] and pair[1] and len(pair[0]) < 24]


def starting_guess(sound: str, chunk: str) -> float:
    vowel = sound[0] in "aeiouy" and sound not in ("y", "y.", "y-")
    if vowel != is_vowel(chunk):
        return 0.001
    if not vowel and sound[0] == chunk[0]:
        return 1.0
    return 0.05 if not vowel else 0.2


class Group:
    """All pairs of n sounds and m chunks, aligned together."""

    def __init__(self, rows: list[tuple[list[int], list[int], float]]) -> None:
        self.left = np.array([row[0] for row in rows]).T
        self.right = np.array([row[1] for row in rows]).T
        self.weight = np.array([row[2] for row in rows])

    def expect(self, chance: np.ndarray, counts: np.ndarray) -> None:
        """Adds the expected alignment counts (forward-backward) to `counts`."""
        n, m = len(self.left), len(self.right)
        unwritten = [chance[row, 0] for row in self.left]
        added = [chance[0, row] for row in self.right]
        met = [[chance[row, other] for other in self.right] for row in self.left]
        forward = np.zeros((n + 1, m + 1, len(self.weight)))
        backward = forward.copy()
        forward[0, 0] = backward[n, m] = 1.0
        for i, j in ((i, j) for i in range(n + 1) for j in range(m + 1)):
            forward[i, j] += forward[i - 1, j] * unwritten[i - 1] if i else 0.0
            forward[i, j] += forward[i, j - 1] * added[j - 1] if j else 0.0
            forward[i, j] += forward[i - 1, j - 1] * met[i - 1][j - 1] if i and j else 0.0
        for i, j in ((i, j) for i in range(n, -1, -1) for j in range(m, -1, -1)):
            backward[i, j] += backward[i + 1, j] * unwritten[i] if i < n else 0.0
            backward[i, j] += backward[i, j + 1] * added[j] if j < m else 0.0
            backward[i, j] += backward[i + 1, j + 1] * met[i][j] if i < n and j < m else 0.0
        whole = forward[n, m]
        scale = np.where(whole > 0, self.weight / np.maximum(whole, 1e-300), 0.0)
        for i, j in ((i, j) for i in range(n + 1) for j in range(m + 1)):
            start = forward[i, j] * scale
            if i < n:
                part = start * unwritten[i] * backward[i + 1, j]
                np.add.at(counts, (self.left[i], 0), part)
            if j < m:
                np.add.at(counts, (0, self.right[j]), start * added[j] * backward[i, j + 1])
            if i < n and j < m:
                part = start * met[i][j] * backward[i + 1, j + 1]
                np.add.at(counts, (self.left[i], self.right[j]), part)


def learn(pairs: Iterable[Pair]) -> list[tuple[str, str, float]]:
    """(sound, chunk, expected count) after the last round, sorted; small counts left out."""
    rows, columns = {NONE: 0}, {NONE: 0}
    by_size = defaultdict(list)
    for left, right, weight in pairs:
        ours = [rows.setdefault(sound, len(rows)) for sound in left]
        theirs = [columns.setdefault(chunk, len(columns)) for chunk in right]
        by_size[len(ours), len(theirs)].append((ours, theirs, weight))
    groups = [Group(some) for some in by_size.values()]
    chance = np.array(
        [
            [0.01 if NONE in (s, c) else starting_guess(s, c) * 0.02 for c in columns]
            for s in rows
        ]
    )  # fmt: skip
    counts = np.zeros_like(chance)
    for _ in range(ROUNDS):
        counts = np.zeros_like(chance)
        for group in groups:
            group.expect(chance, counts)
        chance = counts / np.maximum(counts.sum(axis=1), 1e-9)[:, None]
        chance[0] = counts[0] / counts.sum()
        chance = np.maximum(chance, _LEAST_CHANCE)
    found = [(s, c, counts[i, j]) for s, i in rows.items() for c, j in columns.items()]
    kept = [(s, c, float(count)) for s, c, count in found if count >= SMALLEST]
    return sorted(kept, key=lambda row: (row[0], -row[2], row[1]))


def main() -> None:
    print("# How often a sound was written with a chunk of Latin letters; '-' is nothing written,")
    print("# or a chunk that stands for no sound. Learned by bench/names/learn_sounds.py.")
    print("# source: spellings by people (public figures; khmer-text-transliteration, MIT;")
    print("# kname, MIT) and by seanghay/khmer-latin-name-transformer 0.0.4 (Apache-2.0)")
    print("# sound\tchunk\tcount")
    for sound, chunk, count in learn(read_pairs(sys.argv[1], sys.argv[2])):
        print(f"{sound}\t{chunk}\t{count:.1f}")


if __name__ == "__main__":
    main()
