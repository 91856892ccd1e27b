"""Measures finding a full name by a name in another script or spelling; prints JSON.

    python bench/names/retrieve.py [--names FOLDER] [--sizes 20000,200000,2000000] [--halves]

Names alone, nothing else known; then, for the largest register, with year of birth or province.
FOLDER (or data/names in a folder `shared` beside the source) holds dev_person_pairs.tsv, attested
names of public figures, and dev_person_tokens_silver.tsv, spellings the other people of the
register are made of. Without it people are invented (bench/people) and spelt by rule, not attested.
A peer runs beside: letters folded one by one, rapidfuzz over all names. `--halves` learns the
spellings anew without the words of the people it asks for, so it tells how words never seen fare.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
from peer import FoldedNames

from namebridge import clean, parse
from namebridge.retrieve import NameIndex

DIRECTIONS = ("khmer-latin", "latin-khmer", "latin-latin", "thai-latin", "thai-khmer")
SIZES = (20_000, 200_000, 2_000_000)
INVENTED_PEOPLE = 400
# The peer looks at every name; so many questions are enough to see what it can do.
PEER_QUESTIONS, PEER_LARGEST = 60, 200_000
YEARS, PROVINCES = (1950, 2012), 25
Words = tuple[str, ...]


@dataclass
class Person:
    """One person asked for: the Khmer name, Latin spellings (the first is registered), Thai."""

    khmer: str
    latin: list[str] = field(default_factory=list)
    thai: str = ""


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


class Attested:
    """Public figures, among people whose names are drawn from machine-made spellings.

    Words are drawn by rank (the commonest 1 in 15 or so), family names from short words; the words
    of the people asked for stand at chance ranks among the commoner ones, as in a real register.
    """

    source = "attested names of public figures; others drawn from machine-made spellings"

    def __init__(self, folder: Path) -> None:
        people: dict[str, Person] = {}
        for row in rows(folder / "dev_person_pairs.tsv"):
            person = people.setdefault(clean(row["km"]), Person(clean(row["km"])))
            person.latin.append(row["latin"])
            person.thai = person.thai or row["thai"]
        self.people = list(people.values())
        self._spelt: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for row in rows(folder / "dev_person_tokens_silver.tsv"):
            share = math.exp(-float(row["cost_over_best"]))
            self._spelt[clean(row["km"])].append((row["latin"].title(), share))

    def others(self, count: int, script: str) -> list[Words]:
        """The names of `count` other people, words by words."""
        chance = random.Random(1)
        short = [word for word in sorted(self._spelt) if sum("ក" <= c <= "អ" for c in word) <= 3]
        asked = [person.khmer.split() for person in self.people]
        families = self._ranked(short, {words[0] for words in asked}, 150, chance)
        givens = self._ranked(
            sorted(self._spelt), {w for words in asked for w in words[1:]}, 1500, chance
        )
        pairs = zip(
            chance.choices(families, [1 / (i + 10) for i in range(len(families))], k=count),
            chance.choices(givens, [1 / (i + 30) for i in range(len(givens))], k=count),
            strict=True,
        )
        if script == "khmer":
            return list(pairs)
        return [
            (self._spell(family, chance), self._spell(given, chance)) for family, given in pairs
        ]

    def _ranked(
        self, words: list[str], asked: set[str], commonest: int, chance: random.Random
    ) -> list[str]:
        known = sorted(word for word in asked if word in self._spelt)
        order = [word for word in words if word not in asked]
        chance.shuffle(order)
        for word in known:
            order.insert(chance.randrange(commonest), word)
        return order

    def _spell(self, word: str, chance: random.Random) -> str:
        spellings, shares = zip(*self._spelt[word], strict=True)
        return str(chance.choices(spellings, shares)[0])


class Invented:
    """People of bench/people: Khmer, Latin and Thai forms put together from tables of spellings."""

    source = "invented people (bench/people)"

    def __init__(self, largest: int) -> None:
        from people.register import make_register

        self._register = make_register(max(largest, 10_000), seed=3)
        asked = np.arange(INVENTED_PEOPLE)
        khmer = self._texts(asked, "khmer", 1)
        latin = [self._texts(asked, "latin", seed) for seed in (2, 3)]
        thai = self._texts(asked, "thai", 4)
        self.people = [
            Person(khmer[i], list(dict.fromkeys([latin[0][i], latin[1][i]])), thai[i])
            for i in range(INVENTED_PEOPLE)
        ]

    def _texts(self, people: np.ndarray, script: str, seed: int) -> list[str]:
        chance = np.random.default_rng(seed)
        if script == "khmer":
            return self._register.khmer_names(people, chance)
        return self._register.spelled_names(people, chance, script)

    def others(self, count: int, script: str) -> list[Words]:
        """The names of `count` other people, words by words."""
        last = min(count + INVENTED_PEOPLE, len(self._register))
        texts = self._texts(np.arange(INVENTED_PEOPLE, last), script, 5)
        return [parse(text).words for text in texts]


def interval(hits: int, asked: int) -> list[float]:
    """The 95 % interval of a share (Wilson)."""
    if not asked:
        return [0.0, 1.0]
    z, share = 1.96, hits / asked
    middle = (share + z * z / (2 * asked)) / (1 + z * z / asked)
    half = z * math.sqrt(share * (1 - share) / asked + z * z / (4 * asked**2)) / (1 + z * z / asked)
    return [round(middle - half, 3), round(middle + half, 3)]


def summed(places: list[int | None], seconds: list[tuple[float, float]]) -> dict[str, Any]:
    """Recall with intervals from the place each person was found at (1 = first), and times.

    `seconds` of each question by the clock and of the processor.
    """
    asked = len(places)
    first = sum(place == 1 for place in places)
    ten = sum(place is not None and place <= 10 for place in places)
    wall, processor = np.array(seconds or [(0.0, 0.0)]).T * 1000
    return {
        "asked": asked,
        "recall_at_1": round(first / max(1, asked), 3),
        "recall_at_1_interval": interval(first, asked),
        "recall_at_10": round(ten / max(1, asked), 3),
        "recall_at_10_interval": interval(ten, asked),
        "p50_ms": round(float(np.percentile(wall, 50)), 2),
        "p95_ms": round(float(np.percentile(wall, 95)), 2),
        "p95_processor_ms": round(float(np.percentile(processor, 95)), 2),
    }


def questions(people: list[Person], direction: str) -> list[tuple[int, Words]]:
    """(place of the person, words asked) of one direction."""
    asked, _, registered = direction.partition("-")
    found: list[tuple[int, str]] = []
    for place, person in enumerate(people):
        if asked == "khmer":
            found.append((place, person.khmer))
        elif asked == "thai" and person.thai:
            found.append((place, person.thai))
        elif asked == "latin":
            spelt = person.latin[1:] if registered == "latin" else person.latin
            found += [(place, text) for text in spelt]
    return [(place, parse(text).words) for place, text in found]


def register_of(
    source: Attested | Invented, size: int, script: str
) -> tuple[list[Words], list[int]]:
    """(names, where the people asked for stand): each once, at a chance place."""
    names = source.others(size, script)
    places = random.Random(5).sample(range(len(names)), len(source.people))
    for place, person in zip(places, source.people, strict=True):
        names[place] = parse(person.khmer if script == "khmer" else person.latin[0]).words
    return names, places


def ask(
    ranked: Callable[[Words, int], list[int]], asked: list[tuple[int, Words]], places: list[int]
) -> dict[str, Any]:
    """Asks every question and sums up; `ranked` gives the ten best people, best first."""
    found: list[int | None] = []
    seconds = []
    for person, words in asked:
        started, used = time.perf_counter(), time.process_time()
        best = ranked(words, places[person])
        seconds.append((time.perf_counter() - started, time.process_time() - used))
        found.append(best.index(places[person]) + 1 if places[person] in best else None)
    return summed(found, seconds)


def ranked_by(asked: NameIndex | FoldedNames) -> Callable[[Words, int], list[int]]:
    """What `ask` needs of an index or of the peer."""
    if isinstance(asked, NameIndex):
        return lambda words, _: [who for who, _ in asked.ranked(words, 10)]
    return lambda words, _: asked.ranked(words, 10)


def measure_size(source: Attested | Invented, size: int, with_facts: bool) -> dict[str, Any]:
    """All directions at one size of register, beside the peer."""
    out: dict[str, Any] = {}
    for script in ("latin", "khmer"):
        names, places = register_of(source, size, script)
        started = time.perf_counter()
        index = NameIndex(names)
        out[f"{script}_register"] = {
            "names": len(names),
            "words": len(index.vocabulary),
            "ready_s": round(time.perf_counter() - started, 1),
        }

        peer = FoldedNames(names) if size <= PEER_LARGEST else None
        for direction in (d for d in DIRECTIONS if d.endswith(script)):
            asked = questions(source.people, direction)
            out[direction] = ask(ranked_by(index), asked, places)
            if peer is not None:
                some = asked[:PEER_QUESTIONS]
                out[direction]["peer"] = ask(ranked_by(peer), some, places)
            if with_facts and direction == "khmer-latin":
                out |= with_year_or_province(index, len(names), asked, places)
        if script == "khmer":
            out["ceiling"] = ceiling(names, places)
    return out


def ceiling(names: list[Words], places: list[int]) -> dict[str, float]:
    """What who knew everybody's Khmer name would reach: those of one name are as one to him."""
    bearers = Counter(names)
    shared = np.array([bearers[names[place]] for place in places])
    return {
        "recall_at_1": round(float((1 / shared).mean()), 3),
        "recall_at_10": round(float(np.minimum(1, 10 / shared).mean()), 3),
    }


