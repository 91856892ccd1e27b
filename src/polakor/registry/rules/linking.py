"""What is done with a new record that resembles known ones.

The rule ``link-1``: a new record is joined with a known one by itself only when exactly one human
compares as ``certain`` (a gate far narrower than the verdict "same"), and either a document agrees
or both are written in one script and no name in it is spelt in two ways, whichever pair of their
names was the likeliest: twins are often named alike, Manit and Manet, and between two scripts one
sound may be either of them. Everything doubtful waits for a person. A wrong join harms two people,
a missed one costs an officer half a minute.

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
from namebridge.records import VERDICTS, Records, TokenPairs, Tokens, score

Id = TypeVar("Id", str, int, UUID)
RULE = "link-1"
SHOWN_AT_MOST = 5
COMPARED_AT_MOST = 12
"""Of a measured list of 3,000 known people 99.4 % have a key in common with their record, and
99.3 % are among the twelve closest; comparing all of them makes long lists slow for nothing."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A known record (and the human it stands under) compared with the new one.

    ``spelt_apart``: no script spells both alike (see ``spelt_apart`` below). The comparison tells
    of the best pair of names alone, and that may be a pair across scripts.
    """

    record: UUID
    human: UUID
    comparison: Comparison
    spelt_apart: bool = False


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


def is_certain(comparison: Comparison) -> bool:
    """Whether the machine may join by itself, if nobody else is as likely."""
    if not comparison.certain:
        return False
    if any(reason.code == "document_same" and reason.supports for reason in comparison.reasons):
        return True
    return not any(
        _spelt_in_two_ways(*reason.values)
        for reason in comparison.reasons
        if reason.code.startswith("name_")
    )


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
    """Compare a new record with a known one, and look at the spellings where it matters."""
    comparison = compare(new, known)
    return Compared(record, human, comparison, comparison.certain and spelt_apart(new, known))


def joins_alone(one: Compared) -> bool:
    """Whether the machine may join with this record by itself, if nobody else is as likely."""
    if not is_certain(one.comparison):
        return False
    return not one.spelt_apart or any(
        reason.code == "document_same" and reason.supports for reason in one.comparison.reasons
    )


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
