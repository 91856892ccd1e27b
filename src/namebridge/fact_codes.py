"""Facts beside the name of many pairs at once, as `facts.py` tells them of one pair."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from namebridge.columns import Int8, Int64, Numbers, Records
from namebridge.facts import ANCHORS, LASTING, OWN_NUMBER, PLACE_AGREES, PLACE_BELOW, SLIP_NUMBER

# Columns of `Scores.facts`.
FACTS = ("birth", "document", "phone", "place", "sex", "beside")
# Every reason code a fact may have; the number of a code is its place here, 0 is "nothing known".
FACT_CODES = (
    "",
    "birth_date_same",
    "birth_day_month_swapped",
    "birth_month_same",
    "birth_year_same",
    "birth_age_fits",
    "birth_year_near_age",
    "birth_day_or_month_differs",
    "birth_day_differs",
    "birth_day_same_year_off",
    "birth_date_off",
    "birth_year_off",
    "birth_year_two_off",
    "birth_year_far",
    "birth_year_differs",
    "document_differs",
    "id_number_differs",
    "document_close",
    "document_same",
    "phone_same",
    "phone_differs",
    "same_village",
    "same_commune",
    "same_district",
    "same_province",
    "other_commune",
    "other_district",
    "province_differs",
    "sex_same",
    "sex_differs",
    "little_beside_name",
    "only_name_known",
)
ONLY_NAME_KNOWN = len(FACT_CODES) - 1
DOCUMENT, DOCUMENT_SAME = FACTS.index("document"), FACT_CODES.index("document_same")
_NUMBER = {code: number for number, code in enumerate(FACT_CODES)}
Bools = npt.NDArray[np.bool_]


def _year(apart: Int64) -> Int8:
    """Numbers of the codes for years so far apart (one or more)."""
    steps = ("birth_year_off", "birth_year_two_off", "birth_year_far", "birth_year_far")
    table = [0, *(_NUMBER[code] for code in steps), _NUMBER["birth_year_differs"]]
    return np.array(table, dtype=np.int8)[np.minimum(apart, 5)]


def _birth(left: Records, right: Records, i: Int64, j: Int64) -> Int8:
    year_a, year_b = left.year[i].astype(np.int64), right.year[j].astype(np.int64)
    month_a, month_b, day_a, day_b = left.month[i], right.month[j], left.day[i], right.day[j]
    age_a, age_b = left.from_age[i], right.from_age[j]
    apart = np.abs(year_a - year_b)
    full = (day_a > 0) & (day_b > 0)
    months = (month_a > 0) & (month_b > 0)
    day_agrees = (month_a == month_b) & (~full | (day_a == day_b))
    code = np.where(apart > 0, _year(apart), np.int8(_NUMBER["birth_year_same"]))
    near = months & (apart > 0)
    code[near & ~day_agrees & (apart <= 2)] = _NUMBER["birth_date_off"]
    exchanged = year_b % 100 == 10 * (year_a % 10) + year_a // 10 % 10
    exchanged &= year_a // 100 == year_b // 100
    slipped = near & full & day_agrees & ((apart <= 2) | (apart == 10) | exchanged)
    code[slipped] = _NUMBER["birth_day_same_year_off"]
    here = months & (apart == 0)
    code[here & ~full] = _NUMBER["birth_day_differs"]
    code[here & ~full & (month_a == month_b)] = _NUMBER["birth_month_same"]
    both = here & full
    code[both] = _NUMBER["birth_day_differs"]
    part = (month_a == month_b) | (day_a == day_b)
    code[both & part] = _NUMBER["birth_day_or_month_differs"]
    swapped = both & (month_a == day_b) & (day_a == month_b)
    code[swapped] = _NUMBER["birth_day_month_swapped"]
    code[both & day_agrees] = _NUMBER["birth_date_same"]
    told = (age_a > 0) | (age_b > 0)
    gap = np.maximum(0, np.maximum(year_a - age_a - year_b, year_b - age_b - year_a))
    aged = np.where(gap > 1, _year(gap), np.int8(_NUMBER["birth_year_near_age"]))
    aged[gap == 0] = _NUMBER["birth_age_fits"]
    code = np.where(told, aged, code)
    code[(year_a == 0) | (year_b == 0)] = 0
    return np.asarray(code, dtype=np.int8)


def _place(left: Records, right: Records, i: Int64, j: Int64) -> Int8:
    depth = np.minimum(left.depth[i], right.depth[j])
    one, other = left.place[i], right.place[j]
    agree = np.zeros(len(depth), dtype=np.int8)
    for level in range(1, 5):
        part = 10 ** (8 - 2 * level)
        agree += (depth >= level) & (one // part == other // part)
    whole = np.array([_NUMBER[code] for code in PLACE_AGREES], dtype=np.int8)[agree]
    below = np.array([_NUMBER[code] for code in PLACE_BELOW], dtype=np.int8)[agree]
    return np.where(depth == 0, np.int8(0), np.where(agree == depth, whole, below))


def _letters(numbers: Numbers) -> npt.NDArray[np.uint8]:
    width = numbers.dtype.itemsize
    return np.ascontiguousarray(numbers).view(np.uint8).reshape(len(numbers), width)


def _one_slip(one: Numbers, other: Numbers) -> Bools:
    """Whether the numbers differ by one letter changed, left out, added or exchanged."""
    a, b = _letters(one), _letters(other)
    length_a, length_b = (a > 0).sum(axis=1), (b > 0).sum(axis=1)
    equal = (a == b) & (a > 0)
    front = np.logical_and.accumulate(equal, axis=1).sum(axis=1)
    width = a.shape[1]
    columns = np.arange(width)[None, :]
    # The same from the end: letters shifted so that the last ones stand in one column.
    tail_a = np.take_along_axis(a, (columns - (width - length_a)[:, None]) % width, axis=1)
    tail_b = np.take_along_axis(b, (columns - (width - length_b)[:, None]) % width, axis=1)
    same_tail = (tail_a == tail_b) & (tail_a > 0)
    back = np.logical_and.accumulate(same_tail[:, ::-1], axis=1).sum(axis=1)
    shorter, longer = np.minimum(length_a, length_b), np.maximum(length_a, length_b)
    left_out = (longer == shorter + 1) & (front + back >= shorter)
    changed = (length_a == length_b) & (front + back == length_a - 1)
    at = np.minimum(front, width - 2)
    rows = np.arange(len(a))
    crossed = (a[rows, at] == b[rows, at + 1]) & (a[rows, at + 1] == b[rows, at])
    exchanged = (length_a == length_b) & (front + back == length_a - 2) & crossed
    return np.asarray(left_out | changed | exchanged)


def _document(left: Records, right: Records, i: Int64, j: Int64) -> Int8:
    ours = left.document_start[i + 1] - left.document_start[i]
    theirs = right.document_start[j + 1] - right.document_start[j]
    counts = ours * theirs
    pair = np.repeat(np.arange(len(i)), counts)
    start = np.cumsum(counts) - counts
    place = np.arange(len(pair)) - start[pair]
    a = left.document_start[i][pair] + place // theirs[pair]
    b = right.document_start[j][pair] + place % theirs[pair]
    kinds = left.document_kind[a] == right.document_kind[b]
    one, other = left.document_number[a], right.document_number[b]
    lasting = [number for kind, number in left.tokens.kinds.items() if kind in LASTING]
    code = np.zeros(len(pair), dtype=np.int8)
    code[kinds] = _NUMBER["document_differs"]
    code[kinds & np.isin(left.document_kind[a], lasting)] = _NUMBER["id_number_differs"]
    lengths = np.minimum(np.char.str_len(one), np.char.str_len(other))
    rows = np.flatnonzero(kinds & (lengths >= SLIP_NUMBER))
    close = rows[_one_slip(one[rows], other[rows])]
    code[close] = _NUMBER["document_close"]
    code[(one == other) & (kinds | (lengths >= OWN_NUMBER))] = _NUMBER["document_same"]
    found = np.zeros(len(i), dtype=np.int8)
    has = np.flatnonzero(counts)
    if len(has):
        found[has] = np.maximum.reduceat(code, start[has])
    return found


def _agree(one: Int64 | Int8, other: Int64 | Int8, same: str, differs: str) -> Int8:
    found = np.where(one == other, np.int8(_NUMBER[same]), np.int8(_NUMBER[differs]))
    return np.where((one == 0) | (other == 0), np.int8(0), found)


def fact_numbers(left: Records, right: Records, i: Int64, j: Int64) -> Int8:
    """int8[n, 6]: numbers of the reason codes (FACT_CODES) by FACTS."""
    found = [
        _birth(left, right, i, j),
        _document(left, right, i, j),
        _agree(left.phone[i], right.phone[j], "phone_same", "phone_differs"),
        _place(left, right, i, j),
        _agree(left.sex[i], right.sex[j], "sex_same", "sex_differs"),
    ]
    anchors = np.array([code in ANCHORS for code in FACT_CODES])
    anchored = np.logical_or.reduce([anchors[column] for column in found])
    little = np.where(anchored, np.int8(0), np.int8(_NUMBER["little_beside_name"]))
    told = np.logical_or.reduce([column > 0 for column in found[:-1]])
    beside = np.where(told, little, np.int8(ONLY_NAME_KNOWN))
    return np.stack([*found, beside], axis=1)