def with_year_or_province(
    index: NameIndex, many: int, asked: list[tuple[int, Words]], places: list[int]
) -> dict[str, Any]:
    """Khmer to Latin where the year of birth, or the province, is known beside the name."""
    chance = np.random.default_rng(9)
    facts = {
        "year": chance.integers(*YEARS, size=many, dtype=np.int16),
        "province": chance.integers(1, PROVINCES + 1, size=many, dtype=np.int16),
    }

    def ranked_among(known: np.ndarray) -> Callable[[Words, int], list[int]]:
        def ranked(words: Words, true: int) -> list[int]:
            return [who for who, _ in index.ranked(words, 10, among=known == known[true])]

        return ranked

    return {
        f"khmer-latin with {fact}": ask(ranked_among(known), asked, places)
        for fact, known in facts.items()
    }


def halves(folder: Path, size: int) -> dict[str, Any]:
    """Each half of the people, asked with spellings learned without any of their words."""
    from learn_sounds import learn, read_pairs

    from namebridge import alignment, unit_scores

    source = Attested(folder)
    everybody = list(source.people)
    random.Random(3).shuffle(everybody)
    kept = unit_scores.rows
    places: dict[str, list[int | None]] = defaultdict(list)
    for half in (everybody[::2], everybody[1::2]):
        unseen = {word for person in half for word in person.khmer.split()}
        files = [str(folder / f"dev_person_tokens{end}.tsv") for end in ("", "_silver")]
        table = [[s, c, str(n)] for s, c, n in learn(read_pairs(*files, left_out=unseen))]
        unit_scores.rows = lambda name, t=table: t if name == "sound_spellings.tsv" else kept(name)
        for cached in (
            unit_scores.unit_scores,
            unit_scores.unit_code,
            unit_scores.pair_rows,
            alignment.prepared,
            alignment._likeness,
        ):
            cached.cache_clear()
        source.people = half
        for script in ("latin", "khmer"):
            names, stands = register_of(source, size, script)
            index = NameIndex(names)
            for direction in (d for d in DIRECTIONS if d.endswith(script)):
                for person, words in questions(half, direction):
                    best = [who for who, _ in index.ranked(words, 10)]
                    true = stands[person]
                    places[direction].append(best.index(true) + 1 if true in best else None)
    return {direction: summed(found, []) for direction, found in places.items()}


def default_folder() -> Path | None:
    """The names folder beside the source, where there is one."""
    folder = Path(__file__).resolve().parents[3] / "shared" / "data" / "names"
    return folder if (folder / "dev_person_pairs.tsv").exists() else None


def measure(folder: Path | None, sizes: list[int]) -> dict[str, Any]:
    """All figures of one run, by size of register."""
    source: Attested | Invented = Attested(folder) if folder else Invented(max(sizes))
    found: dict[str, Any] = {"source": source.source, "people": len(source.people)}
    for size in sizes:
        found[str(size)] = measure_size(source, size, with_facts=size == max(sizes))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures finding full names across scripts.")
    parser.add_argument("--names", type=Path, default=default_folder())
    parser.add_argument("--invented", action="store_true", help="invented people, even so")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--halves", action="store_true", help="learn on half, report on half")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    folder = None if given.invented else given.names
    learnt = given.halves and folder is not None
    found = halves(folder, sizes[0]) if learnt else measure(folder, sizes)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
