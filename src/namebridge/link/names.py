"""The distinct written names of both files, each read once.

Most names are two or three plain words: they are cut in SQL, and only their distinct words are
read (`words.py`). All others (titles, four words, odd signs, mixed scripts) go through `parse` as a
whole. Both ways give the same readings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from namebridge.link.words import ReadWords, Sounds
from namebridge.normalise import parse
from namebridge.readings import MOST_WORDS, Form, Token, form_of
from namebridge.sounds import read_tokens

Ints = npt.NDArray[np.int32]
NONE = -1


@dataclass(frozen=True)
class NameTable:
    """Names by number; name 0 is no name. One row a name, tokens by their place in `tokens`.

    `sounds`: what each token sounds like, read here once and for all.
    `family`, `given`: the likeliest reading; `family2`, `given2`: the other one of a name of three
    words or more; `alone`: the token of a name of one word. NONE where there is no such reading.
    """

    tokens: tuple[Token, ...]
    sounds: Sounds
    script: npt.NDArray[np.int8]
    family: Ints
    given: Ints
    family2: Ints
    given2: Ints
    alone: Ints

    def __len__(self) -> int:
        return len(self.family)

    def form(self, number: int) -> Form | None:
        """The form that `form_of` would give for the same text; None where it has no words."""
        if self.alone[number] != NONE:
            token = self.tokens[self.alone[number]]
            return Form(int(self.script[number]), token, (), " ".join(token))
        if self.family[number] == NONE:
            return None
        readings = (
            (self.family[number], self.given[number]),
            (self.family2[number], self.given2[number]),
        )
        parts = tuple(
            (self.tokens[family], self.tokens[given])
            for family, given in readings
            if family != NONE
        )
        whole = parts[0][0] + parts[0][1]
        return Form(int(self.script[number]), whole, parts, " ".join(whole))


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
    plain = _Plain(words, read)
    table = _fill_plain(connection, plain, cut)
    _fill_odd(connection, table, plain)
    return NameTable(
        tuple(plain.tokens),
        plain.read_others(),
        table["script"].astype(np.int8),
        *(table[part] for part in _PARTS),
    )


class _Plain:
    """The words that may stand in a name cut at spaces, and all tokens met so far.

    `token`, `script` int32, `titled` bool: by the number of the word; NONE where it may not stand.
    """

    def __init__(self, words: list[str], read: list[ReadWords]) -> None:
        self.numbers = dict(zip(words, range(1, len(words) + 1), strict=True))
        self.token = np.full(len(words) + 1, NONE, dtype=np.int32)
        self.script = self.token.copy()
        self.titled = np.zeros(len(words) + 1, dtype=bool)
        self.tokens: dict[Token, int] = {}
        self.low: list[str] = []
        self.sounds = Sounds([], [], [], [])
        for part in read:
            tokens = [(low,) for low in part.low]
            fresh = [place for place, token in enumerate(tokens) if token not in self.tokens]
            self.sounds.take(part.sounds, fresh)
            self.low += [part.low[place] for place in fresh]
            ids = np.array([self.number(token) for token in tokens], dtype=np.int32)
            self.token[part.place + 1] = ids[part.number]
            self.script[part.place + 1], self.titled[part.place + 1] = part.script, part.titled

    def number(self, token: Token) -> int:
        """The number of a token, new or known."""
        return self.tokens.setdefault(token, len(self.tokens))

    def read_others(self) -> Sounds:
        """The sounds of all tokens: those of several words from the words, others read here."""
        sounds = self.sounds
        kind, units, skeleton, short = sounds
        for token in list(self.tokens)[len(kind) :]:
            one, two = (self.tokens.get((word,), len(kind)) for word in (token[0], token[-1]))
            known = len(token) == 2 and max(one, two) < len(kind)
            if known and kind[one] == kind[two]:
                sounds.append(
                    kind[one],
                    f"{units[one]} {units[two]}",
                    skeleton[one] + skeleton[two],
                    skeleton[one] + short[two],
                )
            else:
                sounds.take(Sounds.of(read_tokens([token])), [0])
        return sounds


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
    table["given"][number] = _two_as_one(plain, two, three)
    table["family2"][number], table["given2"][number] = _two_as_one(plain, one, two), three
    return table


def _two_as_one(plain: _Plain, one: Ints, two: Ints) -> Ints:
    """Numbers of the tokens made of two single words each."""
    both, place = np.unique(one.astype(np.int64) << 32 | two, return_inverse=True)
    low = plain.low
    first, second = (both >> 32).tolist(), (both & 0xFFFFFFFF).tolist()
    found = [plain.number((low[a], low[b])) for a, b in zip(first, second, strict=True)]
    return np.array(found, dtype=np.int32)[place]


def _fill_odd(connection: Any, table: dict[str, Ints], plain: _Plain) -> None:
    """Reads the names that are left, one by one."""
    left = np.flatnonzero(table["family"][1:] == NONE).astype(np.int32) + 1
    connection.register("odd_names", {"number": left})
    found = connection.execute(
        "select o.number, n.text from odd_names o join names n using (number)"
    ).fetchall()
    connection.unregister("odd_names")
    for number, text in found:
        form = _of_plain_words(text.split(" "), plain) or form_of(parse(text))
        table["script"][number] = form.script
        if len(form.whole) == 1:
            table["alone"][number] = plain.number(form.whole)
        for (family, given), kind in zip(form.parts, ("", "2"), strict=False):
            table[f"family{kind}"][number] = plain.number(family)
            table[f"given{kind}"][number] = plain.number(given)


def _of_plain_words(words: list[str], plain: _Plain) -> Form | None:
    """The form of four words or more that are all plain and of one script, else None."""
    if not 3 < len(words) <= MOST_WORDS:
        return None
    numbers = [plain.numbers.get(word, 0) for word in words]
    scripts = {int(plain.script[number]) for number in numbers}
    if len(scripts) != 1 or NONE in scripts or plain.titled[numbers[0]]:
        return None
    whole = tuple(plain.low[plain.token[number]] for number in numbers)
    parts = ((whole[:1], whole[1:]), (whole[:-1], whole[-1:]))
    return Form(scripts.pop(), whole, parts, "")
