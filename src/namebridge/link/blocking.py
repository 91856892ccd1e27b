"""Which register rows each list row is held against: joins by equality, in SQL any engine runs.

Every join meets rows that share a key (the kinds of `namebridge.keys`) and gives each pair a rough
score in centibits from what the joined rows carry. Only the best of each list row by that score
are compared in earnest. The statements use integers, joins and CASE alone, so that DuckDB and
Spark read the same text and give the same numbers.

Tables: `reg`, `rpairs`, `rwords` of the register (columns `r`, the key `k`, the row's facts) and
`lst`, `lpairs`, `lwords` of the list (`l`, `k`, the weight `w` of the key, facts). `lpairs_years`
and `lwords_years` have one row for each year looked into (`near`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from namebridge.weights import weights

# Candidates of a list row that are compared in earnest.
COMPARED = 24
# Rough scores are kept within these bounds, to be packed with their rows.
LEAST, MOST = -4000, 4000
# A pair of one word in common needs this much beside it; a wide block gives thousands of others.
_YEARS_OF_PAIRS, _YEARS_OF_WORDS = (-2, -1, 0, 1, 2), (-1, 0, 1)


# Years ten apart, or with their last two figures exchanged (1987, 1978).
_YEAR_SLIPPED = (
    "(l.year - r.year in (-10, 10) or l.year - l.year % 100 = r.year - r.year % 100 "
    "and 100 * (l.year % 10) + l.year % 100 - l.year % 10 = 10 * (r.year % 100))"
)


def _worth(code: str) -> str:
    return str(weights()[code].person)


def rough_score(name: str) -> str:
    """SQL: centibits of a joined pair; `name` is the SQL of what its name key is worth."""
    w = _worth
    birth = f"""case when l.year = 0 or r.year = 0 then 0
        when l.year = r.year then case
            when l.day > 0 and r.day > 0 then case
                when l.month = r.month and l.day = r.day then {w("birth_date_same")}
                when l.month = r.day and l.day = r.month then {w("birth_day_month_swapped")}
                else {w("birth_day_differs")} end
            when l.month > 0 and r.month > 0 then case
                when l.month = r.month then {w("birth_month_same")}
                else {w("birth_day_differs")} end
            else {w("birth_year_same")} end
        when l.year - r.year = 1 or r.year - l.year = 1 then case
            when l.from_age + r.from_age > 0 then {w("birth_year_near_age")}
            when l.day > 0 and l.day = r.day and l.month = r.month
                then {w("birth_day_same_year_off")}
            else {w("birth_year_off")} end
        when l.year - r.year between -2 and 2 then case
            when l.day > 0 and l.day = r.day and l.month = r.month
                then {w("birth_day_same_year_off")}
            else {w("birth_year_two_off")} end
        when l.day > 0 and l.day = r.day and l.month = r.month and {_YEAR_SLIPPED}
            then {w("birth_day_same_year_off")}
        when l.year - r.year between -4 and 4 then {w("birth_year_far")}
        else {w("birth_year_differs")} end"""
    place = f"""case when l.p2 = 0 or r.p2 = 0 then 0
        when l.p2 <> r.p2 then {w("province_differs")}
        when l.p4 = 0 or r.p4 = 0 or l.p4 <> r.p4 then {w("same_province")}
        when l.p6 = 0 or r.p6 = 0 or l.p6 <> r.p6 then {w("same_district")}
        when l.p8 = 0 or r.p8 = 0 or l.p8 <> r.p8 then {w("same_commune")}
        else {w("same_village")} end"""
    sex = f"""case when l.sex = 0 or r.sex = 0 then 0
        when l.sex = r.sex then {w("sex_same")} else {w("sex_differs")} end"""
    phone = f"case when l.phone > 0 and l.phone = r.phone then {w('phone_same')} else 0 end"
    paper = (
        f"case when l.document > 0 and l.document = r.document then {w('document_same')} else 0 end"
    )
    return f"({name}) + ({birth}) + ({place}) + ({sex}) + ({phone}) + ({paper})"


# What may still be found in the names, beyond what the key of a join says (centibits).
_PAIR, _WORD, _NAMELESS = 300, 400, 700


# How a join is written: (list side, register side, on, what the names may still be worth) -> SQL.
Join = Callable[[str, str, str, int], str]


def _join(left: str, right: str, on: str, more: int) -> str:
    return (
        f"select l, r, score from (select l.l as l, r.r as r, l.least as least, "
        f"{rough_score(_name_of(more))} as score from {right} r join {left} l on {on}) "
        f"where score >= least - {more}"
    )


def _name_of(more: int) -> str:
    return "0" if more == _NAMELESS else "l.w"


_SEEN = ("year", "month", "day", "from_age", "p2", "p4", "p6", "p8", "sex", "phone", "document")


def _plain_join(left: str, right: str, on: str, more: int) -> str:
    carried = ", ".join(f"{side}.{name} as {side}_{name}" for side in "lr" for name in _SEEN)
    return (
        f"select l.l as l, r.r as r, {_name_of(more)} as l_w, l.least - {more} as least, {carried} "
        f"from {right} r join {left} l on {on}"
    )


def all_joins(lo: int, hi: int) -> str:
    """`joins` as one statement that works out the score in one place.

    For engines that compile a statement: the score is long, and there are many joins.
    """
    score = re.sub(r"\b([lr])\.", r"\1_", rough_score("l.w"))
    every = " union all ".join(joins(lo, hi, _plain_join))
    return (
        f"select l, r, score from (select l, r, least, {score} as score from ({every})) "
        "where score >= least"
    )


def least_score(shift: int) -> int:
    """The rough score below which a pair cannot become worth a look, the names left open."""
    known = weights()
    return known["maybe_from"].person - known["prior"].person - shift


def joins(lo: int, hi: int, join: Join = _join) -> list[str]:
    """The joins for list rows lo to hi (hi left out), each giving l, r, score."""

    def of(table: str, where: str = "true") -> str:
        return f"(select * from {table} where l >= {lo} and l < {hi} and {where})"

    year = "l.near = r.year"
    # What a pair of words, a word, can earn with a year alone; with a district too.
    alone = f"w + {_worth('birth_year_same')} + {_worth('sex_same')} >= least - {_PAIR}"
    around = f"w + {_worth('same_district')} + {_worth('sex_same')} >= least - {_WORD}"
    return [
        # Both words and a year near by, where they are rare enough for the register; else with the
        # province; the day, whatever the year; a district; a province where a year is missing;
        # neither.
        join(of("lpairs_years", alone), "rpairs", f"l.k = r.k and {year}", _PAIR),
        join(of("lpairs_years", f"p2 > 0 and not ({alone})"), "rpairs",
              f"l.k = r.k and {year} and l.p2 = r.p2", _PAIR),
        join(of("lpairs", "day > 0"), "(select * from rpairs where day > 0)",
              "l.k = r.k and l.month = r.month and l.day = r.day", _PAIR),
        join(of("lpairs", "p4 > 0"), "rpairs", "l.k = r.k and l.p4 = r.p4", _PAIR),
        join(of("lpairs", "p2 > 0 and year = 0"), "rpairs", "l.k = r.k and l.p2 = r.p2", _PAIR),
        join(of("lpairs", "p2 > 0 and year > 0"), "(select * from rpairs where year = 0)",
              "l.k = r.k and l.p2 = r.p2", _PAIR),
        join(of("lpairs", "year = 0 and p2 = 0"), "rpairs", "l.k = r.k", _PAIR),
        join(of("lpairs", "year > 0 or p2 > 0"),
              "(select * from rpairs where year = 0 and p2 = 0)", "l.k = r.k", _PAIR),
        # Both words and half the number of a paper: one figure of it may be a slip.
        *(
            join(of("lpairs", f"{half} <> 0"), "rpairs", f"l.k = r.k and l.{half} = r.{half}",
                 _PAIR + weights()["document_close"].person)
            for half in ("head", "tail")
        ),
        # One word, with a district and a year near by; with a province and the year; a date; a
        # commune; a rare word with the year or the district alone.
        join(of("lwords_years", f"p4 > 0 and (near = year or {around})"), "rwords",
              f"l.k = r.k and {year} and l.p4 = r.p4", _WORD),
        join(of("lwords_years", f"p6 > 0 and near <> year and not ({around})"), "rwords",
              f"l.k = r.k and {year} and l.p6 = r.p6", _WORD),
        join(of("lwords", "p2 > 0 and year > 0 and uncommon > 0"), "rwords",
              "l.k = r.k and l.year = r.year and l.p2 = r.p2", _WORD),
        join(of("lwords", "day > 0"), "(select * from rwords where day > 0)",
              "l.k = r.k and l.year = r.year and l.month = r.month and l.day = r.day", _WORD),
        join(of("lwords", "p6 > 0 and uncommon > 0"), "rwords",
              "l.k = r.k and l.p6 = r.p6", _WORD),
        join(of("lwords_years", f"rare > 0 and (near = year or w >= least - {_WORD})"), "rwords",
              f"l.k = r.k and {year}", _WORD),
        join(of("lwords", "rare > 0 and p4 > 0"), "rwords", "l.k = r.k and l.p4 = r.p4", _WORD),
        # No name: a commune and the year, a date and the province, a phone, a paper.
        join(of("lst_years", "p6 > 0"), "reg", f"{year} and l.p6 = r.p6", _NAMELESS),
        join(of("lst", "day > 0 and p2 > 0"), "(select * from reg where day > 0)",
              "l.year = r.year and l.month = r.month and l.day = r.day and l.p2 = r.p2", _NAMELESS),
        join(of("lst", "phone > 0"), "reg", "l.phone = r.phone", _NAMELESS),
        join(of("lst", "document > 0"), "reg", "l.document = r.document", _NAMELESS),
    ]  # fmt: skip


def years_near() -> dict[str, str]:
    """Tables of one row for each year looked into, by the select that makes them."""

    def spread(table: str, offsets: tuple[int, ...]) -> str:
        each = " union all ".join(
            f"select *, year + ({offset}) as near from {table} where year > 0" for offset in offsets
        )
        return f"select * from ({each})"

    # A person who tells an age may have been born the year before.
    told = (
        "select *, year as near from lst where year > 0 union all "
        "select *, year - 1 as near from lst where year > 0 and from_age > 0"
    )
    return {
        "lpairs_years": spread("lpairs", _YEARS_OF_PAIRS),
        "lwords_years": spread("lwords", _YEARS_OF_WORDS),
        "lst_years": f"select * from ({told})",
    }
