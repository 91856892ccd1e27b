"""Protect small groups: what may be shown of counts that say something about people.

Totals, and counts by day, gate, sex and way of return, are open: whoever stands at the gate sees
them. Age, province of destination and flags are not. Of these a report shows 0, "fewer than k", or
a number rounded to a base, so that two reports over periods that differ by a day do not give away
the one person in between. Beside an exact total that is not always enough: when the total leaves a
small cell only one possible value, all cells beside it are withheld together.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from polakor.evidence.rules.figures import Shown

Key = TypeVar("Key", bound=Hashable)
NO_LIMIT = 1 << 60
FEW = 2


@dataclass(frozen=True, slots=True)
class Protection:
    """``small``: counts from 1 to small - 1 are not shown. ``base``: others are rounded to it."""

    small: int
    base: int

    def rounded(self, count: int) -> int:
        """``count`` to the nearest multiple of ``base``, half upwards."""
        return (count + self.base // 2) // self.base * self.base if self.base > 1 else count


def protect_one(count: int, protection: Protection) -> Shown:
    """What may be shown of one count that belongs to no total."""
    if count == 0:
        return Shown("exact", 0)
    if count < protection.small:
        return Shown("below", protection.small)
    return Shown("rounded" if protection.base > 1 else "exact", protection.rounded(count))


def few_or_none(count: int, protection: Protection) -> Shown:
    """What may be shown of a count of which even "none" would say something: none is few here."""
    if count < protection.small:
        return Shown("below", protection.small)
    return protect_one(count, protection)


def too_few(total: int, protection: Protection) -> bool:
    """Whether so few came that anything said of them as a group is said of each."""
    return 0 < total < FEW * protection.small


def bounds(shown: Shown, protection: Protection) -> tuple[int, int]:
    """The least and the most people that can stand behind what is shown."""
    if shown.value is None:
        return 0, NO_LIMIT
    if shown.kind == "exact":
        return shown.value, shown.value
    if shown.kind == "below":
        return 1, shown.value - 1
    low = max(shown.value - protection.base // 2, protection.small)
    return low, shown.value + protection.base - 1 - protection.base // 2


def possible(
    shown: Mapping[Key, Shown], key: Key, total: int | None, protection: Protection
) -> tuple[int, int]:
    """What a reader can work out of one cell, knowing all the others and (if given) the total."""
    low, high = bounds(shown[key], protection)
    if total is None:
        return low, high
    others = [bounds(cell, protection) for other, cell in shown.items() if other != key]
    least = sum(low_other for low_other, _ in others)
    most = sum(high_other for _, high_other in others)
    return max(low, total - most), min(high, total - least)


def protect_cells(
    counts: Mapping[Key, int], protection: Protection, *, total_is_shown: bool = True
) -> dict[Key, Shown]:
    """What may be shown of cells that together make up their exact sum.

    ``total_is_shown``: the sum stands elsewhere in the open. Then all cells are withheld together
    when the sum is below ``FEW`` times ``small``, whatever they are, and when a cell between 1 and
    small - 1 has only one possible value left. All or none: a reader who knows this rule could
    tell the cell from those picked to hide it. (Many cells that all happen to be small - 1 can
    still be told by their sum.)
    """
    total = sum(counts.values()) if total_is_shown else None
    shown = {key: protect_one(count, protection) for key, count in counts.items()}
    few = total is not None and too_few(total, protection)
    if few or _pinned(counts, shown, total, protection):
        return dict.fromkeys(counts, Shown("withheld", None))
    return shown


def _pinned(
    counts: Mapping[Key, int],
    shown: Mapping[Key, Shown],
    total: int | None,
    protection: Protection,
) -> set[Key]:
    """Small cells that have one possible value left; the same as asking ``possible`` of each."""
    small = _small(counts, protection)
    if not small:
        return set()
    ends = {key: bounds(cell, protection) for key, cell in shown.items()}
    least, most = sum(low for low, _ in ends.values()), sum(high for _, high in ends.values())
    found = set()
    for key in small:
        low, high = ends[key]
        if total is None:
            if low == high:
                found.add(key)
        elif max(low, total - (most - high)) == min(high, total - (least - low)):
            found.add(key)
    return found


def _small(counts: Mapping[Key, int], protection: Protection) -> list[Key]:
    return [key for key, count in counts.items() if 0 < count < protection.small]


def withheld_groups(sizes: Mapping[Key, int], small: int) -> frozenset[Key]:
    """Groups of which nothing is shown: the small ones, and more until they hide each other.

    Beside figures of everybody, what is missing can be worked out of the others as one sum: so
    there are always two groups and together no few people in it.
    """
    hidden = {key for key, size in sizes.items() if 0 < size < small}
    others = sorted(
        (key for key, size in sizes.items() if size and key not in hidden), key=lambda k: sizes[k]
    )
    while hidden and others and (len(hidden) == 1 or sum(sizes[k] for k in hidden) < small):
        hidden.add(others.pop(0))
    return frozenset(hidden)
