"""How others write the people of a register: at a counter, and on somebody's list.

Each question and each row knows who is meant. What goes wrong and how often is written here as
estimates of desk work; nothing is taken from, or fitted to, what the matcher can do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from people.register import HEAD, Register

SCRIPTS = (("khmer", 0.42), ("latin", 0.48), ("thai", 0.10))
# At a counter. A word is left out of a name less often than misspelt; one word alone is only
# asked for together with a year or a province, because a clerk who hears one word asks on.
MISSPELT, SWAPPED, ONE_WORD, GIVEN_CUT = 0.30, 0.15, 0.05, 0.07
YEAR_MISSING, YEAR_OFF = 0.22, 0.11
PROVINCE_SAID, PROVINCE_WRONG = 0.35, 0.05
# On a list.
LIST_DATE = (("full", 0.50), ("year", 0.17), ("wrong", 0.12), ("missing", 0.21))
LIST_PLACE, LIST_PLACE_OTHER, LIST_PHONE, LIST_NUMBER = 0.6, 0.08, 0.3, 0.2
_KEYS = dict(
    pair.split(":")
    for pair in [
        "a:sq",
        "e:wr",
        "i:uo",
        "o:ip",
        "u:yi",
        "s:ad",
        "t:ry",
        "n:bm",
        "h:gj",
        "k:jl",
        "p:o",
        "r:et",
        "c:xv",
        "m:n",
        "l:k",
        "v:cb",
        "y:tu",
        "d:sf",
        "b:vn",
        "g:fh",
    ]
)
# Letters taken for each other by those who write by ear.
_EAR = {
    a: b
    for pair in [
        "នណ",
        "ណន",
        "លឡ",
        "ឡល",
        "ទត",
        "តដ",
        "ធទ",
        "ពភ",
        "ភព",
        "ិី",
        "ីិ",
        "ុូ",
        "ូុ",
        "ាះ",
        "គក",
        "កគ",
        "ជច",
        "ចជ",
        "ឹិ",
        "ើឿ",
        "นณ",
        "ณน",
        "ทต",
        "สซ",
        "ซส",
        "พภ",
        "ชจ",
        "คก",
        "ิี",
        "ีิ",
        "ุู",
    ]
    for a, b in [pair]
}


@dataclass(frozen=True)
class Question:
    """What a clerk asks: ``person`` is the index meant; ``year`` None, ``province`` "" if unsaid.

    ``noise`` names what was done to the name and the year.
    """

    person: int
    name: str
    script: str
    year: int | None
    province: str
    noise: tuple[str, ...]


def _slip(word: str, chance: np.random.Generator) -> str:
    """One slip of the finger or of the ear in a word."""
    if len(word) < 2:
        return word
    spots = [at for at, letter in enumerate(word) if letter in _EAR]
    if spots and chance.random() < 0.7:
        at = spots[int(chance.integers(len(spots)))]
        return word[:at] + _EAR[word[at]] + word[at + 1 :]
    at, kind = int(chance.integers(1, len(word))), chance.random()
    if kind < 0.35:
        return word[:at] + word[at + 1 :]
    if kind < 0.55:
        return word[:at] + word[at - 1] + word[at:]
    if kind < 0.75:
        return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    near = _KEYS.get(word[at], word[at])
    return word[:at] + near[int(chance.integers(len(near)))] + word[at + 1 :]


def _names(
    register: Register, people: np.ndarray, chance: np.random.Generator
) -> tuple[list[str], list[str]]:
    """A name for each person in a script by chance, spelled afresh; and the scripts."""
    shares = np.array([share for _, share in SCRIPTS])
    which = chance.choice(len(SCRIPTS), len(people), p=shares / shares.sum())
    names = [""] * len(people)
    for place, (script, _) in enumerate(SCRIPTS):
        rows = np.flatnonzero(which == place)
        texts = (
            register.khmer_names(people[rows], chance)
            if script == "khmer"
            else register.spelled_names(people[rows], chance, script)
        )
        for row, text in zip(rows.tolist(), texts, strict=True):
            names[row] = text
    return names, [SCRIPTS[place][0] for place in which.tolist()]


def _spoilt(
    name: str, chance: np.random.Generator, one_word_allowed: bool
) -> tuple[str, list[str]]:
    words, noise = name.split(" "), []
    if chance.random() < MISSPELT:
        at = int(chance.integers(len(words)))
        words[at] = _slip(words[at], chance)
        noise.append("misspelt")
    if len(words) > 2 and chance.random() < GIVEN_CUT * 4:
        # The middle or the last of three words goes unsaid.
        del words[int(chance.integers(1, 3))]
        noise.append("cut")
    elif one_word_allowed and chance.random() < ONE_WORD:
        words = [words[-1]] if chance.random() < 0.8 else [words[0]]
        noise.append("one word")
    if len(words) > 1 and chance.random() < SWAPPED:
        words = [*words[1:], words[0]]
        noise.append("swapped")
    return " ".join(words), noise


def make_questions(register: Register, count: int, *, seed: int = 1) -> list[Question]:
    """Questions about people who are in the register."""
    chance = np.random.default_rng([seed, 41, count])
    people = chance.choice(len(register), count, replace=count > len(register))
    names, scripts = _names(register, people, chance)
    found = []
    for person, name, script in zip(people.tolist(), names, scripts, strict=True):
        noise: list[str] = []
        year: int | None = int(register.year[person])
        dice = chance.random()
        if dice < YEAR_MISSING:
            year = None
            noise.append("no year")
        elif dice < YEAR_MISSING + YEAR_OFF and year is not None:
            year += int(
                chance.choice([-2, -1, 1, 2, -10, 10], p=[0.12, 0.33, 0.33, 0.12, 0.05, 0.05])
            )
            noise.append("wrong year")
        province = ""
        if chance.random() < PROVINCE_SAID:
            province = register.places[int(register.place[person])][:2]
            if chance.random() < PROVINCE_WRONG:
                province = f"{int(chance.integers(1, 26)):02}"
                noise.append("other province")
        said, spoilt = _spoilt(name, chance, year is not None or bool(province))
        found.append(Question(person, said, script, year, province, (*spoilt, *noise)))
    return found


def make_list(
    register: Register, rows: int, *, known: float = 0.5, seed: int = 1
) -> Iterator[tuple[dict[str, Any], int]]:
    """Rows of somebody's list: ``(columns of HEAD and "row", person index or -1)``, in order.

    ``known``: share of the rows who are in the register; the others are strangers to it.
    """
    from people.register import make_register

    chance = np.random.default_rng([seed, 43, rows])
    is_known = chance.random(rows) < known
    known_people = chance.choice(len(register), int(is_known.sum()), replace=False)
    strangers = make_register(
        max(1, int((~is_known).sum())), seed=register.seed + 1_000_003, places=register.places
    )
    sources = {
        True: _list_columns(register, known_people, chance),
        False: _list_columns(strangers, np.arange(int((~is_known).sum())), chance),
    }
    taken = {True: 0, False: 0}
    for number, mine in enumerate(is_known.tolist(), 1):
        at = taken[mine]
        taken[mine] += 1
        row = {column: values[at] for column, values in sources[mine].items()}
        yield {"row": number, **row}, int(known_people[at]) if mine else -1


def _list_columns(
    register: Register, people: np.ndarray, chance: np.random.Generator
) -> dict[str, list[Any]]:
    """The people as another office writes them: names afresh, facts left out or wrong."""
    columns = register.columns(people, chance)
    names, scripts = _names(register, people, chance)
    column_of = {"khmer": "name_km", "latin": "name_latin", "thai": "name_th"}
    for key in column_of.values():
        columns[key] = [""] * len(people)
    kinds = [kind for kind, _ in LIST_DATE]
    dated = chance.choice(len(kinds), len(people), p=[share for _, share in LIST_DATE])
    dice = chance.random((len(people), 5))
    for at, (name, script) in enumerate(zip(names, scripts, strict=True)):
        columns[column_of[script]][at] = _spoilt(name, chance, False)[0]
        columns["birth_date"][at] = _birth(register, int(people[at]), kinds[dated[at]], chance)
        if dice[at, 0] > LIST_PLACE:
            columns["home_place_code"][at] = ""
        elif dice[at, 1] < LIST_PLACE_OTHER:
            columns["home_place_code"][at] = register.places[
                int(chance.integers(len(register.places)))
            ]
        if dice[at, 2] > LIST_PHONE:
            columns["phone"][at] = ""
        if dice[at, 3] > LIST_NUMBER:
            columns["document_kind"][at] = columns["document_number"][at] = ""
    assert set(columns) == set(HEAD)
    return columns


def _birth(register: Register, person: int, how: str, chance: np.random.Generator) -> str:
    year, month, day = (int(x[person]) for x in (register.year, register.month, register.day))
    if how == "missing":
        return ""
    if how == "year":
        return str(year)
    if how == "wrong":
        kind = chance.random()
        if kind < 0.4:
            year += int(chance.choice([-2, -1, 1, 2]))
        elif kind < 0.6 and day <= 12:
            month, day = day, month
        elif kind < 0.8:
            day = int(chance.integers(1, 29))
        else:
            month = day = 1
    return f"{year}-{month:02}-{day:02}"
