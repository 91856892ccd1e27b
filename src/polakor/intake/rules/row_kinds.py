"""Rows that are no person: totals, signatures, notes, headings printed once more."""

import re
from dataclasses import dataclass
from functools import cached_property

from polakor.intake.rules.headings import is_hxl
from polakor.intake.rules.layouts import Layout
from polakor.intake.rules.readings import RowKind
from polakor.intake.rules.text import fold, is_latin, tidy, tokens
from polakor.intake.rules.vocabulary import Vocabulary

_DOTTED = re.compile(r"(?:\.\s?){5,}|…{2,}|_{4,}|(?:-\s?){8,}")
_EDGES = " \t\n\u00a0\u200b.,:;-*#=\"'(["
_SHORT = 4  # words shorter than this must be followed by a number or nothing


@dataclass(frozen=True)
class RowKinds:
    """Tells rows apart by position and by the pack's words, before anything is read of them."""

    layout: Layout
    vocabulary: Vocabulary

    def by_position(self, number: int, blank: bool) -> RowKind | None:
        """Title rows above the headings, and the headings themselves."""
        if number > self._last_header:
            return None
        if number in self.layout.header_rows:
            return RowKind.HXL if number in self.layout.tag_rows else RowKind.HEADER
        return RowKind.BLANK if blank else RowKind.TITLE

    def is_repeated(self, cells: tuple[str, ...]) -> bool:
        """True for a row that says again what the headings say, in the same columns."""
        if self._printed.isdisjoint(cells):
            return False
        for said in self.layout.headings:
            filled = same = 0
            for index, cell in enumerate(cells):
                if cell.strip():
                    filled += 1
                    same += index < len(said) and fold(cell) == fold(said[index])
            if same >= 2 and same * 10 >= filled * 7:
                return True
        return False

    def is_tags(self, cells: list[str]) -> bool:
        """True for a row of Humanitarian Exchange Language tags."""
        return len(cells) > 1 and sum(map(is_hxl, cells)) * 10 >= len(cells) * 7

    def is_total(self, filled: list[str]) -> bool:
        """True where one of the first cells begins with a word for "total"."""
        if not any(self._begins_total(cell) for cell in filled[:3]):
            return False
        # "Sum" is a family name as well; who has a sex is no sum.
        sexes = self.vocabulary.lookup("sex")
        short = all(len(fold(cell)) < _SHORT or cell.strip().isdecimal() for cell in filled)
        return not (short and any(fold(cell) in sexes for cell in filled if not cell.isdecimal()))

    def is_sum_of(self, named: list[str], filled: list[str]) -> bool:
        """ "Women … 12" below a list: whom it counts where the name should be, and a number."""
        rest = [cell for cell in filled if cell not in named]
        if len(named) != 1 or not rest or not all(tidy(cell).isdecimal() for cell in rest):
            return False
        counted = fold(named[0])
        sex = self.vocabulary.lookup("sex").get(counted)
        return sex in ("male", "female") or counted in self.vocabulary.folded("rows", "counted")

    def is_label(self, named: list[str]) -> bool:
        """A heading where the name should be ("Sex:"), as on forms that are no table."""
        known = self.vocabulary.lookup("columns")
        return bool(named) and all(len(fold(x)) > 2 and fold(x) in known for x in named)

    def is_signature(self, filled: list[str]) -> bool:
        """True for dotted lines to sign on and the words around them."""
        if len(filled) > 4:
            return False
        return any(
            _DOTTED.search(cell) is not None or self._begins(cell, "signature") for cell in filled
        )

    def _begins_total(self, text: str) -> bool:
        # Most rows are people: one look at the first letter spares them the rest.
        if fold(text.lstrip(_EDGES)[:1])[:1] not in self._total_letters or len(text) > 80:
            return False
        folded, words = fold(text), tokens(text)
        for word in self.vocabulary.folded("rows", "total"):
            if not folded.startswith(word) or (is_latin(word) and not _at_word(word, words)):
                continue
            rest = folded[len(word) :]
            if not rest or rest[0].isdecimal() or len(word) >= _SHORT or self._counts(rest):
                return True
        return False

    def _counts(self, rest: str) -> bool:
        return any(rest.startswith(word) for word in self.vocabulary.folded("rows", "people"))

    def _begins(self, text: str, key: str) -> bool:
        folded, words = fold(text), tokens(text)
        return any(
            folded.startswith(word) and (not is_latin(word) or _at_word(word, words))
            for word in self.vocabulary.folded("rows", key)
        )

    @cached_property
    def _total_letters(self) -> frozenset[str]:
        return frozenset(word[0] for word in self.vocabulary.folded("rows", "total"))

    @cached_property
    def _last_header(self) -> int:
        return max(self.layout.header_rows, default=0)

    @cached_property
    def _printed(self) -> frozenset[str]:
        """Headings as printed: a quick look that spares most rows the comparison."""
        return frozenset(word for row in self.layout.headings for word in row if word.strip())


def _at_word(word: str, words: tuple[str, ...]) -> bool:
    """True when `word` (folded, maybe several words run together) ends where a word ends."""
    joined = ""
    for part in words:
        joined += part
        if joined == word:
            return True
        if len(joined) > len(word):
            return False
    return False
