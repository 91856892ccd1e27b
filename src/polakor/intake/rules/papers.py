"""Documents: which kind, which number, or that there is none."""

import re
from dataclasses import dataclass
from functools import cached_property

from polakor.intake.rules.text import fold, is_shortened, tidy, whole_number
from polakor.intake.rules.vocabulary import Vocabulary

# States of having no document in hand, not kinds of document.
WITHOUT_NUMBER = frozenset({"none", "lost", "confiscated"})
_NUMBER = re.compile(r"[A-Z]{0,4}[ .\-]?\d[\dA-Z/\-]*", re.IGNORECASE)
_SHORT = re.compile(r"([^\W\d_.]{2,4}|[^\W\d_]\.[^\W\d_]\.?)\s*(?:no\b)?[\s.:#]+(?=\w*\d{4})", re.I)
_LONGEST = 40
_BLANKS = frozenset({"-", "--", "–", "—", "?", "n/a", "na", "x", ".", "nil"})


@dataclass(frozen=True, slots=True)
class Paper:
    """One document as a row gives it; `kind` is a code of the pack or ""."""

    kind: str = ""
    number: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperReader:
    """Reads kinds and numbers of documents with the pack's words and forms."""

    vocabulary: Vocabulary

    def kind(self, text: str) -> str:
        """The kind a cell names, "" where it names none."""
        folded = fold(text)
        if not folded:
            return ""
        found = self.vocabulary.lookup("documents").get(folded)
        if found is not None:
            return found
        return next((key for word, key in self._long_words if word in folded), "")

    def _short_kind(self, text: str) -> str:
        """The kind of "ID 010203040": a short word with a number of its own behind it."""
        found = _SHORT.match(tidy(text))
        return self.kind(found.group(1)) if found else ""

    def number(self, text: str) -> tuple[str, tuple[str, ...]]:
        """A document number in capitals without spaces, and notices."""
        plain = whole_number(tidy(text))
        if not plain or plain.lower() in _BLANKS:
            return "", ()
        if not any(letter.isdecimal() for letter in plain):
            return "", ("document_not_a_number",)
        if is_shortened(plain):
            return "", ("document_not_a_number",)
        if len(plain) > _LONGEST:
            return "", ("document_too_long",)
        number = plain.upper().replace(" ", "").strip(".,;:")
        return (number, ()) if number.isascii() else self._number_inside(plain)

    def _number_inside(self, plain: str) -> tuple[str, tuple[str, ...]]:
        short = _SHORT.match(plain)
        rest = plain[short.end() :] if short and self._short_kind(plain) else plain
        found = [text for text in _NUMBER.findall(rest) if sum(map(str.isdecimal, text)) >= 4]
        if len(found) != 1:
            return "", ("document_not_a_number",)
        return re.sub(r"[ .\-]", "", found[0]).upper(), ()

    def restored(self, kind: str, number: str) -> str:
        """`number` with the leading zeros a spreadsheet dropped, if the kind's form needs them."""
        form = self._forms.get(kind)
        if form is None or not number.isdecimal() or form.fullmatch(number):
            return number
        for width in range(len(number) + 1, len(number) + 4):
            if form.fullmatch(number.zfill(width)):
                return number.zfill(width)
        return number

    def mixed(self, text: str) -> Paper:
        """A cell that may hold a kind, a number or both ("Passport N1234567")."""
        kind = self.kind(text) or self._short_kind(text)
        if kind in WITHOUT_NUMBER:
            return Paper(kind)
        if not any(letter.isdecimal() for letter in tidy(text)):
            blank = not fold(text)
            return Paper(kind, "", () if kind or blank else ("document_not_read",))
        if not kind:
            number, notices = self.number(text)
            return Paper("", number, notices)
        number, notices = self._number_inside(tidy(text))
        return Paper(kind, number, notices)

    @cached_property
    def _long_words(self) -> tuple[tuple[str, str], ...]:
        """Words long enough to be found inside a longer cell: "lost passport" is lost first."""
        words = self.vocabulary.lookup("documents").items()
        long = [(word, kind) for word, kind in words if len(word) >= 4]
        return tuple(sorted(long, key=lambda item: (item[1] not in WITHOUT_NUMBER, -len(item[0]))))

    @cached_property
    def _forms(self) -> dict[str, re.Pattern[str]]:
        return {kind: re.compile(form) for kind, form in self.vocabulary.document_forms.items()}
