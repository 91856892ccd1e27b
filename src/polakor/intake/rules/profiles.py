"""What the values of a column look like, to check what its heading says or to stand in for one."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from namebridge import parse
from namebridge.scripts.detect import detect
from polakor.base.mrz import find_lines
from polakor.intake.rules import headings
from polakor.intake.rules.fields import NAME_FIELDS, Field
from polakor.intake.rules.headings import SURE, Meaning
from polakor.intake.rules.layouts import Column
from polakor.intake.rules.text import fold, tidy
from polakor.intake.rules.vocabulary import Vocabulary
from polakor.intake.rules.workbooks import Row

_DATE = re.compile(r"\d{1,4}\s*[/.\-\s]\s*(?:\d{1,2}|[^\W\d]\D{0,14})\s*[/.\-\s]\s*\d{1,4}.*")
_PHONE = re.compile(r"(?:\+|00)?\d{1,3}[ .\-]?\(?\d{2,4}\)?(?:[ .\-]?\d{2,4}){1,3}")
_PAPER = re.compile(r"[A-Z]{1,4}[ \-]?\d{5,10}|\d{9,13}|\d{4,7}/\d{4}", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][^\d_@#%&*=+<>:;!?]{2,60}")
_GROUPS = re.compile(r"[\s/.,\-]+")
_FOUR_DIGITS = re.compile(r"\d{4}")
_ENOUGH = 20  # names needed before their order can be judged
_MANY = 50
# How much more one end of the names must repeat: of many names, of few, and against a heading.
_ODDS, _ODDS_OF_FEW, _STRONG = 1.5, 2.0, 3.0
_LEAST = 0.004


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0 to 1) of the filled values that look like a thing; `filled` is their count."""

    filled: int
    shares: dict[str, float]

    def share(self, name: str) -> float:
        """The share of one test, 0 where nothing is filled."""
        return self.shares.get(name, 0.0)


def profile(values: Sequence[str], vocabulary: Vocabulary) -> Profile:
    """Judge the values of one column."""
    texts = [text for text in map(tidy, values) if text]
    if not texts:
        return Profile(0, {})
    shares = {name: sum(map(test, texts)) / len(texts) for name, test in _tests(vocabulary).items()}
    shares["serial"] = _serial(texts)
    shares["mrz"] = sum(find_lines(value) is not None for value in values) / len(texts)
    shares["different"] = len(set(texts)) / len(texts)
    shares["one_year"] = _one_year(texts)
    return Profile(len(texts), shares)


def _tests(vocabulary: Vocabulary) -> dict[str, Callable[[str], bool]]:
    sexes, papers = vocabulary.lookup("sex"), vocabulary.lookup("documents")
    provinces = vocabulary.lookup("place_names")
    return {
        "sex": lambda text: len(text) < 12 and not text.isdecimal() and fold(text) in sexes,
        "sex_code": lambda text: text in ("1", "2", "0", "9"),
        "paper_kind": lambda text: fold(text) in papers,
        "province": lambda text: fold(text) in provinces,
        "date": lambda text: _DATE.fullmatch(text) is not None,
        "year": lambda text: len(text) == 4 and text.isdecimal() and text[:2] in _CENTURIES,
        "day_count": lambda text: len(text) == 5 and text.isdecimal() and "10000" < text < "50000",
        "small": lambda text: text.isdecimal() and len(text) <= 3 and int(text) <= 110,
        "phone": lambda text: sum(map(str.isdecimal, text)) > 7 and bool(_PHONE.fullmatch(text)),
        "paper": lambda text: _PAPER.fullmatch(text) is not None,
        "number": lambda text: text.replace(".", "").isdecimal(),
        "words": lambda text: 2 <= len(text.split()) <= 5,
        "name": lambda text: _NAME.fullmatch(text) is not None and len(text.split()) <= 6,
    }


_CENTURIES = ("19", "20", "24", "25")


def _serial(texts: list[str]) -> float:
    """How much of a column counts up by one."""
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) <= 7]
    if len(numbers) < 2 or len(numbers) * 2 < len(texts):
        return 0.0
    steps = sum(1 <= b - a <= 300 for a, b in pairwise(numbers))
    ones = sum(b - a == 1 for a, b in pairwise(numbers))
    return steps / (len(numbers) - 1) if ones * 3 >= len(numbers) else 0.0


def _one_year(texts: list[str]) -> float:
    """The share of values whose full year is the commonest one or a neighbour of it."""
    years = [int(found[0]) for text in texts if (found := _FOUR_DIGITS.findall(text))]
    if len(years) * 2 < len(texts):
        return 0.0
    common = Counter(years).most_common(1)[0][0]
    return sum(abs(year - common) <= 1 for year in years) / len(texts)


def reconcile(
    said: Meaning, found: Profile, headed: bool, years: bool = False
) -> tuple[Field, str, bool]:
    """Field, detail and doubt for one column: what the heading says, checked by its values.

    `years` is for headings that speak of a year, and in two digits where their script is known to.
    """
    if not found.filled:
        return said.field, said.detail, headed and said.score < SURE
    if said.word == "hxl":
        return said.field, said.detail, False
    if said.score < 50.0:
        field = _guess(found, headed)
        return field, "", field is not Field.OTHER
    field = said.field if years and said.field is Field.BIRTH else _checked(said, found)
    detail = said.detail if field is said.field else ""
    return field, detail, said.score < SURE or (field is not said.field and field is Field.OTHER)


def _dates(found: Profile) -> float:
    return found.share("date") + found.share("year") + found.share("day_count")


