"""Learns which sound follows which in Khmer name words, for writing forms nobody has seen.

    python bench/names/learn_order.py TOKENS.tsv SILVER.tsv > sound_order.tsv

Only counts of neighbouring sounds leave here, no word does. The empty sound begins and ends a word.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from namebridge.normalise import clean
from namebridge.scripts.khmer_sounds import sounds

EDGE = "^"
SMALLEST = 2


def learn(paths: list[str], left_out: Collection[str] = ()) -> list[tuple[str, str, int]]:
    """(sound, next sound, number of distinct words), sorted; what was met once is left out."""
    words: set[str] = set()
    for path in paths:
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                words |= {clean(word) for word in row["km"].split()}
    counts: Counter[tuple[str, str]] = Counter()
    for word in words - set(left_out):
        units = (EDGE, *sounds(word), EDGE)
        counts.update(set(pairwise(units)))
    return sorted((a, b, n) for (a, b), n in counts.items() if n >= SMALLEST)


def main() -> None:
    print("# In how many Khmer name words one sound follows another; ^ is the edge of a word.")
    print("# Learned by bench/names/learn_order.py. source: name words of public figures, of")
    print("# khmer-text-transliteration and kname (MIT), and of public lists of name words")
    print("# sound\tnext\twords")
    for sound, following, count in learn(sys.argv[1:]):
        print(f"{sound}\t{following}\t{count}")


if __name__ == "__main__":
    main()
