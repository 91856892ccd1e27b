"""The distinct written names of both files, each read once.

Most names are two or three plain words: they are cut in SQL, and only their distinct words are read
in Python. All others (titles, four words, odd signs, mixed scripts) go through `parse` as a whole.
Both ways give the same readings.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from namebridge.model import Script
from namebridge.normalise import clean, in_order, parse
from namebridge.reading import rows
from namebridge.readings import MOST_WORDS, SCRIPTS, Form, Token, form_of
from namebridge.scripts.detect import detect
from namebridge.sounds import WordSounds, read_tokens

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

    `sounds`: what each token sounds like, read here once and for all.
    `family`, `given`: the likeliest reading; `family2`, `given2`: the other one of a name of three
    words or more; `alone`: the token of a name of one word. NONE where there is no such reading.
    """

    tokens: tuple[Token, ...]
    sounds: tuple[WordSounds, ...]
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


def _plain_word(word: str) -> tuple[str, int] | None:
    """(the clean word in small letters, its script) of a word of a name that is cut at spaces.

    None for a word that would not stand by itself, or be taken for a title before others.
    """
    if word.isascii():
        if not word.isalpha():
            return None
        script, tidy = Script.LATN, word
    elif in_order(word):
        script, tidy = detect(word), word
    else:
        script, tidy = detect(word), clean(word)
        if script is Script.OTHER or detect(tidy) is not script or not _letters_and_marks(tidy):
            return None
    low = tidy.casefold()
    if _like_a_title(low) and not _stands_first(word, tidy, _NEUTRAL[script]):
        return None
    return low, SCRIPTS[script]


def _letters_and_marks(word: str) -> bool:
    kinds = [unicodedata.category(letter)[0] for letter in word]
    return kinds[:1] == ["L"] and set(kinds) <= {"L", "M"}


def _stands_first(word: str, tidy: str, neutral: str) -> bool:
    """Whether the word stays a word of the name with one and with two others behind it."""
    for behind in ((neutral,), (neutral, neutral)):
        name = parse(" ".join((word, *behind)))
        if name.titles or name.words != (tidy, *behind):
            return False
    return True


@cache
def _titles() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """(words that begin with a title, all beginnings of titles, first words of longer ones)."""
    titles = [clean(row[0]).casefold() for row in rows("titles.tsv")]
    beginnings = {title[:end] for title in titles for end in range(1, len(title) + 1)}
    first = {title.split(" ")[0] for title in titles if " " in title}
    return re.compile("|".join(map(re.escape, titles))), frozenset(beginnings), frozenset(first)


def _like_a_title(word: str) -> bool:
    """Whether the word, in small letters, begins with a title, or a title with it."""
    title, beginnings, _ = _titles()
    return title.match(word) is not None or word in beginnings


def _begins_a_title(word: str) -> bool:
    """Whether the word, in small letters, with the next one may be a title ("lok srey")."""
    return word in _titles()[2]


def number_names(connection: Any, tables: tuple[str, ...], columns: tuple[str, ...]) -> None:
    """Makes `names(text, number)` of all names of `tables`, for joining.

    Numbers start at 1; rows without a name have none.
    """
    distinct = " union ".join(
        f"select {column} as text from {t}" for t in tables for column in columns
    )
    connection.execute(
        "create table names as select text, (row_number() over ())::int as number "
        f"from ({distinct}) where text <> ''"
    )


def read_names(connection: Any) -> NameTable:
    """Reads all names that `number_names` has numbered."""
    words = connection.execute(
        "select distinct unnest(string_split(text, ' ')) as word from names"
    ).fetchall()
    plain = {word: found for (word,) in words if word and (found := _plain_word(word))}
    tokens: dict[Token, int] = {}
    table = _fill_plain(connection, plain, tokens)
    _fill_odd(connection, table, plain, tokens)
    return NameTable(
        tuple(tokens),
        tuple(read_tokens(list(tokens))),
        table["script"].astype(np.int8),
        *(table[part] for part in _PARTS),
    )


_PARTS = ("family", "given", "family2", "given2", "alone")


Plain = dict[str, tuple[str, int]]


def _number(tokens: dict[Token, int], token: Token) -> int:
    return tokens.setdefault(token, len(tokens))


def _fill_plain(connection: Any, plain: Plain, tokens: dict[Token, int]) -> dict[str, Ints]:
    """Readings of the names of two or three plain words of one script; NONE for the others."""
    connection.execute(
        "create temp table plain_words (word varchar, token int, script int, titled bool)"
    )
    connection.register(
        "plain_words_read",
        {
            "word": np.array(list(plain), dtype=object),
            "token": np.array(
                [_number(tokens, (word,)) for word, _ in plain.values()], dtype=np.int32
            ),
            "script": np.array([script for _, script in plain.values()], dtype=np.int32),
            "titled": np.array([_begins_a_title(word) for word, _ in plain.values()], dtype=bool),
        },
    )
    connection.execute("insert into plain_words select * from plain_words_read")
    connection.unregister("plain_words_read")
    cut = connection.execute(
        "select c.number, a.script, a.token as one, b.token as two, coalesce(d.token, -1) as three "
        "from (select number, string_split(text, ' ') as words from names) c "
        "join plain_words a on a.word = words[1] join plain_words b on b.word = words[2] "
        "left join plain_words d on d.word = words[3] "
        "where a.script = b.script and (len(words) = 2 or "
        "len(words) = 3 and a.script = d.script and not a.titled)"
    ).fetchnumpy()
    connection.execute("drop table plain_words")
    [(many,)] = connection.execute("select count(*) + 1 from names").fetchall()
    table = {part: np.full(many, NONE, dtype=np.int32) for part in (*_PARTS, "script")}
    number, one, two, three = (cut[part] for part in ("number", "one", "two", "three"))
    table["script"][number] = cut["script"]
    table["family"][number], table["given"][number] = one, two
    longer = np.flatnonzero(three != NONE)
    number, one, two, three = number[longer], one[longer], two[longer], three[longer]
    table["given"][number] = _two_as_one(tokens, two, three)
    table["family2"][number], table["given2"][number] = _two_as_one(tokens, one, two), three
    return table


def _two_as_one(tokens: dict[Token, int], one: Ints, two: Ints) -> Ints:
    """Numbers of the tokens made of two single words each."""
    both, place = np.unique(one.astype(np.int64) << 32 | two, return_inverse=True)
    words = [token[0] for token in tokens if len(token) == 1]
    first, second = (both >> 32).tolist(), (both & 0xFFFFFFFF).tolist()
    found = [_number(tokens, (words[a], words[b])) for a, b in zip(first, second, strict=True)]
    return np.array(found, dtype=np.int32)[place]


def _fill_odd(
    connection: Any, table: dict[str, Ints], plain: Plain, tokens: dict[Token, int]
) -> None:
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
            table["alone"][number] = _number(tokens, form.whole)
        for (family, given), kind in zip(form.parts, ("", "2"), strict=False):
            table[f"family{kind}"][number] = _number(tokens, family)
            table[f"given{kind}"][number] = _number(tokens, given)


def _of_plain_words(words: list[str], plain: Plain) -> Form | None:
    """The form of four words or more that are all plain and of one script, else None."""
    found = [plain[word] for word in words if word in plain]
    if not 3 < len(words) <= MOST_WORDS or len(found) < len(words) or _begins_a_title(found[0][0]):
        return None
    if len({script for _, script in found}) != 1:
        return None
    whole = tuple(word for word, _ in found)
    parts = ((whole[:1], whole[1:]), (whole[:-1], whole[-1:]))
    return Form(found[0][1], whole, parts, "")
