"""Reads the forms of a pack, or says everything that is wrong with them."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from polakor.reference.rules.form_shapes import CONDITION, DEMAND, QUESTION, RULE
from polakor.reference.rules.forms import FAULTS, REASONS, Type, Who
from polakor.reference.rules.kinds import fits
from polakor.reference.rules.lines import header_lines
from polakor.reference.rules.pack_types import Fault, FormEntry
from polakor.reference.rules.shapes import DATED
from polakor.reference.rules.tables import (
    File,
    Table,
    code_faults,
    dated_faults,
    label_faults,
    shape_faults,
    tables,
)

FOLDER = "forms/"
WORDS = "forms/words.toml"
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ABOUT = frozenset({"code", "version", "tier", "label", "demanded", "part", "question", *DATED})
_PARTED = {"reasons": REASONS, "say": FAULTS}
_RULES_OF = {
    "number": {"at_least", "at_most"},
    "choice": {"not_in"},
    "many": {"alone", "not_in"},
    "date": {"matches", "not_after"},
    **{kind: {"matches", "longest"} for kind in ("text", "name", "phone", "mrz")},
}
_TESTS = frozenset({"is", "in", "not_in", "at_least", "at_most"})
_AGE_GROUPS = ("adult", "child", "child_alone", "unknown")
_SEXES = (0, 1, 2, 9)

Codes = Mapping[str, Mapping[str, int]]


@dataclass(slots=True)
class _Form:
    """What one file says while it is tested. ``asked``: questions so far, by whom and code."""

    top: Table
    languages: tuple[str, ...]
    codes: Codes
    asked: dict[tuple[str, str], Table]


def read_forms(
    files: Sequence[File], languages: tuple[str, ...], codes: Codes
) -> tuple[list[FormEntry], list[Fault]]:
    """The forms in ``files`` (all that lies in ``forms/``), and every fault found in them.

    ``codes`` are those of the pack's lists, its age bands among them.
    """
    words = next((file for file in files if file.name == WORDS), None)
    forms = [file for file in files if file is not words]
    if not files:
        return [], []
    if words is None:
        return [], [Fault(WORDS, 1, "this file is missing")]
    faults = list(_word_faults(words, languages))
    for file in forms:
        faults += _form_faults(_Form(Table(file, 0, file.data), languages, codes, {}))
    if faults:
        return [], faults
    return [_entry(file, words, at) for at, file in enumerate(forms)], []


def _word_faults(words: File, languages: tuple[str, ...]) -> Iterator[Fault]:
    for section in words.data:
        if section not in _PARTED:
            yield Fault(words.name, 1, f"unknown section {section}")
    for section, wanted in _PARTED.items():
        line = next(iter(header_lines(words.text, f"[{section}]")), 1)
        told = words.data.get(section)
        table = Table(words, line, told if isinstance(told, dict) else {})
        for key in wanted:
            if not fits("labels", table.data.get(key), languages):
                yield table.fault(key, f"{key} must be words in every language of the pack")
        for key in set(table.data) - set(wanted):
            yield table.fault(key, f"{key} is not a word this table knows")


def _form_faults(form: _Form) -> Iterator[Fault]:
    top = form.top
    yield from code_faults(top, {})
    yield from label_faults(top, form.languages)
    yield from dated_faults(top)
    for key in top.data:
        if key not in _ABOUT:
            yield top.fault(key, f"{key} is not a word this table knows")
    for key in ("version", "tier"):
        if not fits("whole", top.data.get(key), ()):
            yield top.fault(key, f"{key} must be a whole number")
    named = f"{FOLDER}{top.data.get('code')}-{top.data.get('version')}.toml"
    if top.file.name != named:
        yield top.fault("code", f"the file of this form must be called {named}")
    parts: dict[str, int] = {}
    for table in tables(top.file, "part", top.data.get("part")):
        yield from code_faults(table, parts)
        yield from label_faults(table, form.languages)
    found = tables(top.file, "question", top.data.get("question"))
    if not found:
        yield Fault(top.file.name, 1, "there is no [[question]] in it")
    for table in found:
        yield from _question_faults(table, form, parts)
        form.asked[(str(table.data.get("who")), str(table.data.get("code")))] = table
    yield from _demand_faults(form)


def _question_faults(table: Table, form: _Form, parts: Mapping[str, int]) -> Iterator[Fault]:
    data = table.data
    faults = list(shape_faults(table, QUESTION, form.languages, also=frozenset()))
    yield from faults
    for key, allowed in (
        ("who", get_args(Who)),
        ("type", get_args(Type)),
        ("look", ("buttons",)),
        ("shown", ("first", "more")),
        ("carry", ("members", "head")),
    ):
        if key in data and data[key] not in allowed:
            yield table.fault(key, f"{key} must be one of {', '.join(allowed)}")
            return
    if faults:
        return
    if not _CODE.fullmatch(data["code"]):
        yield table.fault("code", "the code of a question is small letters, digits and _")
    if (data["who"], data["code"]) in form.asked:
        yield table.fault("code", f"{data['code']} is asked twice")
    if data["part"] not in parts:
        yield table.fault("part", f"this form has no part {data['part']}")
    if "carry" in data and data["who"] != "household":
        yield table.fault("carry", "only an answer of the household can be carried")
    yield from _choice_faults(table, form)
    yield from _count_faults(table)
    for condition in data.get("when", []):
        yield from _condition_faults(table, condition, form)
    for rule in data.get("must", []):
        yield from _rule_faults(table, rule, form)


def _choice_faults(table: Table, form: _Form) -> Iterator[Fault]:
    data = table.data
    given = [key for key in ("list", "choices") if key in data]
    if data["type"] in ("choice", "many") and len(given) != 1:
        yield table.fault("list", "a choice needs either a list of the pack or choices of its own")
    elif data["type"] not in ("choice", "many") and "choices" in data:
        yield table.fault("choices", "only a choice has choices")
    elif "list" in data and data["type"] not in ("choice", "many", "number"):
        yield table.fault("list", "only a choice or a number can have a list")
    if "list" in data and data["list"] not in form.codes:
        yield table.fault("list", f"the pack has no list {data['list']}")
    for choice in data.get("choices", []):
        sound = isinstance(choice.get("code"), str) and set(choice) == {"code", "label"}
        if not sound or not fits("labels", choice["label"], form.languages):
            yield table.fault("choices", "a choice is a code with words in every language")
    for code in data.get("first", []):
        if code not in _codes_of(table, form):
            yield table.fault("first", f"first names {code}, which is not one of the answers")


def _codes_of(table: Table, form: _Form) -> set[str]:
    listed = set(form.codes.get(str(table.data.get("list")), {}))
    return listed | {str(choice.get("code")) for choice in table.data.get("choices", [])}


def _count_faults(table: Table) -> Iterator[Fault]:
    counts = table.data.get("counts")
    if counts is None:
        return
    if table.data["type"] != "number" or table.data["who"] != "count":
        yield table.fault("counts", "only a number of a count can count people")
    elif (
        not isinstance(counts, dict)
        or counts.get("sex") not in _SEXES
        or counts.get("age_group") not in _AGE_GROUPS
    ):
        groups = ", ".join(_AGE_GROUPS)
        yield table.fault("counts", f"counts needs a sex (0, 1, 2, 9) and an age_group ({groups})")


def _condition_faults(table: Table, condition: Mapping[str, Any], form: _Form) -> Iterator[Fault]:
    part = Table(table.file, table.line, condition)
    for fault in shape_faults(part, CONDITION, form.languages, also=frozenset()):
        yield table.fault("when", fault.reason)
    if not set(condition) & _TESTS:
        yield table.fault("when", f"a condition needs one of {', '.join(sorted(_TESTS))}")
    if condition.get("is", "empty") not in ("answered", "empty"):
        yield table.fault("when", "is must be answered or empty")
    name, who = str(condition.get("question")), str(table.data["who"])
    asked = form.asked.get((who, name)) or form.asked.get(("household", name))
    if asked is None or (who == "household" and asked.data.get("who") != "household"):
        yield table.fault("when", f"{name} is not asked before this question")
        return
    if asked.data.get("type") in ("choice", "many"):
        for code in [*condition.get("in", []), *condition.get("not_in", [])]:
            if code not in _codes_of(asked, form):
                yield table.fault("when", f"{code} is not an answer to {name}")


def _rule_faults(table: Table, rule: Mapping[str, Any], form: _Form) -> Iterator[Fault]:
    part = Table(table.file, table.line, rule)
    shaped = list(shape_faults(part, RULE, form.languages, also=frozenset()))
    for fault in shaped:
        yield table.fault("must", fault.reason)
    if shaped:
        return
    kinds = set(rule) - {"say"}
    wrong = kinds - _RULES_OF.get(table.data["type"], set())
    if wrong or not kinds:
        what = ", ".join(sorted(wrong)) or "nothing"
        yield table.fault("must", f"a rule for {table.data['type']} cannot ask for {what}")
    for code in [*rule.get("alone", []), *rule.get("not_in", [])]:
        if code not in _codes_of(table, form):
            yield table.fault("must", f"{code} is not one of the answers")
    if rule.get("not_after", "made") != "made":
        yield table.fault("must", "not_after must be made")
    if re.search(r"\(\?(?!:)|\\\w|\^|\$", rule.get("matches", "")):
        yield table.fault("must", "a pattern may hold no \\d and the like, no ^, $ or (?…)")


def _demand_faults(form: _Form) -> Iterator[Fault]:
    demanded = form.top.data.get("demanded")
    if not isinstance(demanded, list) or not all(isinstance(one, dict) for one in demanded):
        yield form.top.fault("demanded", "demanded must be a list, perhaps empty")
        return
    for demand in demanded:
        part = Table(form.top.file, 0, demand)
        shaped = list(shape_faults(part, DEMAND, form.languages, also=frozenset()))
        for fault in shaped:
            yield form.top.fault("demanded", fault.reason)
        for code in [] if shaped else demand["one_of"]:
            if (demand["who"], code) not in form.asked:
                yield form.top.fault("demanded", f"{code} is not asked of a {demand['who']}")


def _entry(file: File, words: File, at: int) -> FormEntry:
    data = file.data
    ends = data.get("valid_to")
    definition = {
        "key": f"{data['code']}/{data['version']}",
        **{key: data[key] for key in ("code", "version", "tier", "label")},
        "valid_from": data["valid_from"].isoformat(),
        "valid_to": ends.isoformat() if ends else None,
        "source": data["source"],
        "verification_status": data["verification_status"],
        "parts": data.get("part", []),
        "questions": data["question"],
        "demanded": data["demanded"],
        "say": words.data["say"],
        "reasons": words.data["reasons"],
    }
    return FormEntry(
        key=definition["key"],
        code=data["code"],
        version=data["version"],
        tier=data["tier"],
        position=at,
        definition=definition,
        meaning=_meaning(definition),
        valid_from=data["valid_from"],
        valid_to=ends,
        source=data["source"],
        verification_status=data["verification_status"],
    )


def _meaning(definition: Mapping[str, Any]) -> str:
    """What an answer to this form means, as a hash: everything but words and places on a screen.

    Records name the version they were made with, so this may not change within a version.
    """
    looks = {"label", "hint", "part", "look", "shown", "first", "private"}
    questions = [
        {
            key: [_unsaid(one) for one in value] if key in ("choices", "must") else value
            for key, value in question.items()
            if key not in looks
        }
        for question in definition["questions"]
    ]
    questions.sort(key=lambda one: (one["who"], one["code"]))
    told = {"questions": questions, "demanded": [_unsaid(one) for one in definition["demanded"]]}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _unsaid(part: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key not in ("label", "say")}
