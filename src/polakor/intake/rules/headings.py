"""What a heading means, alone and under the wider heading above it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from namebridge.scripts.detect import detect
from polakor.intake.rules.fields import PLACE_LEVELS, Field
from polakor.intake.rules.text import fold, is_latin, tokens
from polakor.intake.rules.vocabulary import HeadingWord, Vocabulary

SURE = 60.0  # below this a heading is shown to the officer as doubtful


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading means: `score` 0 to 100, `detail` a script, a kind of document or a level."""

    field: Field
    score: float
    detail: str = ""
    word: str = ""


_FIELDS = {field.value: field for field in Field}
NOTHING = Meaning(Field.OTHER, 0.0)


@lru_cache(maxsize=8192)
def meaning(label: str, group: str, vocabulary: Vocabulary) -> Meaning:
    """What a column headed `label`, standing under `group` (or ""), means."""
    tag = hxl_meaning(label)
    if tag:
        return tag
    own = _alone(label, vocabulary)
    if not group:
        return own
    above = _alone(group, vocabulary)
    if not label.strip():
        return above
    joined = _under(above, own, label, vocabulary)
    if joined:
        return joined
    if own.score >= SURE:
        return own
    both = _alone(f"{group} {label}", vocabulary)
    return max((own, both, _weaker(above)), key=lambda found: found.score)


def _weaker(found: Meaning) -> Meaning:
    return Meaning(found.field, found.score * 0.5, found.detail, found.word)


def _under(above: Meaning, own: Meaning, label: str, vocabulary: Vocabulary) -> Meaning | None:
    """The meaning of a label that only its group explains, like "type" under "document"."""
    part = _best(label, vocabulary, "parts")
    if above.field in (Field.DOCUMENT, Field.DOCUMENT_NUMBER, Field.DOCUMENT_KIND):
        if own.word == "issue_or_expiry":
            return own
        if part.word == "kind":
            return Meaning(Field.DOCUMENT_KIND, 95.0)
        if part.word == "number":
            return Meaning(Field.DOCUMENT_NUMBER, 95.0, above.detail)
    sex = _sex_part(label, part, vocabulary)
    if above.field is Field.SEX and sex:
        return Meaning(Field(f"sex_{sex}"), 95.0)
    if above.field in (Field.BIRTH, Field.AGE) and sex:
        return Meaning(above.field, 95.0, sex)
    if above.field is Field.BIRTH and part.word in ("day", "month", "year"):
        return Meaning(Field(f"birth_{part.word}"), 95.0)
    if above.field is Field.NAME:
        return _under_name(own, part, label, vocabulary)
    if own.field in (*PLACE_LEVELS, Field.PLACE):
        if above.field is Field.BIRTH_PLACE:
            return Meaning(Field.BIRTH_PLACE, 95.0, own.field.value)
        if above.word == "other_place":
            return Meaning(Field.OTHER, 95.0, "", "other_place")
    return None


def _sex_part(label: str, part: Meaning, vocabulary: Vocabulary) -> str:
    """ "male", "female" or "": accents decide where "nam" is a man and "năm" a year."""
    for sex in ("male", "female"):
        if part.word == sex or label.strip().casefold() in vocabulary.words("parts", sex):
            return sex
    return ""


def _under_name(own: Meaning, part: Meaning, label: str, vocabulary: Vocabulary) -> Meaning | None:
    script = _script(label, vocabulary)
    if part.word in ("family", "given"):
        field = Field.FAMILY_NAME if part.word == "family" else Field.GIVEN_NAME
        return Meaning(field, 95.0, script)
    if script and own.field in (Field.OTHER, Field.NAME, Field.DOCUMENT_NUMBER):
        return Meaning(Field.NAME, 95.0, script)
    return None


@lru_cache(maxsize=8192)
def _alone(label: str, vocabulary: Vocabulary) -> Meaning:
    """The meaning of a heading by itself."""
    if not fold(label):
        return _sign(label)
    levels = _place_levels(label, vocabulary)
    found = _best(label, vocabulary, "columns")
    document = _best(label, vocabulary, "column_documents")
    if len(levels) > 1 and found.word not in ("birth_place", "other_place"):
        return Meaning(Field.PLACE, 90.0)
    if _names_document(document, found):
        kind = "" if _names_several(label, vocabulary) else document.word
        return Meaning(Field.DOCUMENT_NUMBER, document.score, kind, document.word)
    if len(levels) == 1 and found.field is Field.PLACE:
        return Meaning(Field(levels[0]), 85.0)
    if found.field in (Field.NAME, Field.FAMILY_NAME, Field.GIVEN_NAME):
        return Meaning(found.field, found.score, _script(label, vocabulary), found.word)
    script = _best(label, vocabulary, "scripts")
    if found.score < SURE and script.score >= 75:
        return Meaning(Field.NAME, 75.0, script.word, "name")  # "in Latin letters"
    return found


