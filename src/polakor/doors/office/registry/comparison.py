"""Two files line by line, as the workbench shows them: what is the same, close, different, unknown.

The lines only show; how likely a pair is was worked out by ``namebridge`` and is told beside them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from polakor.base.dates import PartialDate
from polakor.doors.office.registry import differing, wording
from polakor.doors.office.registry.differing import Piece
from polakor.doors.ui import figures
from polakor.registry.queries.persons import DocumentLine, PersonFile

Finding = Literal["same", "close", "differs", "unknown"]

BIRTH_YEARS_CLOSE = 2  # ages are told and rounded; two years apart is daily bread


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of one side; no pieces: nothing was told. ``lang`` is empty when mixed."""

    pieces: tuple[Piece, ...]
    lang: str = ""
    note: str = ""
    name: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison."""

    label: wording.Words
    left: Cell
    right: Cell
    finding: Finding

    @property
    def finding_words(self) -> str:
        """The finding in a word."""
        return {
            "same": pgettext("finding", "same"),
            "close": pgettext("finding", "close"),
            "differs": pgettext("finding", "differs"),
            "unknown": _("not known"),
        }[self.finding]


def lines_of(
    subject: PersonFile,
    other: PersonFile,
    *,
    place_words: Callable[[str], str],
    kind_words: Callable[[str], str],
) -> list[Line]:
    """All lines for two files. ``place_words``/``kind_words`` turn codes into words."""
    found = [
        *_name_lines(subject, other),
        _sex_line(subject, other),
        _birth_line(subject, other),
        _home_line(subject, other, place_words),
        _phone_line(subject, other),
        *_document_lines(subject, other, kind_words),
        _household_line(subject, other),
    ]
    return [line for line in found if line is not None]


def _names(file: PersonFile, script: str) -> list[str]:
    return [text for written_in, text in file.summary.names if written_in == script]


def _nearest(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, str]:
    """Of several on each side the two that are most alike; "" where a side has none."""
    if not ours or not theirs:
        return (ours[0] if ours else ""), (theirs[0] if theirs else "")
    pairs = [(one, two) for one in ours for two in theirs]
    return max(pairs, key=lambda pair: differing.likeness(*pair))


def _both(one: str, two: str, *, lang: str = "", name: bool = False) -> tuple[Cell, Cell]:
    if one and two:
        left, right = differing.marked(one, two)
    else:
        left, right = differing.plain(one), differing.plain(two)
    return Cell(tuple(left), lang, name=name), Cell(tuple(right), lang, name=name)


def _finding(one: str, two: str) -> Finding:
    if not one or not two:
        return "unknown"
    likeness = differing.likeness(one, two)
    if likeness == 1:
        return "same"
    return "close" if likeness >= differing.ALIKE else "differs"


def _name_lines(subject: PersonFile, other: PersonFile) -> list[Line]:
    found = []
    for script, label in wording.SCRIPTS.items():
        one, two = _nearest(_names(subject, script), _names(other, script))
        if one or two:
            lang = wording.SCRIPT_LANGUAGES.get(script, "")
            left, right = _both(one, two, lang=lang, name=True)
            found.append(Line(label, left, right, _finding(one, two)))
    return found


def _sex_line(subject: PersonFile, other: PersonFile) -> Line:
    told = [str(wording.SEXES[f.summary.sex]) if f.summary.sex else "" for f in (subject, other)]
    left, right = (Cell(tuple(differing.plain(word))) for word in told)
    finding: Finding = "unknown"
    if all(told):
        finding = "same" if told[0] == told[1] else "differs"
    return Line(_("Sex"), left, right, finding)


def _birth_line(subject: PersonFile, other: PersonFile) -> Line:
    one, two = (_birth_cell(f, marked=False) for f in (subject, other))
    if not subject.summary.birth or not other.summary.birth:
        return Line(_("Born"), one, two, "unknown")
    mine = PartialDate.from_iso(subject.summary.birth)
    theirs = PartialDate.from_iso(other.summary.birth)
    if mine == theirs:
        return Line(_("Born"), one, two, "same")
    near = abs(mine.year - theirs.year) <= BIRTH_YEARS_CLOSE
    if mine.year != theirs.year or (mine.month and theirs.month):
        one, two = (_birth_cell(f, marked=True) for f in (subject, other))
    return Line(_("Born"), one, two, "close" if near else "differs")


def _birth_cell(file: PersonFile, *, marked: bool) -> Cell:
    written = figures.partial(file.summary.birth)
    pieces = (Piece(written, marked),) if written else ()
    return Cell(pieces, note=birth_note(file.summary.birth, file.summary.birth_basis))


def birth_note(birth: str, basis: str) -> str:
    """How exact a birth date is, said honestly; "" when it is an exact day."""
    if not birth:
        return ""
    if basis == "age":
        return _("worked out from an age: a year or two off")
    if basis == "jan1":
        return _("1 January most often means: only the year is known")
    if len(birth) == 4:
        return _("year only")
    return _("no day") if len(birth) == 7 else ""


def _home_line(subject: PersonFile, other: PersonFile, place_words: Callable[[str], str]) -> Line:
    mine, theirs = subject.summary.home, other.summary.home
    finding: Finding = "differs"
    if not mine or not theirs:
        finding = "unknown"
    elif mine == theirs:
        finding = "same"
    elif mine.startswith(theirs) or theirs.startswith(mine) or mine[:4] == theirs[:4]:
        finding = "close"
    marked = finding == "differs"
    left, right = (
        Cell((Piece(place_words(code), marked),) if code else ()) for code in (mine, theirs)
    )
    return Line(pgettext("where somebody lives", "Home"), left, right, finding)


def _phone_line(subject: PersonFile, other: PersonFile) -> Line:
    shared = set(subject.phones) & set(other.phones)
    if shared:
        one = two = sorted(shared)[0]
    else:
        one, two = _nearest(subject.phones, other.phones)
    left, right = _both(one, two)
    finding: Finding = "unknown" if not one or not two else "same" if shared else "differs"
    return Line(_("Phone"), left, right, finding)


def _document_lines(
    subject: PersonFile, other: PersonFile, kind_words: Callable[[str], str]
) -> list[Line]:
    found = []
    kinds = dict.fromkeys(d.kind for f in (subject, other) for d in f.documents)
    for kind in kinds:
        one, two = _nearest(_numbers(subject.documents, kind), _numbers(other.documents, kind))
        left, right = _both(one, two)
        finding: Finding = "unknown" if not one or not two else "same" if one == two else "differs"
        left = Cell(left.pieces, "en", note=_document_note(subject, kind, one))
        right = Cell(right.pieces, "en", note=_document_note(other, kind, two))
        found.append(Line(kind_words(kind), left, right, finding))
    return found


def _numbers(documents: Sequence[DocumentLine], kind: str) -> list[str]:
    return [document.number for document in documents if document.kind == kind and document.number]


def _document_note(file: PersonFile, kind: str, number: str) -> str:
    has = any(document.kind == kind for document in file.documents)
    return _("has one; the number was not told") if has and not number else ""


def _household_line(subject: PersonFile, other: PersonFile) -> Line | None:
    if not subject.household and not other.household:
        return None
    left, right = (
        Cell(tuple(differing.plain(_with(len(f.household)) if f.household else "")))
        for f in (subject, other)
    )
    known = bool(subject.household and other.household)
    mine = {member.id for member in subject.household}
    shared = mine & {member.id for member in other.household}
    finding: Finding = "same" if shared else "unknown"
    if known and not shared and len(subject.household) == len(other.household):
        finding = "close"
    return Line(_("Travels with"), left, right, finding)


def _with(count: int) -> str:
    return ngettext("%(n)s other person", "%(n)s other people", count) % {"n": count}
