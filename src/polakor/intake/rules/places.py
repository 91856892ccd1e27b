"""Places named on a list: the deepest code the names make certain, and nothing deeper.

Names of the same place differ by spelling, script and the words for "village" or "province"
beside them; names of different places are often the same. A code is given only where one place
is left once every level that was named has had its say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, Self

from rapidfuzz import fuzz, process

from polakor.intake.rules import addresses
from polakor.intake.rules.fields import PLACE_LEVELS
from polakor.intake.rules.text import fold, tidy
from polakor.intake.rules.vocabulary import Vocabulary

LEVELS = tuple(level.value for level in PLACE_LEVELS)  # province, district, commune, village
_VILLAGE = len(LEVELS) - 1
_NEAR = 83.0  # likeness of a misspelt name
_MARGIN = 4.0  # how much closer than the next one it must be
_CACHE = 100_000
_ENOUGH_BONES = 3
_ALIKE = str.maketrans("bdgzwq", "ptksvk", "aeiouyh")


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """A code or "", and what an officer should know of how it was found."""

    code: str = ""
    notices: tuple[str, ...] = ()


NO_PLACE = PlaceReading()
NOT_FOUND = PlaceReading("", ("place_not_found",))
NOT_CERTAIN = PlaceReading("", ("place_not_certain",))


class Places(Protocol):
    """What reading needs of a gazetteer."""

    def find(self, names_by_level: Mapping[str, str]) -> str:
        """The deepest certain code for names by level (province, district, commune, village)."""
        ...

    def locate(self, names_by_level: Mapping[str, str]) -> PlaceReading:
        """The same, with notices."""
        ...

    def locate_text(self, text: str) -> PlaceReading:
        """The deepest certain code of an address in one cell."""
        ...

    def locate_code(self, text: str) -> PlaceReading:
        """A code written as such, mended where a prefix or a lost zero changed it."""
        ...


class PlaceIndex:
    """A gazetteer in memory, made by `from_rows` and not changed afterwards."""

    def __init__(self, vocabulary: Vocabulary, widths: tuple[int, ...]) -> None:
        self._vocabulary = vocabulary
        self._widths = widths  # length of a code per level
        self._codes: set[str] = set()
        self._named: list[dict[str, list[str]]] = [{} for _ in widths]
        self._children: dict[str, dict[str, list[str]]] = {}
        self._cache: dict[tuple[str, ...], PlaceReading] = {}
        self._unknown = set(vocabulary.folded("place_words", "unknown"))
        self._countries = set(vocabulary.folded("place_words", "country"))

    @classmethod
    def from_rows(cls, rows: Iterable[Sequence[str]], vocabulary: Vocabulary) -> Self:
        """From rows of (code, name, name in another script, other spellings …).

        The level of a code is told by its length: the shortest codes are provinces.
        """
        kept = [(row[0], row[1:]) for row in rows if row and row[0]]
        index = cls(vocabulary, tuple(sorted({len(code) for code, _ in kept}))[: len(LEVELS)])
        for code, names in kept:
            if len(code) in index._widths:
                index._add(code, (*names, *vocabulary.words("place_names", code)))
        return index

    def _add(self, code: str, names: Iterable[str]) -> None:
        self._codes.add(code)
        level = self._widths.index(len(code))
        parent = code[: self._widths[level - 1]] if level else ""
        children = self._children.setdefault(parent, {})
        for name in names:
            for folded in {fold(name), self._bare(name, level)} - {""}:
                for table in (self._named[level], children):
                    codes = table.setdefault(folded, [])
                    if code not in codes:
                        codes.append(code)

    def _bare(self, name: str, level: int) -> str:
        """`name` folded, without the word for its kind of place before or after it."""
        return fold(addresses.without_unit(name, LEVELS[level], self._vocabulary))

    def find(self, names_by_level: Mapping[str, str]) -> str:
        """The deepest certain code, "" where none is."""
        return self.locate(names_by_level).code

    def locate(self, names_by_level: Mapping[str, str]) -> PlaceReading:
        """See `Places.locate`. Blank and "not known" names are left out."""
        names = tuple(names_by_level.get(level, "") for level in LEVELS)
        return self._cached(("names", *names), lambda: self._locate(names))

    def locate_text(self, text: str) -> PlaceReading:
        """See `Places.locate_text`."""
        return self._cached(("text", text), lambda: self._locate_text(text))

    def locate_code(self, text: str) -> PlaceReading:
        """See `Places.locate_code`."""
        code = tidy(text).upper().replace(" ", "").replace("-", "")
        for prefix in self._vocabulary.place_prefixes:
            code = code.removeprefix(prefix.upper())
        if not code:
            return NO_PLACE
        if code.isdecimal() and len(code) not in self._widths and len(code) + 1 in self._widths:
            code = "0" + code
        for width in reversed(self._widths):
            if len(code) >= width and code[:width] in self._codes:
                notices = () if len(code) == width else ("place_partly_read",)
                return PlaceReading(code[:width], notices)
        return NOT_FOUND

    def _cached(self, key: tuple[str, ...], make: "_Maker") -> PlaceReading:
        found = self._cache.get(key)
        if found is None:
            if len(self._cache) >= _CACHE:
                self._cache.clear()
            found = self._cache[key] = make()
        return found

    def _is_said(self, name: str) -> bool:
        folded = fold(name)
        return bool(folded) and folded not in self._unknown

    def _locate(self, names: tuple[str, ...]) -> PlaceReading:
        """Narrow the places down level by level, from the province to the village."""
        found: list[str] = []
        sure = ""
        near = missed = False
        matched = 0
        for level in range(len(self._widths)):
            if not self._is_said(names[level]):
                continue
            here, close = self._matching(names[level], level, found)
            if not here:
                missed = True
                continue
            if missed and not (matched and len(here) == 1):
                continue  # below a name nobody knows only a single place may be believed
            found, near, matched = here, near or close, matched + 1
            sure = here[0] if len(here) == 1 else sure
        if not matched:
            return NOT_FOUND if missed else NO_PLACE
        if len(found) > 1:
            return PlaceReading(sure, NOT_CERTAIN.notices)
        notices = ("place_partly_read",) if missed else ()
        return PlaceReading(found[0], (*notices, "place_spelling") if near else notices)

    def _matching(self, name: str, level: int, within: list[str]) -> tuple[list[str], bool]:
        """Codes of `level` called `name` inside `within` (anywhere if empty); True if nearly."""
        for folded in dict.fromkeys((fold(name), self._bare(name, level))):
            codes = self._named[level].get(folded, [])
            if within:
                codes = [code for code in codes if code.startswith(tuple(within))]
            if codes:
                return codes, False
        return self._nearly(self._bare(name, level), level, within), True

    def _nearly(self, folded: str, level: int, within: list[str]) -> list[str]:
        """The one place nearly called so. Villages are too alike for that."""
        if len(folded) < 4 or level == _VILLAGE or (level and len(within) != 1):
            return []
        if level and len(within[0]) != self._widths[level - 1]:
            return []
        children = self._children.get(within[0] if level else "", {})
        best = process.extract(folded, list(children), scorer=fuzz.ratio, limit=4)
        best = [item for item in best if item[1] >= _NEAR]
        if not best:
            return self._by_bones(folded, children)
        codes = children[best[0][0]]
        others = [s for name, s, _ in best[1:] if children[name] != codes]
        return codes if not others or best[0][1] - others[0] >= _MARGIN else []

    @staticmethod
    def _by_bones(folded: str, children: Mapping[str, list[str]]) -> list[str]:
        """The one place whose consonants are the same: vowels are spelt as everybody hears them."""
        wanted = _bones(folded)
        if len(wanted) < _ENOUGH_BONES:
            return []
        found = {tuple(codes) for name, codes in children.items() if _bones(name) == wanted}
        return list(found.pop()) if len(found) == 1 else []

    def _locate_text(self, text: str) -> PlaceReading:
        """An address in one cell: by the words for its parts, or by their order.

        Of all ways to read it, the one that leaves the fewest parts unexplained is believed; the
        usual order, smallest place first, wins a tie.
        """
        parts = [part for part in addresses.parts(text) if self._is_part(part)]
        marked = addresses.by_units(text, self._vocabulary)
        ways = [self._walk(parts[::-1]), self._walk(parts)]
        if marked:
            found = self._locate(tuple(marked.get(level, "") for level in LEVELS))
            ways.append((len(found.notices), found))
        ways = [way for way in ways if way[1].code]
        if not ways:
            return NOT_FOUND if parts else NO_PLACE
        fewest = min(missed for missed, _ in ways)
        best = [found for missed, found in ways if missed == fewest]
        deepest = max(best, key=lambda found: len(found.code))
        return deepest if marked else best[0]

    def _is_part(self, part: str) -> bool:
        return self._is_said(part) and fold(part) not in self._countries

    def _walk(self, parts: list[str]) -> tuple[int, PlaceReading]:
        """Match parts from the largest place inwards; how many were left, and what was found."""
        found: list[str] = []
        level, missed, near = 0, 0, False
        for at, part in enumerate(parts):
            here, close, deeper = self._next(part, level, found)
            if not here and not at:
                here, close, deeper = self._ending(part)
            if not here:
                missed += 1
                continue
            found, level, near = here, deeper + 1, near or close
        if len(found) != 1:
            return missed, NOT_CERTAIN if found else NO_PLACE
        notices = ("place_partly_read",) if missed else ()
        return missed, PlaceReading(found[0], (*notices, "place_spelling") if near else notices)

    def _next(self, part: str, level: int, within: list[str]) -> tuple[list[str], bool, int]:
        """The nearest level at or below `level` on which `part` names one place."""
        for depth in range(level, len(self._widths)):
            here, close = self._matching(part, depth, within)
            if here and not close and (within or depth == 0 or len(here) == 1):
                return here, False, depth
        if level < len(self._widths):
            here, close = self._matching(part, level, within)
            return here, close, level
        return [], False, level

    def _ending(self, part: str) -> tuple[list[str], bool, int]:
        """A province at the end of words that no sign parts ("Svay Chek Banteay Meanchey")."""
        folded = fold(part)
        ends = [name for name in self._named[0] if len(name) >= 4 and folded.endswith(name)]
        if not ends:
            return [], False, 0
        return self._named[0][max(ends, key=len)], False, 0


@lru_cache(maxsize=65536)
def _bones(folded: str) -> str:
    """The consonants of a name in Latin letters, alike sounds as one; "" for other scripts."""
    if not folded.isascii():
        return ""
    bones = folded.translate(_ALIKE)
    return "".join(letter for at, letter in enumerate(bones) if letter != bones[at - 1 : at])


class _Maker(Protocol):
    def __call__(self) -> PlaceReading: ...
