"""The distinct written names of both files, each read once.

Most names are two or three plain words: they are cut in SQL, and only their distinct words are
read (`words.py`). All others (titles, four words, odd signs, mixed scripts) go through `parse` as a
whole. Both ways give the same readings.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from namebridge.link.tokens import NONE, TokenTable
from namebridge.link.words import Ints, ReadWords
from namebridge.normalise import parse
from namebridge.readings import MOST_WORDS, Form, Token, form_of


@dataclass(frozen=True)
class NameTable:
    """Names by number; name 0 is no name. One row a name, tokens by their number in `tokens`.

    `family`, `given`: the likeliest reading; `family2`, `given2`: the other one of a name of three
    words or more; `alone`: the token of a name of one word. NONE where there is no such reading.
    """

    tokens: TokenTable
    script: npt.NDArray[np.int8]
    family: Ints
    given: Ints
    family2: Ints
    given2: Ints
    alone: Ints

    def __len__(self) -> int:
        return len(self.family)

    def wholes(self, numbers: Ints) -> list[Token]:
        """All words of each of these names as one token; empty where a name has none."""
        alone, family, given = (part[numbers] for part in (self.alone, self.family, self.given))
        found: list[Token] = [()] * len(numbers)
        single, parted = np.flatnonzero(alone != NONE), np.flatnonzero(family != NONE)
        for place, token in zip(single.tolist(), self.tokens.texts(alone[single]), strict=True):
            found[place] = token
        before, after = self.tokens.texts(family[parted]), self.tokens.texts(given[parted])
        for place, one, two in zip(parted.tolist(), before, after, strict=True):
            found[place] = one + two
        return found


def number_names(connection: Any, tables: tuple[str, ...], columns: tuple[str, ...]) -> list[Ints]:
    """Makes `names(text, number)` of all distinct names of `tables`; numbers start at 1.

    Returns int32[rows, columns] of each table: the numbers of its names, 0 where there is none.
    """
    cells, starts = [], [0]
    for table in tables:
        cells += [
            f"select {column} as text, ({starts[-1]} + rowid) * {len(columns)} + {place} as cell "
            f"from {table} where {column} <> ''"
            for place, column in enumerate(columns)
        ]
        [(rows,)] = connection.execute(f"select count(*) from {table}").fetchall()
        starts.append(starts[-1] + rows)
    # The cells are kept with the name: finding them again would compare every text.
    connection.execute(
        "create table names as select text, (row_number() over ())::int as number, cells "
        f"from (select text, list(cell) as cells from ({' union all '.join(cells)}) group by text)"
    )
    found = connection.execute("select number, unnest(cells) as cell from names").fetchnumpy()
    connection.execute("alter table names drop column cells")
    numbers = np.zeros(starts[-1] * len(columns), dtype=np.int32)
    numbers[found["cell"]] = found["number"]
    return np.split(numbers.reshape(-1, len(columns)), starts[1:-1])


def cut_names(connection: Any) -> list[str]:
    """Cuts all names that `number_names` has numbered; returns their distinct words.

    Leaves `cut` and `words` behind for `number_words`; a word's number is its place, from 1 on.
    """
    connection.execute(
        "create table cut as select number, one, two, three, "
        "strlen(text) - strlen(one) - strlen(two) as rest from "
        "(select number, text, split_part(text, ' ', 1) as one, split_part(text, ' ', 2) as two, "
        "split_part(text, ' ', 3) as three from names)"
    )
    # Words alike but for capitals lie together, to be read together.
    distinct = " union ".join(f"select {part} as word from cut" for part in _WORDS)
    connection.execute(
        "create table words as select word, row_number() over (order by lower(word), word)::int "
        f"as number from ({distinct}) where word <> ''"
    )
    found = connection.execute("select word from words order by number").fetchall()
    return [word for (word,) in found]


def number_words(connection: Any) -> dict[str, Ints]:
    """The names of two and of three words: `number`, and the numbers of the words (0: no third).

    Ends `cut` and `words`.
    """
    cut: dict[str, Ints] = connection.execute(
        "select c.number, a.number as one, b.number as two, coalesce(d.number, 0) as three "
        "from cut c join words a on a.word = c.one join words b on b.word = c.two "
        "left join words d on d.word = c.three "
        "where rest = 1 or rest = 2 + strlen(three) and three <> ''"
    ).fetchnumpy()
    connection.execute("drop table cut; drop table words")
    return cut


_WORDS = ("one", "two", "three")
_PARTS = ("family", "given", "family2", "given2", "alone")


def read_names(
    connection: Any, words: list[str], read: list[ReadWords], cut: dict[str, Ints]
) -> NameTable:
    """The table of all names, from their words as read and the names as cut."""
    tokens = TokenTable(read)
    plain = _Plain(words, read, tokens)
    table = _fill_plain(connection, plain, cut)
    _fill_odd(connection, table, plain)
    return NameTable(tokens, table["script"].astype(np.int8), *(table[part] for part in _PARTS))


class _Plain:
    """The words that may stand in a name cut at spaces, by the number of the word.

    `token`, `script` int32, NONE where it may not stand; `titled` bool.
    """

    def __init__(self, words: list[str], read: list[ReadWords], tokens: TokenTable) -> None:
        self.words, self.tokens = words, tokens
        self.token = np.full(len(words) + 1, NONE, dtype=np.int32)
        self.script = self.token.copy()
        self.titled = np.zeros(len(words) + 1, dtype=bool)
        for part, numbers in zip(read, tokens.numbers, strict=True):
            self.token[part.place + 1] = numbers[part.number]
            self.script[part.place + 1], self.titled[part.place + 1] = part.script, part.titled

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each word."""
        return dict(zip(self.words, range(1, len(self.words) + 1), strict=True))


