"""Learns how often each Khmer sound is written with each Latin chunk, from pairs of spellings.

    python bench/names/learn_sounds.py TOKENS.tsv SILVER.tsv > sound_spellings.tsv

TOKENS has columns km, latin (written by people); SILVER km, latin, cost_over_best (made by a
machine; a cheaper spelling counts more). Expectation-maximisation over alignments in which one
sound is written with one chunk, or not at all, or a chunk stands for no sound.
"""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from namebridge.normalise import clean
from namebridge.scripts.khmer_sounds import sounds
from namebridge.scripts.latin_sounds import chunks, is_vowel

NONE = "-"
ROUNDS = 8
SMALLEST = 0.4

Pair = tuple[tuple[str, ...], tuple[str, ...], float]


def read_pairs(tokens: str, silver: str) -> list[Pair]:
    """Pairs of sounds and chunks with their weight; spellings of more than one word left out."""
    weights: Counter[tuple[str, str]] = Counter()
    for path, human in ((tokens, True), (silver, False)):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                weight = 2.0 if human else math.exp(-0.5 * float(row["cost_over_best"]))
                weights[clean(row["km"]), row["latin"].lower()] += weight
    pairs = [(sounds(km), chunks(latin), weight) for (km, latin), weight in weights.items()]
    return [pair for pair in pairs if pair[0] and pair[1] and len(pair[0]) < 24]


def starting_guess(sound: str, chunk: str) -> float:
    vowel = sound[0] in "aeiouy" and sound not in ("y", "y.", "y-")
    if vowel != is_vowel(chunk):
        return 0.001
    if not vowel and sound[0] == chunk[0]:
        return 1.0
    return 0.05 if not vowel else 0.2


def expect(
    pair: Pair, chance: dict[tuple[str, str], float], counts: Counter[tuple[str, str]]
) -> None:
    """Adds the expected alignment counts of one pair (forward-backward)."""
    left, right, weight = pair
    n, m = len(left), len(right)

    def p(sound: str, chunk: str) -> float:
        key = (sound, chunk)
        if key not in chance:
            blank = NONE in key
            chance[key] = 0.01 if blank else starting_guess(sound, chunk) * 0.02
        return chance[key]

    forward = [[0.0] * (m + 1) for _ in range(n + 1)]
    backward = [[0.0] * (m + 1) for _ in range(n + 1)]
    forward[0][0] = backward[n][m] = 1.0
    for i in range(n + 1):
        for j in range(m + 1):
            total = forward[i][j]
            if i:
                total += forward[i - 1][j] * p(left[i - 1], NONE)
            if j:
                total += forward[i][j - 1] * p(NONE, right[j - 1])
            if i and j:
                total += forward[i - 1][j - 1] * p(left[i - 1], right[j - 1])
            forward[i][j] = total
    for i in range(n, -1, -1):
        for j in range(m, -1, -1):
            total = backward[i][j]
            if i < n:
                total += p(left[i], NONE) * backward[i + 1][j]
            if j < m:
                total += p(NONE, right[j]) * backward[i][j + 1]
            if i < n and j < m:
                total += p(left[i], right[j]) * backward[i + 1][j + 1]
            backward[i][j] = total
    whole = forward[n][m]
    if whole <= 0:
        return
    scale = weight / whole
    for i in range(n + 1):
        for j in range(m + 1):
            start = forward[i][j] * scale
            if i < n:
                counts[left[i], NONE] += start * p(left[i], NONE) * backward[i + 1][j]
            if j < m:
                counts[NONE, right[j]] += start * p(NONE, right[j]) * backward[i][j + 1]
            if i < n and j < m:
                counts[left[i], right[j]] += start * p(left[i], right[j]) * backward[i + 1][j + 1]


def learn(pairs: list[Pair]) -> Counter[tuple[str, str]]:
    """Expected counts of (sound, chunk) after the last round."""
    chance: dict[tuple[str, str], float] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for _ in range(ROUNDS):
        counts = Counter()
        for pair in pairs:
            expect(pair, chance, counts)
        totals: dict[str, float] = defaultdict(float)
        for (sound, _), count in counts.items():
            totals[sound] += count
        everything = sum(totals.values())
        chance = {
            (sound, chunk): count / (everything if sound == NONE else totals[sound])
            for (sound, chunk), count in counts.items()
            if count > 1e-6
        }
        chance = defaultdict(lambda: 1e-7, chance)
    return counts


def main() -> None:
    counts = learn(read_pairs(sys.argv[1], sys.argv[2]))
    print("# How often a sound was written with a chunk of Latin letters; '-' is nothing written,")
    print("# or a chunk that stands for no sound. Learned by bench/names/learn_sounds.py.")
    print("# source: spellings by people (public figures; khmer-text-transliteration, MIT;")
    print("# kname, MIT) and by seanghay/khmer-latin-name-transformer 0.0.4 (Apache-2.0)")
    print("# sound\tchunk\tcount")
    for (sound, chunk), count in sorted(counts.items(), key=lambda item: (item[0][0], -item[1])):
        if count >= SMALLEST:
            print(f"{sound}\t{chunk}\t{count:.1f}")


if __name__ == "__main__":
    main()