def _checked(said: Meaning, found: Profile) -> Field:
    """The heading's field, or what the values show it must be instead."""
    field = said.field
    if field in (Field.DOCUMENT, Field.DOCUMENT_NUMBER, Field.DOCUMENT_KIND):
        return _paper_field(field, found)
    if field is Field.ROW_NUMBER and found.share("serial") < 0.5 and found.filled > 3:
        if found.share("paper") > 0.6:
            return Field.DOCUMENT_NUMBER
        return field if found.share("small") > 0.3 else _guess(found, True)
    if field is Field.BIRTH and found.share("small") > 0.8 and not _dates(found):
        return Field.AGE
    if field is Field.AGE and _dates(found) > 0.6:
        return Field.BIRTH
    if field in NAME_FIELDS and found.share("number") > 0.8:
        return Field.OTHER
    if field in NAME_FIELDS and found.share("mrz") > 0.5:
        return Field.MRZ
    if field is Field.SEX and found.share("sex") + found.share("sex_code") < 0.2:
        return Field.OTHER
    return field


def _paper_field(field: Field, found: Profile) -> Field:
    """A heading like "document" stands over kinds in one list and over numbers in the next."""
    if found.share("mrz") > 0.5:
        return Field.MRZ
    if found.share("paper_kind") > 0.6:
        return Field.DOCUMENT_KIND
    if field is Field.DOCUMENT_KIND and found.share("paper") > 0.6:
        return Field.DOCUMENT_NUMBER
    if field is Field.DOCUMENT and found.share("serial") > 0.9 and found.share("small") > 0.5:
        return Field.ROW_NUMBER  # "ID" over 1, 2, 3
    return field


def _guess(found: Profile, headed: bool) -> Field:
    """What a column without a known heading holds, by its values alone; cautious."""
    if found.filled < 2:
        return Field.OTHER
    for share, least, field in (
        ("mrz", 0.5, Field.MRZ),
        ("sex", 0.8, Field.SEX),
        ("paper_kind", 0.7, Field.DOCUMENT_KIND),
        ("province", 0.7, Field.PROVINCE),
        ("serial", 0.9, Field.ROW_NUMBER),
        ("date", 0.6, Field.BIRTH),
        ("year", 0.9, Field.BIRTH),
    ):
        if found.share(share) >= least and not (field is Field.BIRTH and _is_of_list(found)):
            return field
    if found.share("different") > 0.7:
        return _guess_varied(found, headed)
    return Field.OTHER


def _is_of_list(found: Profile) -> bool:
    """Dates that are nearly all the same, or of the same years, are of the list, not of births."""
    return found.share("different") < 0.3 or found.share("one_year") > 0.9


def _guess_varied(found: Profile, headed: bool) -> Field:
    if found.share("phone") > 0.7 and found.share("paper") < 0.9:
        return Field.PHONE
    if found.share("paper") > 0.7:
        return Field.DOCUMENT_NUMBER
    if found.share("words") > 0.5 and found.share("name") > (0.95 if headed else 0.8):
        return Field.NAME
    return Field.OTHER


def name_order(header: str, values: Sequence[str], vocabulary: Vocabulary) -> str:
    """ "family_first", "given_first" or "" for one column of full names.

    Family names are few and given names are many, in every script: the end of the names that
    repeats is the family's. Many names outweigh a heading, which is often a set phrase.
    """
    said = headings.name_order(header, vocabulary)
    seen: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    _count_ends(values, seen)
    count = sum(seen[0].values())
    first, last = (_repeats(words) for words in seen)
    if count < _ENOUGH or max(first, last) < _LEAST:
        return said
    odds = _ODDS if count >= _MANY else _ODDS_OF_FEW
    if last > first * (_STRONG if said == "family_first" else odds):
        return "given_first"
    if first > last * (_STRONG if said == "given_first" else odds):
        return "family_first"
    return said


def _count_ends(values: Sequence[str], seen: tuple[Counter[str], Counter[str]]) -> None:
    for value in values:
        words = parse(value).text.casefold().split()
        if 2 <= len(words) <= 4:
            seen[0][words[0]] += 1
            seen[1][words[-1]] += 1


def _repeats(words: Counter[str]) -> float:
    """The chance that two names drawn from the column share this word."""
    total = sum(words.values())
    if total < 2:
        return 0.0
    return sum(count * (count - 1) for count in words.values()) / (total * (total - 1))


def _cell(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""


_DATE_FIELDS = (Field.BIRTH, Field.BIRTH_YEAR, Field.RETURNED_ON, Field.OTHER)


def calendar(columns: Sequence[Column], rows: Sequence[Row], vocabulary: Vocabulary) -> str:
    """ "be" where most full years of the list's dates are Buddhist, else "ce".

    Without any full year, the script the heading is written in decides.
    """
    counts: Counter[bool] = Counter()
    for column in columns:
        if column.field not in _DATE_FIELDS:
            continue
        for row in rows:
            text = tidy(_cell(row, column.index))
            if len(text) <= 40 and (column.field != Field.OTHER or _DATE.fullmatch(text)):
                counts.update(2400 <= int(y) < 2700 for y in _FOUR_DIGITS.findall(text))
    if not counts:
        scripts = vocabulary.words("dates", "buddhist_scripts")
        births = [column.header for column in columns if column.field == Field.BIRTH]
        return "be" if any(detect(header).value in scripts for header in births) else "ce"
    return "be" if counts[True] > counts[False] else "ce"


def day_first(columns: Sequence[Column], rows: Sequence[Row]) -> bool:
    """False where the middle number of dates is often too large for a month."""
    first = middle = 0
    for column in columns:
        if column.field != Field.BIRTH:
            continue
        for row in rows:
            parts = _GROUPS.split(tidy(_cell(row, column.index)))
            if len(parts) == 3 and all(part.isdecimal() for part in parts) and len(parts[0]) < 3:
                first += int(parts[0]) > 12
                middle += int(parts[1]) > 12
    return first >= middle