def _fill_plain(connection: Any, plain: _Plain, cut: dict[str, Ints]) -> dict[str, Ints]:
    """Readings of the names of two or three plain words of one script; NONE for the others."""
    [(many,)] = connection.execute("select count(*) + 1 from names").fetchall()
    table = {part: np.full(many, NONE, dtype=np.int32) for part in (*_PARTS, "script")}
    one, two, three = (cut[part] for part in _WORDS)
    script = plain.script[one]
    fits = (script != NONE) & (script == plain.script[two])
    fits &= (three == 0) | (script == plain.script[three]) & ~plain.titled[one]
    number, script = cut["number"][fits], script[fits]
    one, two, three = (plain.token[part[fits]] for part in (one, two, three))
    table["script"][number] = script
    table["family"][number], table["given"][number] = one, two
    longer = np.flatnonzero(three != NONE)
    number, one, two, three = number[longer], one[longer], two[longer], three[longer]
    pairs = plain.tokens.number_pairs(np.append(two, one), np.append(three, two))
    table["given"][number], table["family2"][number] = np.split(pairs, 2)
    table["given2"][number] = three
    return table


def _fill_odd(connection: Any, table: dict[str, Ints], plain: _Plain) -> None:
    """Reads the names that are left, one by one."""
    left = np.flatnonzero(table["family"][1:] == NONE).astype(np.int32) + 1
    connection.register("odd_names", {"number": left})
    found = connection.execute(
        "select o.number, n.text from odd_names o join names n using (number)"
    ).fetchall()
    connection.unregister("odd_names")
    readings: list[tuple[str, int, Token]] = []
    for number, text in found:
        form = _of_plain_words(text.split(" "), plain) or form_of(parse(text))
        table["script"][number] = form.script
        if len(form.whole) == 1:
            readings.append(("alone", number, form.whole))
        for (family, given), kind in zip(form.parts, ("", "2"), strict=False):
            readings += [(f"family{kind}", number, family), (f"given{kind}", number, given)]
    tokens = plain.tokens.add([token for _, _, token in readings])
    for (part, number, _), token in zip(readings, tokens, strict=True):
        table[part][number] = token


def _of_plain_words(words: list[str], plain: _Plain) -> Form | None:
    """The form of four words or more that are all plain and of one script, else None."""
    if not 3 < len(words) <= MOST_WORDS:
        return None
    numbers = [plain.numbers.get(word, 0) for word in words]
    scripts = {int(plain.script[number]) for number in numbers}
    if len(scripts) != 1 or NONE in scripts or plain.titled[numbers[0]]:
        return None
    whole = tuple(plain.tokens.alone[plain.token[number]][0] for number in numbers)
    parts = ((whole[:1], whole[1:]), (whole[:-1], whole[-1:]))
    return Form(scripts.pop(), whole, parts, "")
