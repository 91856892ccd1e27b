"""A form as an XLSForm, for those who collect with ODK, Kobo or another tool of that family.

https://xlsform.org and https://docs.getodk.org/form-operators-functions for its words.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl import Workbook as Book

from polakor.reference.rules.forms import Choice, Condition, Form, Labels, Question, Rule

GATES = "gates"
_TYPES = {"number": "integer"}
_SHAPES = {
    "date": "regex(., '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$')",
    "phone": r"regex(., '^[+]?[0-9០-៩๐-๙ ()./-]{6,40}$')",
    "mrz": r"regex(., '^[A-Z0-9<\s]{10,200}$')",
}
_NOT_AFTER = (
    "number(translate(concat(., substr('-01-01', string-length(.) - 4)), '-', ''))"
    " <= number(format-date(today(), '%Y%m%d'))"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language as an XLSForm names it: ``Khmer (km)``."""

    code: str
    name: str

    @property
    def column(self) -> str:
        """What follows ``label::``."""
        return f"{self.name} ({self.code})"


def xlsform(
    form: Form, languages: Sequence[Spoken], gates: Sequence[Choice], gate_label: Labels
) -> bytes:
    """The .xlsx of ``form``: sheets survey, choices and settings, words in all ``languages``.

    A family is a group and its people a repeat of it; a count has neither. A place is typed by its
    name: a gazetteer is no list to scroll. A gate is one of ``gates``.
    """
    book = Book()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    names = _names(form)
    spoken = ["label", "hint", "constraint_message", "required_message"]
    heads = ["type", "name", *(f"{one}::{each.column}" for one in spoken for each in languages)]
    heads += ["relevant", "constraint", "required", "appearance"]
    survey.append(heads)
    for row in _rows(form, names, gate_label):
        cells = {key: value for key, value in row.items() if isinstance(value, str)}
        for key, said in row.items():
            if not isinstance(said, str):
                cells |= {f"{key}::{each.column}": said.get(each.code, "") for each in languages}
        survey.append([cells.get(head, "") for head in heads])
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", *(f"label::{each.column}" for each in languages)])
    for name, offered in _lists(form, gates):
        for choice in offered:
            labels = [choice.label.get(each.code, choice.code) for each in languages]
            choices.append([name, choice.code, *labels])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version", "default_language"])
    first = languages[0]
    settings.append(
        [form.label[first.code], f"polakor_{form.code}", str(form.version), first.column]
    )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _names(form: Form) -> dict[tuple[str, str], str]:
    """The name of each question; one asked of a family and of its people needs two."""
    told = [question.code for question in form.questions]
    return {
        (one.who, one.code): one.code if told.count(one.code) == 1 else f"{one.who}_{one.code}"
        for one in form.questions
    }


Row = Mapping[str, str | Labels]


def _rows(form: Form, names: Mapping[tuple[str, str], str], gate_label: Labels) -> Iterator[Row]:
    yield {"type": "start", "name": "started_at"}
    gate = {"type": f"select_one {GATES}", "name": "gate", "required": "yes"}
    yield {**gate, "label": gate_label}
    parts = dict(form.parts)
    for who, opening, closing in (
        ("count", "", ""),
        ("household", "begin_group", "end_group"),
        ("member", "begin_repeat", "end_repeat"),
    ):
        questions = form.about(who)
        if not questions:
            continue
        first = next(iter(questions))
        if opening:
            yield {"type": opening, "name": f"{who}_answers", "label": parts[first.part]}
        for question in questions:
            yield _row(form, question, names)
        if closing:
            yield {"type": closing, "name": f"{who}_answers"}


def _row(form: Form, question: Question, names: Mapping[tuple[str, str], str]) -> Row:
    row: dict[str, str | Labels] = {
        "type": _type(question),
        "name": names[(question.who, question.code)],
        "label": question.label,
    }
    if question.hint and question.type != "place":  # there it says how a tablet helps
        row["hint"] = question.hint
    relevant = " and ".join(_condition(form, one, question.who, names) for one in question.when)
    if relevant:
        row["relevant"] = relevant
    tests = [test for rule in question.must for test in _tests(rule)]
    shape = _SHAPES.get(question.type)
    if shape:
        tests.insert(0, shape)
    if tests:
        row["constraint"] = " and ".join(tests)
        said = [rule.say for rule in question.must] or [form.say[f"wrong_{question.type}"]]
        row["constraint_message"] = _joined(said)
    if question.type == "mrz":
        row["appearance"] = "multiline"
    for demand in form.demanded:
        if demand.who == question.who and demand.one_of[0] == question.code:
            others = [names[(demand.who, code)] for code in demand.one_of[1:]]
            row["required"] = " and ".join(f"${{{name}}} = ''" for name in others) or "yes"
            row["required_message"] = demand.say
    return row


def _type(question: Question) -> str:
    chosen = question.list_name or question.code
    if question.type == "many":
        return f"select_multiple {chosen}"
    if question.type == "choice" or question.list_name:
        return f"select_one {chosen}"
    return _TYPES.get(question.type, "text")


def _condition(
    form: Form, condition: Condition, who: str, names: Mapping[tuple[str, str], str]
) -> str:
    asked = form.question(condition.question, who) or form.question(condition.question, "household")
    assert asked is not None  # a sound pack names questions that are there
    name = f"${{{names[(asked.who, asked.code)]}}}"
    tests = {"answered": [f"{name} != ''"], "empty": [f"{name} = ''"]}.get(condition.is_, [])
    if condition.among is not None:
        tests.append(_any_of(name, condition.among))
    if condition.not_among is not None:
        tests.append(f"not({_any_of(name, condition.not_among)})")
    if condition.at_least is not None:
        tests.append(f"{name} >= {condition.at_least}")
    if condition.at_most is not None:
        tests.append(f"{name} <= {condition.at_most}")
    return " and ".join(tests)


def _any_of(name: str, codes: Iterable[object]) -> str:
    """Whether one of the codes is chosen; the same words serve one choice and many."""
    return "(" + " or ".join(f"selected({name}, '{code}')" for code in codes) + ")"


def _tests(rule: Rule) -> Iterator[str]:
    if rule.at_least is not None:
        yield f". >= {rule.at_least}"
    if rule.at_most is not None:
        yield f". <= {rule.at_most}"
    if rule.not_among:
        yield f"not({_any_of('.', rule.not_among)})"
    for code in rule.alone:
        yield f"not(selected(., '{code}') and count-selected(.) > 1)"
    if rule.matches:
        yield f"regex(., '^({rule.matches})$')"
    if rule.longest is not None:
        yield f"string-length(.) <= {rule.longest}"
    if rule.not_after:
        yield _NOT_AFTER


def _joined(said: Sequence[Labels]) -> Labels:
    return {code: " ".join(dict.fromkeys(one[code] for one in said)) for code in said[0]}


def _lists(form: Form, gates: Sequence[Choice]) -> Iterator[tuple[str, Sequence[Choice]]]:
    yield GATES, gates
    yield from form.lists.items()
    for question in form.questions:
        if question.choices:
            yield question.code, question.choices