def _names_document(document: Meaning, found: Meaning) -> bool:
    """Whether a heading rather names a kind of document than what it seems to mean otherwise."""
    if found.word == "name" and found.score >= SURE and document.score < 100.0:
        return False  # "name as in passport"
    if document.score > found.score:
        return True
    near = document.score >= max(SURE, found.score - 15)
    return near and found.field in (Field.DOCUMENT, Field.DOCUMENT_NUMBER)


def _names_several(label: str, vocabulary: Vocabulary) -> bool:
    """A heading such as "Passport / ID no" leaves open which document a number is of."""
    parts = [part for part in re.split(r"[/,&]|\bor\b", label) if fold(part)]
    if len(parts) < 2:
        return False
    kinds = {_best(part, vocabulary, "column_documents").word for part in parts}
    return len(kinds) > 1


def _sign(label: str) -> Meaning:
    """Headings made of signs only: "#", "N°", "№"."""
    return Meaning(Field.ROW_NUMBER, 80.0) if label.strip() in ("#", "№", "n°") else NOTHING


def _place_levels(label: str, vocabulary: Vocabulary) -> list[str]:
    """The levels of place a heading names: several make it one cell with a whole address."""
    text, words = fold(label), tokens(label)
    found: list[str] = []
    for level in PLACE_LEVELS:
        for word in vocabulary.heading_words("columns"):
            if word.key == level.value and len(word.folded) > 2 and _contains(word, text, words):
                found.append(level.value)
                break
    return found


def _script(label: str, vocabulary: Vocabulary) -> str:
    found = _best(label, vocabulary, "scripts")
    return found.word if found.score >= 40 else ""


@lru_cache(maxsize=16384)
def _best(label: str, vocabulary: Vocabulary, table: str) -> Meaning:
    """The word of `table` that fits a heading best; 100 for the same word, less for a part."""
    text, parts = fold(label), tokens(label)
    words = vocabulary.heading_words(table)
    best, best_rank = NOTHING, (0.0, 0)
    for word in words:
        if word.folded == text:
            return Meaning(_field(word.key), 100.0, "", word.key)
        if _contains(word, text, parts):
            # The more of the heading is explained by the word, the surer.
            rank = (52.0 + 45.0 * len(word.folded) / len(text), len(word.folded))
            if rank > best_rank:
                best_rank, best = rank, Meaning(_field(word.key), rank[0], "", word.key)
    if best.score < 90.0:
        near = _nearly(text, words) or _cut_short(text, parts, words)
        if near and near.score > best.score:
            return near
    return best


def _field(key: str) -> Field:
    return _FIELDS.get(key, Field.OTHER)


