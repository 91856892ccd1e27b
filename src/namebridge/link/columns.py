"""Turns the text of both files into columns of whole numbers, each distinct text read once.

What a birth date, an age, a place or a number says is decided by `namebridge.facts`, so that a row
of a file and an `Identity` of the register are read alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from namebridge.facts import LONGEST_NUMBER, OWN_NUMBER, birth, place_number
from namebridge.link.words import Ints
from namebridge.model import Identity

Array = npt.NDArray[Any]
# As narrow as they can be: of millions of rows, most of the time is waiting for memory.
FACTS = {
    "sex": np.int8,
    "year": np.int16,
    "month": np.int8,
    "day": np.int8,
    "from_age": np.int8,
    "place": np.int32,
    "depth": np.int8,
    "phone": np.int64,
    "document": np.int64,
    "kind": np.int16,
}
_OF_PAPERS = ("document", "kind")

_MALE, _FEMALE = "('1', 'm', 'male')", "('2', 'f', 'female')"


@dataclass(frozen=True)
class Side:
    """The rows of one file as columns; 0 means not known. Row numbers are places in the file.

    `names` int32[n, 3]: numbers of the Khmer, Latin and Thai name in the name table. `sex` 1 or 2.
    `year`, `month`, `day` as far as they can be relied on; `from_age` 1 where the year comes from
    an age. `place` a code of eight figures and `depth` its known levels. `phone` its figures.
    `document` a number of 63 bits for the document's number, `kind` for its kind.
    """

    names: Ints
    sex: Array
    year: Array
    month: Array
    day: Array
    from_age: Array
    place: Array
    depth: Array
    phone: Array
    document: Array
    kind: Array

    def __len__(self) -> int:
        return len(self.sex)


# Kinds of documents that are told apart; what comes after is one kind.
_MOST_KINDS = 30_000


def read_dictionaries(connection: Any, tables: tuple[str, ...]) -> tuple[str, ...]:
    """Makes the tables that say what each distinct date, age and place means.

    Returns the kinds of documents; `Side.kind` is a place among them.
    """
    _read_births(connection, tables)
    _read_ages(connection, tables)
    places = [
        text for (text,) in connection.execute(_distinct(tables, "home_place_code")).fetchall()
    ]
    numbers = np.array([place_number(text.strip()) for text in places], dtype=np.int32).reshape(
        -1, 2
    )
    _keep(connection, "places", places, {"place": numbers[:, 0], "depth": numbers[:, 1]})
    kinds = sorted(
        text for (text,) in connection.execute(_distinct(tables, "document_kind")).fetchall()
    )
    number = np.minimum(np.arange(len(kinds)), _MOST_KINDS).astype(np.int32)
    _keep(connection, "kinds", kinds, {"number": number})
    return tuple(kinds[: _MOST_KINDS + 1])


def _distinct(tables: tuple[str, ...], columns: str) -> str:
    first = columns.split(",")[0]
    return " union ".join(f"select {columns} from {table} where {first} <> ''" for table in tables)


def _keep(connection: Any, table: str, texts: list[str], columns: dict[str, Array]) -> None:
    given = {"text": np.array(texts, dtype=object), **columns}
    if not texts:
        kinds = ", ".join(f"{name} int" for name in columns)
        connection.execute(f"create temp table {table} (text varchar, {kinds})")
        return
    connection.register("dictionary_read", given)
    connection.execute(f"create temp table {table} as select * from dictionary_read")
    connection.unregister("dictionary_read")


def _born(text: str) -> tuple[int, int, int]:
    """Reliable (year, month, day) of a date as written; zeros where it cannot be one."""
    parts = text.strip().translate(_DIGITS).split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return 0, 0, 0
    if len(parts[0]) != 4 or any(len(part) > 2 for part in parts[1:]):
        return 0, 0, 0
    year, month, day = (int(part) for part in (*parts, "0", "0")[:3])
    born = birth(Identity((), birth_year=year, birth_month=month or None, birth_day=day or None,
                          birth_basis="date"))  # fmt: skip
    if born is None or (len(parts) > 1 and not _exists(born.year, month, day)):
        return 0, 0, 0
    return born.year, born.month or 0, born.day or 0


_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩๐๑๒๓๔๕๖๗๘๙", "0123456789" * 2)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day or 1)
    except ValueError:
        return False
    return True


def _read_births(connection: Any, tables: tuple[str, ...]) -> None:
    texts = [text for (text,) in connection.execute(_distinct(tables, "birth_date")).fetchall()]
    born = np.array([_born(text) for text in texts], dtype=np.int32).reshape(-1, 3)
    _keep(connection, "births", texts, {"year": born[:, 0], "month": born[:, 1], "day": born[:, 2]})


def _year_of_age(age: str, as_of: str) -> int:
    """The year of birth of somebody of this age on that day; 0 where it cannot be told.

    Without a day the age is taken to be today's.
    """
    try:
        years = int(float(age.strip().translate(_DIGITS)))
        told = int(as_of.strip().translate(_DIGITS)[:4]) if as_of.strip() else date.today().year
    except (ValueError, OverflowError):
        return 0
    if not 0 <= years <= 120:
        return 0
    born = birth(Identity((), birth_year=told - years, birth_basis="age"))
    return born.year if born else 0


def _read_ages(connection: Any, tables: tuple[str, ...]) -> None:
    told = connection.execute(_distinct(tables, "age, as_of")).fetchall()
    _keep(
        connection,
        "ages",
        [f"{age} {as_of}" for age, as_of in told],
        {"year": np.array([_year_of_age(*pair) for pair in told], dtype=np.int32)},
    )


# Plain numbers are told by a look; taking 2 million of them apart would cost a second.
_PHONE = """case when phone = '' then ''
    when regexp_full_match(phone, '[+]?[0-9]+') then replace(phone, '+', '')
    else regexp_replace(phone, '[^0-9]', '', 'g') end"""
_NUMBER = """case when regexp_full_match(document_number, '[0-9A-Z]+') then document_number
    else regexp_replace(upper(document_number), '[^0-9A-Z]', '', 'g') end"""
# `facts.document_numbers`: three figures at least, and not all the same.
_TELLS_APART = """length(number) >= 4 and regexp_matches(number, '[0-9].*[0-9].*[0-9]')
    and regexp_matches(replace(number, regexp_extract(number, '[0-9]'), ''), '[0-9]')"""


def read_side(connection: Any, table: str, names: Ints) -> Side:
    """The columns of one file; `names` are the numbers of its names.

    Leaves `{table}_numbers(row, kind, number)` of papers behind.
    """
    connection.execute(_papers(table))
    found = connection.execute(
        "select t.rowid as row, "
        f"case when lower(sex) in {_MALE} then 1 when lower(sex) in {_FEMALE} then 2 "
        "else 0 end::int1 as sex, coalesce(b.month, 0)::int1 as month, "
        "coalesce(nullif(b.year, 0), a.year, 0)::int2 as year, "
        "coalesce(b.day, 0)::int1 as day, "
        "(coalesce(b.year, 0) = 0 and coalesce(a.year, 0) > 0)::int1 as from_age, "
        "coalesce(p.place, 0)::int4 as place, coalesce(p.depth, 0)::int1 as depth, "
        "case when length(figures) < 6 then 0 else right(figures, 18)::bigint end as phone "
        f"from (select *, rowid, {_PHONE} as figures from {table}) t "
        "left join births b on b.text = birth_date left join places p on p.text = home_place_code "
        "left join ages a on a.text = age || ' ' || as_of"
    ).fetchnumpy()
    papers = connection.execute(f"select row, document, kind from {table}_numbers").fetchnumpy()
    many = len(found["row"])
    columns: dict[str, Array] = {}
    for name, kind in FACTS.items():
        read = papers if name in _OF_PAPERS else found
        columns[name] = np.zeros(many, dtype=kind)
        columns[name][read["row"]] = read[name]
    return Side(names, **columns)


def _papers(table: str) -> str:
    """Documents with a number worth comparing: `facts.document_numbers`, in SQL."""
    return f"""create temp table {table}_numbers as
        select row, n.number as number, k.number as kind,
            (hash(case when length(n.number) >= {OWN_NUMBER} then n.number
                else kind_text || ':' || n.number end) >> 1)::bigint as document
        from (select rowid as row, left({_NUMBER}, {LONGEST_NUMBER}) as number,
                document_kind as kind_text from {table}
            where document_number <> '' and document_kind not in ('', 'lost', 'none')) n
        join kinds k on k.text = kind_text
        where {_TELLS_APART.replace("number", "n.number")}"""
