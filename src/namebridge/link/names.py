"""The distinct written names of both files, each read once.

Most names are two plain words: they are cut in SQL, and only their distinct words are read in
Python. All others (titles, three words, odd signs, mixed scripts) go through `parse` as a whole.
Both ways give the same readings.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from namebridge.model import Script
from namebridge.normalise import clean, parse
from namebridge.reading import rows
from namebridge.readings import MOST_WORDS, SCRIPTS, Form, Token, form_of
from namebridge.scripts.detect import detect

Ints = npt.NDArray[np.int32]

# A second word for trying whether a first word would be taken for a title.
_NEUTRAL = {
    Script.KHMR: "ដារ៉ា",
    Script.THAI: "ดารา",
    Script.LATN: "Dara",
    Script.OTHER: "Dara",
}
NONE = -1


@dataclass(frozen=True)
class NameTable:
    """Names by number; name 0 is no name. One row a name, tokens by their place in `tokens`.

    `family`, `given`: the likeliest reading; `family2`, `given2`: the other one of a name of three
    words or more; `alone`: the token of a name of one word. NONE where there is no such reading.
    """

    tokens: tuple[Token, ...]
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


class _Tokens:
    def __init__(self) -> None:
        self.numbers: dict[Token, int] = {}

    def number(self, token: Token) -> int:
        return self.numbers.setdefault(token, len(self.numbers))


def _plain_word(word: str) -> tuple[str, int] | None:
    """(the clean word in small letters, its script) of a word of a name that is cut at spaces.

    None for a word that would not stand by itself, or be taken for a title before others.
    """
    if word.isascii():
        script, tidy = Script.LATN, word
        if not word.isalpha():
            return None
    else:
        script, tidy = detect(word), clean(word)
        if script is Script.OTHER or detect(tidy) is not script:
            return None
        if not tidy or any(unicodedata.category(letter)[0] not in "LM" for letter in tidy):
            return None
        if not unicodedata.category(tidy[0]).startswith("L"):
            return None
    if _like_a_title(tidy) and not _stands_first(word, tidy, _NEUTRAL[script]):
        return None
    return tidy.casefold(), SCRIPTS[script]


def _stands_first(word: str, tidy: str, neutral: str) -> bool:
    """Whether the word stays a word of the name with one and with two others behind it."""
    for behind in ((neutral,), (neutral, neutral)):
        name = parse(" ".join((word, *behind)))
        if name.titles or name.words != (tidy, *behind):
            return False
    return True


@cache
def _titles() -> dict[str, tuple[str, ...]]:
    """The titles by their first letter."""
    found: dict[str, list[str]] = {}
    for row in rows("titles.tsv"):
        title = clean(row[0]).casefold()
        found.setdefault(title[0], []).append(title)
    return {letter: tuple(titles) for letter, titles in found.items()}


def _like_a_title(word: str) -> bool:
    """Whether the word begins with a title, or a title with it."""
    low = word.casefold()
    return any(
        low.startswith(title) or title.startswith(low) for title in _titles().get(low[0], ())
    )


def _begins_a_title(word: str) -> bool:
    """Whether the word with the next one may be a title ("lok srey")."""
    low = clean(word).casefold() + " "
    return any(title.startswith(low) for title in _titles().get(low[0], ()))


def read_names(connection: Any, tables: tuple[str, ...], columns: tuple[str, ...]) -> NameTable:
    """Reads all names of `tables` and leaves `names(text, number)` behind for joining.

    Numbers start at 1; rows without a name have none.
    """
    distinct = " union ".join(
        f"select {column} as text from {t}" for t in tables for column in columns
    )
    connection.execute(
        "create table names as select text, (row_number() over ())::int as number "
        f"from ({distinct}) where text <> ''"
    )
    connection.execute(
        "create temp table cut as select number, split_part(text, ' ', 1) as one, "
        "case when strpos(text, ' ') = 0 then '' "
        "else substr(text, strpos(text, ' ') + 1) end as two "
        "from names"
    )
    words = connection.execute(
        "select distinct unnest(string_split(text, ' ')) as word from names"
    ).fetchall()
    tokens = _Tokens()
    plain = {word: found for (word,) in words if word and (found := _plain_word(word))}
    table = _fill_plain(connection, plain, tokens)
    connection.execute("drop table cut")
    _fill_odd(connection, table, plain, tokens)
    return NameTable(
        tuple(tokens.numbers), table["script"].astype(np.int8), *(table[part] for part in _PARTS)
    )


_PARTS = ("family", "given", "family2", "given2", "alone")


Plain = dict[str, tuple[str, int]]


def _fill_plain(connection: Any, plain: Plain, tokens: _Tokens) -> dict[str, Ints]:
    """Readings of the names made of two plain words of one script; NONE for the others."""
    found = list(plain.items())
    connection.execute("create temp table plain_words (word varchar, token int, script int)")
    connection.register(
        "plain_words_read",
        {
            "word": np.array([word for word, _ in found], dtype=object),
            "token": np.array([tokens.number((one,)) for _, (one, _) in found], dtype=np.int32),
            "script": np.array([script for _, (_, script) in found], dtype=np.int32),
        },
    )
    connection.execute("insert into plain_words select word, token, script from plain_words_read")
    connection.unregister("plain_words_read")
    cut = connection.execute(
        "select c.number, a.token as family, b.token as given, a.script as script "
        "from cut c join plain_words a on a.word = c.one join plain_words b on b.word = c.two "
        "where a.script = b.script"
    ).fetchnumpy()
    connection.execute("drop table plain_words")
    many = connection.execute("select count(*) from names").fetchone()[0] + 1
    table = {part: np.full(many, NONE, dtype=np.int32) for part in (*_PARTS, "script")}
    for part in ("family", "given", "script"):
        table[part][cut["number"]] = cut[part]
    return table


def _fill_odd(connection: Any, table: dict[str, Ints], plain: Plain, tokens: _Tokens) -> None:
    """Reads the names that are not two plain words, one by one."""
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
            table["alone"][number] = tokens.number(form.whole)
        for (family, given), kind in zip(form.parts, ("", "2"), strict=False):
            table[f"family{kind}"][number] = tokens.number(family)
            table[f"given{kind}"][number] = tokens.number(given)


def _of_plain_words(words: list[str], plain: Plain) -> Form | None:
    """The form of three words or more that are all plain and of one script, else None."""
    found = [plain.get(word) for word in words]
    if not 3 <= len(words) <= MOST_WORDS or None in found or _begins_a_title(words[0]):
        return None
    told = [one for one in found if one is not None]
    if len({script for _, script in told}) != 1:
        return None
    whole = tuple(word for word, _ in told)
    parts = ((whole[:1], whole[1:]), (whole[:-1], whole[-1:]))
    return Form(told[0][1], whole, parts, "")