def _nearly(text: str, words: tuple[HeadingWord, ...]) -> Meaning | None:
    """A heading that is nearly spelt like a word."""
    if len(text) < 4:
        return None
    found = process.extractOne(
        text, [word.folded for word in words], scorer=fuzz.ratio, score_cutoff=82
    )
    if found is None or abs(len(found[0]) - len(text)) > max(1, len(text) // 6):
        return None
    key = words[found[2]].key
    return Meaning(_field(key), found[1] * 0.92, "", key)


def _cut_short(text: str, parts: tuple[str, ...], words: tuple[HeadingWord, ...]) -> Meaning | None:
    """A heading whose words are cut short, like "Pass. no" for "passport number"."""
    if not is_latin(text) or len(text) < 3:
        return None
    for word in words:
        if len(word.parts) == len(parts) and _abbreviates(parts, word.parts):
            return Meaning(_field(word.key), 62.0, "", word.key)
    return None


def _contains(word: HeadingWord, text: str, parts: tuple[str, ...]) -> bool:
    if word.key == Field.ROW_NUMBER and len(word.folded) < 4:
        return False  # "no" stands in half of all headings
    if not word.parts:
        return len(word.folded) > 1 and word.folded in text
    width = len(word.parts)
    return any(
        parts[start : start + width] == word.parts for start in range(len(parts) - width + 1)
    )


def _abbreviates(parts: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """ "Pass. no" for "passport number": as many words, some cut short after 3 letters or more."""
    return all(
        full == part or (len(part) >= 3 and full.startswith(part))
        for part, full in zip(parts, whole, strict=True)
    ) and any(len(part) >= 4 or part == full for part, full in zip(parts, whole, strict=True))


def says_year(label: str, vocabulary: Vocabulary) -> bool:
    """True for a heading that speaks of a year alone, in a script that shortens Buddhist years."""
    scripts = vocabulary.words("dates", "buddhist_scripts")
    return (
        detect(label).value in scripts
        and _best(label, vocabulary, "parts").word == "year"
        and _best(label, vocabulary, "parts").score >= 90.0
    )


def says_sex(label: str, vocabulary: Vocabulary) -> bool:
    """True for a heading of which one part means the sex: "Age/Sex"."""
    parts = [part for part in re.split(r"[/,&+\-\n]", label) if fold(part)]
    return len(parts) > 1 and any(
        _best(part, vocabulary, "columns") == Meaning(Field.SEX, 100.0, "", Field.SEX.value)
        for part in parts
    )


def is_part(label: str, vocabulary: Vocabulary) -> bool:
    """True for a word that heads a part of a column or a sum: "day", "female", "total"."""
    text = fold(label)
    totals = vocabulary.folded("rows", "total")
    return len(text) > 1 and (text in vocabulary.lookup("parts") or text in totals)


def name_order(label: str, vocabulary: Vocabulary) -> str:
    """ "given_first", "family_first" or "" as a heading says, the longer phrase winning."""
    text, parts = fold(label), tokens(label)
    best, longest = "", 0
    for word in vocabulary.heading_words("name_orders"):
        if len(word.folded) > longest and (word.folded == text or _contains(word, text, parts)):
            best, longest = word.key, len(word.folded)
    return best


# The Humanitarian Exchange Language's tags (hxlstandard.org, 1.1): the same in every country.
_HXL: tuple[tuple[str, str, Field, str], ...] = (
    ("#adm1", "code", Field.PLACE_CODE, ""),
    ("#adm2", "code", Field.PLACE_CODE, ""),
    ("#adm3", "code", Field.PLACE_CODE, ""),
    ("#adm4", "code", Field.PLACE_CODE, ""),
    ("#adm5", "code", Field.PLACE_CODE, ""),
    ("#adm1", "", Field.PROVINCE, ""),
    ("#adm2", "", Field.DISTRICT, ""),
    ("#adm3", "", Field.COMMUNE, ""),
    ("#adm4", "", Field.VILLAGE, ""),
    ("#date", "birth", Field.BIRTH, ""),
    ("#date", "reported", Field.RETURNED_ON, ""),
    ("#date", "arrival", Field.RETURNED_ON, ""),
    ("#date", "", Field.OTHER, ""),
    ("#event", "type", Field.MODE, ""),
    ("#loc", "poe", Field.GATE, ""),
    ("#loc", "", Field.OTHER, ""),
    ("#contact", "phone", Field.PHONE, ""),
    ("#meta", "document+type", Field.DOCUMENT_KIND, ""),
    ("#meta", "document+id", Field.DOCUMENT_NUMBER, ""),
    ("#meta", "flags", Field.FLAGS, ""),
    ("#meta", "needs", Field.NEEDS, ""),
    ("#affected", "hh", Field.HOUSEHOLD, ""),
    ("#affected", "name", Field.NAME, ""),
    ("#affected", "sex", Field.SEX, ""),
    ("#affected", "age", Field.AGE, ""),
    ("#respondee", "name", Field.NAME, ""),
    ("#respondee", "sex", Field.SEX, ""),
    ("#respondee", "age", Field.AGE, ""),
    ("#beneficiary", "name", Field.NAME, ""),
    ("#beneficiary", "sex", Field.SEX, ""),
    ("#beneficiary", "age", Field.AGE, ""),
    ("#person", "name", Field.NAME, ""),
    ("#person", "sex", Field.SEX, ""),
    ("#person", "age", Field.AGE, ""),
    ("#description", "", Field.REMARK, ""),
)
_HXL_SCRIPTS = {"i_km": "khmr", "i_en": "latn", "i_th": "thai"}


def is_hxl(label: str) -> bool:
    """True for a tag of the Humanitarian Exchange Language, like `#adm1+code`."""
    return label[:1] == "#" and label[1:2].isalpha()


def hxl_meaning(label: str) -> Meaning | None:
    """The meaning of an HXL tag; None where `label` is none."""
    tag = label.strip().lower().replace(" ", "")
    if not is_hxl(tag):
        return None
    name, *attributes = tag.split("+")
    for wanted, needed, field, detail in _HXL:
        if name == wanted and set(needed.split("+")) - {""} <= set(attributes):
            script = next((s for key, s in _HXL_SCRIPTS.items() if key in attributes), "")
            return Meaning(field, 100.0, script if field is Field.NAME else detail, "hxl")
    return Meaning(Field.OTHER, 100.0, "", "hxl")
