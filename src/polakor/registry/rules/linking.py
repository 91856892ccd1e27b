"""What is done with a new record that resembles known ones.

The rule ``link-2``: a new record is joined with a known one by itself only when exactly one human
compares as ``certain`` (a gate far narrower than the verdict "same") and all of this holds:

- No paper speaks against it: of no kind do both have a number and none in common. A renewed
  passport has another number; so has a stranger's.
- A paper agrees, or a phone, or the home down to the commune. Name, sex, whole birth date and
  province are not enough: of the 350,000 men of a province some seventeen share a birth date, and
  common names meet.
- Where no paper agrees, both are written in one script and no name in it is spelt in two ways,
  whichever pair of their names was the likeliest: twins are often named alike, Manit and Manet,
  and between two scripts one sound may be either of them.

Everything doubtful waits for a person. A wrong join harms two people, a missed one costs an officer
half a minute. (``link-1`` asked for neither of the first two; old decisions bear its name.)

Somebody who carries the document number of a known person under a name that differs clearly is not
turned away and not joined: both stand in the register, and the pair waits as *urgent*, because one
of the two may be using the other's paper, or a digit was mistyped.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import TypeVar
from uuid import UUID

import numpy as np

from namebridge import Comparison, Identity, Script, compare, parse
from namebridge.facts import document_numbers
from namebridge.records import VERDICTS, Records, TokenPairs, Tokens, score

Id = TypeVar("Id", str, int, UUID)
RULE = "link-2"
TIES = frozenset({"document_same", "phone_same", "same_commune", "same_village"})
"""What must agree beside name, birth, sex and province before the machine joins alone."""
SHOWN_AT_MOST = 5
COMPARED_AT_MOST = 12
"""Of a measured list of 3,000 known people 99.4 % have a key in common with their record, and
99.3 % are among the twelve closest; comparing all of them makes long lists slow for nothing."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A known record (and the human it stands under) compared with the new one.

    ``spelt_apart``: no script spells both alike (see ``spelt_apart`` below). The comparison tells
    of the best pair of names alone, and that may be a pair across scripts. ``papers_apart``: papers
    of one kind differ; the comparison tells of the likeliest pair of papers alone.
    """

    record: UUID
    human: UUID
    comparison: Comparison
    spelt_apart: bool = False
    papers_apart: bool = False


@dataclass(frozen=True, slots=True)
class Linking:
    """``join``: the record to join with, or None; ``propose``: those a person must look at.

    Those among ``propose`` that are ``urgent`` have one document number and another name.
    """

    join: Compared | None
    propose: tuple[Compared, ...]

    @property
    def urgent(self) -> tuple[Compared, ...]:
        """The proposals a person must look at before all others."""
        return tuple(one for one in self.propose if is_clash(one.comparison))


def closest(keys: Iterable[str], filed: Mapping[str, Sequence[Id]], at_most: int) -> list[Id]:
    """The records that share most with ``keys``, the closest first.

    ``filed`` has records by key. A key weighs the more the fewer records lie under it.
    """
    weights: dict[Id, float] = {}
    for key in keys:
        records = filed.get(key, ())
        for record in records:
            weights[record] = weights.get(record, 0.0) + 1 / len(records)
    if len(weights) <= at_most:
        return list(weights)
    return nlargest(at_most, weights, key=lambda record: (weights[record], record))


def alike(people: Sequence[Identity], pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of ``pairs`` (places among ``people``) that are not plainly strangers, in order.

    The others need no comparing. Whom a key brings together is mostly somebody else, and saying
    why costs many times what knowing it does. All pairs are weighed at once, each by the very
    rules of ``compare``; a clash of papers is never among the strangers.
    """
    if not pairs:
        return []
    tokens = Tokens()
    records = Records.of(people, tokens)
    left, right = np.array(pairs).T
    verdicts = score(records, records, left, right, TokenPairs(tokens)).verdict
    return [pairs[at] for at in np.flatnonzero(verdicts != VERDICTS.index("new")).tolist()]


def compared_with(record: UUID, human: UUID, new: Identity, known: Identity) -> Compared:
    """Compare a new record with a known one; at spellings and papers too, where it matters."""
    comparison = compare(new, known)
    if not comparison.certain:
        return Compared(record, human, comparison)
    return Compared(record, human, comparison, spelt_apart(new, known), papers_apart(new, known))


def joins_alone(one: Compared) -> bool:
    """Whether the machine may join with this record by itself, if nobody else is as likely."""
    codes = {reason.code for reason in one.comparison.reasons}
    if not one.comparison.certain or one.papers_apart or not codes & TIES:
        return False
    if "document_same" in codes:
        return True
    return not one.spelt_apart and not any(
        _spelt_in_two_ways(*reason.values)
        for reason in one.comparison.reasons
        if reason.code.startswith("name_")
    )


def papers_apart(one: Identity, other: Identity) -> bool:
    """Whether both have a number of one kind of paper, and none of that kind in common."""
    ours, theirs = _numbers(one), _numbers(other)
    return any(not ours[kind] & theirs[kind] for kind in ours.keys() & theirs.keys())


def _numbers(one: Identity) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number, kind in document_numbers(one).items():
        found.setdefault(kind, set()).add(number)
    return found


def spelt_apart(one: Identity, other: Identity) -> bool:
    """Whether a script both are written in has no spelling in common (case, order aside), or
    there is no such script.

    Twins are often named alike in every script. Khmer decides where both have it: names are spelt
    in it by those who bear them, while Latin is spelt anew by every clerk. Where one is written in
    Khmer alone and the other in Latin alone, a likeness of sound does not tell twins apart.
    """
    ours, theirs = _spellings(one), _spellings(other)
    shared = ours.keys() & theirs.keys()
    if not shared:
        return True
    if Script.KHMR in shared:
        shared = {Script.KHMR}
    return any(not ours[script] & theirs[script] for script in shared)


def _spellings(one: Identity) -> dict[Script, set[str]]:
    found: dict[Script, set[str]] = {}
    for name in one.names:
        letters = "".join(sorted("".join(name.text.casefold().split())))
        found.setdefault(name.script, set()).add(letters)
    return found


def is_clash(comparison: Comparison) -> bool:
    """Whether one document number stands under two names that differ clearly."""
    found = {reason.code: reason.supports for reason in comparison.reasons}
    return found.get("document_same") is True and found.get("name_differs") is False


def _spelt_in_two_ways(one: str, other: str) -> bool:
    """Names of one script that differ by more than case, spaces and the order of their words."""
    if parse(one).script != parse(other).script:
        return False
    letters = [sorted("".join(name.casefold().split())) for name in (one, other)]
    return letters[0] != letters[1]


def linking_of(compared: Sequence[Compared]) -> Linking:
    """Decide for one new record. Of several records of one human only the likeliest counts."""
    best: dict[UUID, Compared] = {}
    for one in compared:
        if one.comparison.verdict == "new" and not is_clash(one.comparison):
            continue
        known = best.get(one.human)
        if known is None or one.comparison.probability > known.comparison.probability:
            best[one.human] = one
    ranked = sorted(
        best.values(),
        key=lambda c: (not is_clash(c.comparison), -c.comparison.probability, c.record.int),
    )
    certain = [one for one in ranked if joins_alone(one)]
    if len(certain) == 1:
        return Linking(certain[0], ())
    return Linking(None, tuple(ranked[:SHOWN_AT_MOST]))
