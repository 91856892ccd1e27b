"""Learns the match weights WITHOUT labels, by expectation-maximisation over candidate pairs.

    python bench/names/learn_weights.py [FOLDER ...] [--invented]    prints the lines of both tables

FOLDER holds register.csv and list_canonical.csv; truth is not read. Without one, people are
invented (`bench/people`). Every pair is one of four: one person, one household, namesakes,
strangers. How strangers agree is counted on random pairs; how one person does is learned from
candidate pairs, starting from the tables as they are, which also count as some pairs of evidence,
so that what a list happens not to show keeps its reviewed weight. Households and namesakes are
reviewed, not learned: classes so loose take in people who moved or aged. Pairs that no key brings
together are strangers. Several lists are pooled. The printed lines are put into the tables by
hand, with the source named there.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from linkage import Linked, Task, link, task_of_folder, task_of_invented

from namebridge.fact_codes import FACT_CODES, fact_numbers
from namebridge.reading import rows
from namebridge.readings import Form, forms_of
from namebridge.token_pairs import TokenPairs
from namebridge.weights import RARITY_FROM, weights, word_weights
from namebridge.word_match import LEVELS, RELATION, RELATIONS, match_tokens, script_of

Ints = np.ndarray
PERSON = 0  # of person, household, namesake
ROUNDS = 12
RANDOM_PAIRS = 1_000_000
# Rarer among strangers than this nothing is taken to be: numbers are shared and mistyped.
RAREST = {"phone_same": 1 / 2_000, "document_same": 1 / 100_000, "document_close": 1 / 20_000}
_DEFAULT_RAREST = 1 / 50_000
# No weight beyond these centibits.
BOUND = 1800
_GROUPS = ("birth", "document", "phone", "place", "sex")  # what is reviewed only is left out


@dataclass
class Evidence:
    """Pooled sums: of facts by class, of word levels by relation, of priors."""

    facts: Ints = field(default_factory=lambda: np.zeros((3, len(FACT_CODES))))
    strangers: Ints = field(default_factory=lambda: np.zeros(len(FACT_CODES)))
    words: Ints = field(default_factory=lambda: np.zeros((len(RELATIONS), LEVELS)))
    turned: Ints = field(default_factory=lambda: np.zeros(2))
    classes: Ints = field(default_factory=lambda: np.zeros(3))
    pairs: float = 0.0


def group_of(code: str) -> str:
    """Which fact a reason code is about."""
    if code in ("little_beside_name", "only_name_known"):
        return ""
    if code.startswith(("birth", "phone", "sex")):
        return code.split("_")[0]
    return "document" if code.startswith(("document", "id_number")) else "place"


def learn_from(task: Task, evidence: Evidence, seed: int) -> None:
    """Adds what one task shows, after its own rounds of expectation and maximisation."""
    linked = link(task)
    chance = np.random.default_rng(seed)
    i = chance.integers(0, len(task.rows), RANDOM_PAIRS)
    j = chance.integers(0, len(task.register), RANDOM_PAIRS)
    seen = fact_numbers(linked.left, linked.right, i, j)
    strangers = np.bincount(seen.ravel(), minlength=len(FACT_CODES)).astype(float)
    names = _name_weights(linked)
    everybody = float(len(task.rows)) * len(task.register)
    logs, priors = _starting(linked.store.shares.shift)
    for _ in range(ROUNDS):
        share = _expect(linked, names, logs, priors)
        facts = _fact_sums(linked.scores.facts, share)
        priors[PERSON] = np.log2(max(share[:, PERSON].sum(), 1.0) / everybody)
        logs = _maximise(facts, strangers)
    evidence.facts += facts
    evidence.strangers += strangers
    evidence.classes += share.sum(axis=0)
    evidence.pairs += everybody
    _add_words(task, linked, share, evidence)


def _name_weights(linked: Linked) -> Ints:
    """float[pairs, 3]: bits of the names for person, household, namesake."""
    from namebridge.scoring import _names

    person, household, _, contradicted = _names(
        linked.store, linked.left, linked.right, linked.i, linked.j
    )
    disagree = weights()["forms_disagree"]
    person = person + contradicted * disagree.person
    return np.stack((person, household, person), axis=1) / 100


def _starting(shift: int) -> tuple[Ints, Ints]:
    """(bits of each fact code by class, prior bits) of the tables as they are."""
    logs = np.zeros((3, len(FACT_CODES)))
    for number, code in enumerate(FACT_CODES[1:], 1):
        weight = weights()[code]
        logs[:, number] = weight.person, weight.household, weight.namesake
    prior = weights()["prior"]
    shifts = np.array([prior.person + shift, prior.household + shift, prior.namesake])
    return logs / 100, shifts / 100


def _expect(linked: Linked, names: Ints, logs: Ints, priors: Ints) -> Ints:
    """float[pairs, 3]: share of each class (the rest are strangers)."""
    bits = names + priors + logs[:, linked.scores.facts].sum(axis=2).T
    odds = np.exp2(np.clip(bits, -60, 60))
    return np.asarray(odds / (1 + odds.sum(axis=1, keepdims=True)))


def _fact_sums(facts: Ints, share: Ints) -> Ints:
    sums = np.zeros((3, len(FACT_CODES)))
    for column in range(facts.shape[1]):
        for kind in range(3):
            sums[kind] += np.bincount(
                facts[:, column], weights=share[:, kind], minlength=len(FACT_CODES)
            )
    return sums


def _maximise(facts: Ints, strangers: Ints, belief: float = 30.0) -> Ints:
    """Bits of each code by class, the tables counting as `belief` pairs."""
    started = _starting(0)[0]
    logs = started.copy()
    for group in _GROUPS:
        codes = [n for n, code in enumerate(FACT_CODES) if code and group_of(code) == group]
        known = strangers[codes] + 0.5
        rarest = [RAREST.get(FACT_CODES[n], _DEFAULT_RAREST) for n in codes]
        chance = np.maximum(known / known.sum(), rarest)
        believed = chance * np.exp2(started[PERSON, codes])
        believed = believed / believed.sum() * belief
        counted = facts[PERSON, codes] + believed
        logs[PERSON, codes] = np.log2(counted / counted.sum() / chance)
    return np.clip(logs, -BOUND / 100, BOUND / 100)


def _best_words(a: Form, b: Form, linked: Linked) -> tuple[list[tuple[int, int]], bool] | None:
    """((relation, level) of family and given in the best way, whether turned round)."""
    shares = linked.store.shares
    best: tuple[int, list[tuple[int, int]], bool] | None = None
    for one in a.parts:
        for other in b.parts:
            for turned in (False, True):
                theirs = other[::-1] if turned else other
                found = [match_tokens(x, y, shares) for x, y in zip(one, theirs, strict=True)]
                worth = sum(person for _, person, _ in found)
                worth += weights()["name_turned"].person if turned else 0
                levels = [
                    (RELATION[script_of(x)][script_of(y)], level)
                    for x, y, (level, _, _) in zip(one, theirs, found, strict=True)
                ]
                if best is None or worth > best[0]:
                    best = worth, levels, turned
    return best and best[1:]


def _add_words(task: Task, linked: Linked, share: Ints, evidence: Evidence) -> None:
    """Levels of words in pairs that are one person."""
    for pair in np.flatnonzero(share[:, PERSON] > 0.02).tolist():
        row = forms_of(task.rows[linked.i[pair]].names)
        person = forms_of(task.register[linked.j[pair]].names)
        for one in row:
            for other in person:
                found = _best_words(one, other, linked)
                if found is None:
                    continue
                levels, turned = found
                evidence.turned += share[pair, PERSON] * np.array([1.0, float(turned)])
                for relation, level in levels:
                    evidence.words[relation, level] += share[pair, PERSON]


def stranger_words(task: Task, linked: Linked, seed: int) -> tuple[Ints, Ints]:
    """(share of strangers' words at each level; log2 of how many words sound so, beside rarity).

    Both float[relations, levels]. The second is k of u = k * 2^-rarity: how much commoner than
    the word itself all the words are that agree with it at a level.
    """
    chance = np.random.default_rng(seed)
    levels = np.zeros((len(RELATIONS), LEVELS))
    spread: list[list[list[float]]] = [[[] for _ in range(LEVELS)] for _ in RELATIONS]
    store: TokenPairs = linked.store
    for column in (0, 1):
        ours = _words(linked.left, column)
        theirs = _words(linked.right, column)
        asked = chance.choice(ours, 400)
        for script in range(3):
            others = theirs[store.script[theirs] == script]
            if len(others) < 50:
                continue
            others = chance.choice(others, 4000)
            for word in asked.tolist():
                _spread_of(store, word, others, levels, spread)
    shares = levels / np.maximum(1.0, levels.sum(axis=1, keepdims=True))
    middle = [[float(np.mean(part)) if len(part) > 30 else 0.0 for part in row] for row in spread]
    return shares, np.array(middle)


def _words(records: object, column: int) -> Ints:
    part = (records.form_family if column == 0 else records.form_given)[:, 0]  # type: ignore[attr-defined]
    return np.asarray(part[part >= 0])


def _spread_of(
    store: TokenPairs, word: int, others: Ints, levels: Ints, spread: list[list[list[float]]]
) -> None:
    relation = int(store.relation[store.script[word], store.script[others[0]]])
    found = store.levels(np.full(len(others), word, dtype=np.int32), others.astype(np.int32))
    levels[relation] += np.bincount(found, minlength=LEVELS)
    for level in range(RARITY_FROM, LEVELS):
        at = np.flatnonzero(found == level)
        if len(at) < 3:
            continue
        mass = np.log2(len(at) / len(others))
        text = np.minimum(store.text[word], store.text[others[at]])
        sound = np.minimum(store.sound[word], store.sound[others[at]])
        rarity = (text if level == LEVELS - 1 else (text + sound) / 2) / 100
        spread[relation][level].append(float(mass + rarity.mean()))


def word_table(evidence: Evidence, chances: list[tuple[Ints, Ints]], belief: float) -> list[str]:
    """Lines of word_weights.tsv."""
    shares = np.mean([chance[0] for chance in chances], axis=0)
    spread = np.mean([chance[1] for chance in chances], axis=0)
    lines = []
    for relation, name in enumerate(RELATIONS):
        household = [rival for _, rival in word_weights()[relation]]
        old = np.array([person for person, _ in word_weights()[relation]]) / 100
        chance = np.maximum(shares[relation], 1e-4)
        base = np.where(np.arange(LEVELS) >= RARITY_FROM, np.exp2(spread[relation]), chance)
        believed = np.exp2(old) * base
        believed = believed / believed.sum() * belief
        counted = evidence.words[relation] + believed
        bits = np.log2(counted / counted.sum() / base)
        for level in range(LEVELS):
            person = round(float(np.clip(100 * bits[level], -900, 300)))
            lines.append(f"{relation}\t{name}\t{level}\t{person}\t{household[level]}")
    return lines


def fact_table(evidence: Evidence) -> list[str]:
    """Lines of weights.tsv: facts and priors learned, the other settings as they are."""
    logs = _maximise(evidence.facts, evidence.strangers)
    lines = []
    for code, how, *old in rows("weights.tsv"):
        new = [int(value) for value in old]
        if code in FACT_CODES and group_of(code) in _GROUPS:
            new[0] = int(5 * round(20 * logs[PERSON, FACT_CODES.index(code)]))
        elif code == "prior":
            new[0] = int(5 * round(20 * np.log2(evidence.classes[PERSON] / evidence.pairs)))
        lines.append("\t".join((code, how, *map(str, new))))
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description="Learns the match weights without labels.")
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--belief", type=float, default=40.0)
    parser.add_argument("--invented", action="store_true", help="invented people as well")
    given = parser.parse_args()
    tasks = [task_of_folder(folder) for folder in given.folders]
    if given.invented or not tasks:
        tasks.append(task_of_invented())
    evidence, chances = Evidence(), []
    for number, task in enumerate(tasks):
        learn_from(task, evidence, number)
        chances.append(stranger_words(task, link(task), number))
    people, turned = evidence.turned
    print(f"# turned round: {turned / people:.3f} of one person's pairs of names")
    print(f"# classes: {evidence.classes.round(1).tolist()} of {evidence.pairs:.0f} pairs")
    tables = {
        "weights.tsv": fact_table(evidence),
        "word_weights.tsv": word_table(evidence, chances, given.belief),
    }
    for name, lines in tables.items():
        print(f"# {name}")
        print("\n".join(lines))


if __name__ == "__main__":
    main()
