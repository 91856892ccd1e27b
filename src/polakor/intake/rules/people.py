"""Names of one row: from one cell or several, by script, titles off, family name first."""

import re
from dataclasses import dataclass

from namebridge import Name, Script, parse
from polakor.intake.rules.text import tidy

_GARBLED = re.compile(r"[ÃÂÄÅ][\x80-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|à¸|à¹|á[žŸ]|ï¿½|\ufffd{3,}")
_BRACKETS = re.compile(r"[(\[（]([^)\]）]*)[)\]）]")
_BETWEEN = re.compile(r"[\n/|]|\s[-–—]\s")
_RUNS = re.compile(
    r"[\u1780-\u17ff\u200b-\u200d\s.]*[\u1780-\u17ff][\u1780-\u17ff\u200b-\u200d\s.]*"
    r"|[\u0e00-\u0e7f\s.]*[\u0e00-\u0e7f][\u0e00-\u0e7f\s.]*"
    r"|[^\u1780-\u17ff\u0e00-\u0e7f]+"
)
LONGEST = 160  # letters of a full name with titles in two scripts
_SEXES = {"male": 1, "female": 2}


@dataclass(frozen=True, slots=True)
class Names:
    """Names by script, "" where a script has none. `sex` is a title's hint (0, 1, 2)."""

    khmr: str = ""
    latn: str = ""
    thai: str = ""
    sex: int = 0
    reason: str = ""
    notices: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """True where there is a name in some script."""
        return bool(self.khmr or self.latn or self.thai)


NO_NAMES = Names()


def is_garbled(text: str) -> bool:
    """True where letters were lost on the way: question marks, boxes, wrongly decoded bytes."""
    if text.isascii():
        return text.count("?") >= 2 and not any(letter.isalpha() for letter in text)
    if _GARBLED.search(text) is not None:
        return True
    marks = sum(letter in "?\ufffd□" for letter in text)
    return marks >= 2 and marks * 2 > sum(not letter.isspace() for letter in text)


def read_names(cell: str, *, given_first: bool) -> Names:
    """The names in a cell that holds full names, perhaps once more in another script."""
    text = cell.strip()
    if not text:
        return NO_NAMES
    if len(text) > LONGEST * 2:
        return Names(reason="name_too_long")
    if is_garbled(text):
        return Names(reason="name_garbled")
    found: dict[str, str] = {}
    sex = 0
    for piece in _pieces(text):
        name = _parsed(piece, given_first)
        if name.words:
            found.setdefault(name.script.value, name.text)
        sex = sex or _SEXES.get(name.sex_hint or "", 0)
    return _names(found, sex, "name_without_letters")


def join_names(family: str, given: str) -> Names:
    """One full name from a family and a given cell; either may be blank."""
    texts = [text for text in (family.strip(), given.strip()) if text]
    if not texts:
        return NO_NAMES
    if sum(map(len, texts)) > LONGEST:
        return Names(reason="name_too_long")
    if any(is_garbled(text) for text in texts):
        return Names(reason="name_garbled")
    heads = [parse(text) for text in texts]
    words = [name.text for name in heads if name.words]
    sex = next((_SEXES[n.sex_hint] for n in heads if n.sex_hint), 0)
    if not words:
        return Names(sex=sex, reason="name_without_letters")
    whole = " ".join(words)
    return _names({_script(whole): whole}, sex, "")


def merge_names(first: Names, second: Names) -> Names:
    """Names of two sources; the first one's stand where both have a script."""
    return Names(
        first.khmr or second.khmr,
        first.latn or second.latn,
        first.thai or second.thai,
        first.sex or second.sex,
        "" if first.any or second.any else first.reason or second.reason,
        tuple(dict.fromkeys((*first.notices, *second.notices))),
    )


def _script(text: str) -> str:
    return parse(text).script.value


def _names(found: dict[str, str], sex: int, reason: str) -> Names:
    other = found.pop(Script.OTHER.value, "")
    khmr, latn, thai = (found.get(script, "") for script in ("khmr", "latn", "thai"))
    if other and not found:
        # A script no column is kept for is still a name; nothing of it is lost.
        return Names("", other, "", sex, "", ("name_other_script",))
    return Names(khmr, latn, thai, sex, "" if found else reason)


def _parsed(text: str, given_first: bool) -> Name:
    if given_first:
        return parse(text, order="given_first")
    return parse(text)


def _pieces(text: str) -> list[str]:
    """A cell may hold the name twice, in two scripts: "កែវ ដារ៉ា (Keo Dara)"."""
    if text.isascii():
        return [text]
    scripts = {_kind(letter) for letter in text if letter.isalpha()}
    if len(scripts) < 2:
        return [text]
    inside = _BRACKETS.findall(text)
    outside = _BRACKETS.sub(" ", text)
    pieces = []
    for part in (*_BETWEEN.split(outside), *inside):
        pieces += [run for run in _RUNS.findall(part) if any(map(str.isalpha, run))]
    return [piece for piece in (tidy(piece) for piece in pieces) if len(piece) > 1] or [text]


def _kind(letter: str) -> str:
    if "\u1780" <= letter <= "\u17ff":
        return "khmr"
    return "thai" if "\u0e00" <= letter <= "\u0e7f" else "other"
