"""A form as it stands on paper: boxes to tick, lines to write on, one column for each person."""

from dataclasses import dataclass

from polakor.reference.rules.forms import Choice, Form, Labels, Question

PEOPLE = 6
"""Columns of people on a sheet of a family. A longer form is for one person."""
_TICKED = 12  # more choices than this are written, not ticked
_IN_A_CELL = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One question: boxes to tick, or room to write. ``examples`` are words that can be written."""

    label: Labels
    hint: Labels | None
    choices: tuple[Choice, ...]
    examples: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of the table of people: the same boxes, or room to write, for each of them."""

    label: Labels
    choices: tuple[Choice, ...] = ()
    examples: tuple[Choice, ...] = ()
    under: Labels | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed: lines about the family or the count, rows about people, or lines about one.

    ``apart`` are lines about things that are asked alone, on a sheet of their own.
    """

    lines: tuple[Line, ...]
    rows: tuple[Cells, ...]
    apart: tuple[Line, ...]
    people: range


def paper_of(form: Form) -> Paper:
    """The paper of ``form``. Nothing hidden is on it: a paper lies on a table and is passed on."""
    asked = [question for question in form.questions if _has_room(question, form)]
    of_one = form.tier > 1
    together = [one for one in asked if one.who != "member" or of_one]
    rows = [row for one in asked if one.who == "member" and not of_one for row in _rows(one, form)]
    return Paper(
        lines=tuple(_line(one, form) for one in together if not one.private),
        rows=tuple(rows),
        apart=tuple(_line(one, form) for one in together if one.private),
        people=range(1, PEOPLE + 1),
    )


def _has_room(question: Question, form: Form) -> bool:
    """Whether a question is on the paper: in a narrow cell not all of them can be."""
    if question.type == "mrz" or (question.type == "number" and question.list_name):
        return False
    narrow = question.who == "member" and form.tier <= 1
    return not narrow or question.shown == "first" or question.type == "date"


def _line(question: Question, form: Form) -> Line:
    offered = _offered(question, form)
    if len(offered) <= _TICKED or question.type == "many":
        return Line(question.label, question.hint, offered)
    return Line(question.label, question.hint, (), _first(question, offered))


def _rows(question: Question, form: Form) -> list[Cells]:
    offered = _offered(question, form)
    if question.type == "many":
        return [Cells(choice.label, under=question.label) for choice in offered]
    first = _first(question, offered)
    if question.choices and 0 < len(first) <= _IN_A_CELL:
        return [Cells(question.label, first)]
    return [Cells(question.label, examples=first)]


def _offered(question: Question, form: Form) -> tuple[Choice, ...]:
    return tuple(choice for choice in form.choices_of(question) if not choice.hidden)


def _first(question: Question, offered: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices named first; where none is, all of the form's own."""
    by_code = {choice.code: choice for choice in offered}
    named = tuple(by_code[code] for code in question.first if code in by_code)
    return named or question.choices
