"""What is wrong with a filled form, and which questions it had to be asked. Never raises.

The same is decided on devices by ``forms.js`` of the field door; both are held to the cases of
``tests/vectors/forms.json``. A payload is JSON from outside: nothing of it is taken for granted.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from polakor.base.dates import CLOCK_LEEWAY
from polakor.reference.rules.forms import (
    REASONS,
    Condition,
    Demand,
    Form,
    Labels,
    Question,
    Rule,
)

ENRICH = "enrich"
ANSWERS_WRONG = "answers_wrong"
ANSWERS_LEFT_OUT = "answers_left_out"
LEFT_OUT = frozenset(
    {
        "answered_twice",
        "not_in_list",
        "unknown_question",
        "unknown_reason",
        "wrong_date",
        "wrong_mrz",
        "wrong_number",
        "wrong_phone",
        "wrong_place",
        "wrong_text",
    }
)
"""Faults of one answer, which ``arrivals.people_in`` leaves out; the rest of a form still holds."""
_MOST = 10**12
_LONGEST = {"name": 200, "text": 2000}
_BLANK = re.compile("[ \t\r\n\u00a0\u200b\ufeff]*")
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_DATE = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_PHONE = re.compile("[+]?[0-9០-៩๐-๙ ()./-]{6,40}")
_PHONE_DIGITS = re.compile("[0-9០-៩๐-๙]")
_MRZ = re.compile("[A-Z0-9< \n]{10,200}")
_PLACE = re.compile("[0-9]{1,12}")
_UUID = re.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. ``member`` counts from 0 (None: not of one person); ``code`` is the
    question (``""``: none); ``problem`` what kind of fault; ``message`` the sentence to show.
    """

    member: int | None
    code: str
    problem: str
    message: Labels


@dataclass(frozen=True, slots=True)
class Filled:
    """One set of answers, and why others are missing."""

    answers: Answers
    unanswered: Mapping[str, str]


def problems(form: Form, payload: object, received: date | None = None) -> list[Problem]:
    """Everything wrong with ``payload`` as an answer to ``form``, in the order of the form.

    Nothing is demanded of an enrichment, which adds to what is there; all it says is checked.
    ``received`` is the day it came by our own clock: what had happened by then is not to come,
    whatever the device's clock said.
    """
    if not isinstance(payload, Mapping):
        return [_fault(form, None, "", "shape")]
    if payload.get("form") != form.key:
        return [_fault(form, None, "", "other_form")]
    return list(_problems(form, payload, _last_day(payload.get("made_at"), received)))


def reason_not_to_take(form: Form, payload: Answers, received: date | None = None) -> str:
    """Why a device's filled form is not taken in as it is; ``""`` where nothing is wrong with it.

    Both are codes of ``ENVELOPE_REASONS``. ``answers_wrong``: it goes back to the clerk.
    ``answers_left_out``: people come in all the same, without the answers nobody understands (a
    device with a newer pack, a slip of its app), and the office is told. A count goes back with
    any fault: it keeps nobody out, and a part of it would be a wrong number.
    """
    kinds = {one.problem for one in problems(form, payload, received)}
    if not kinds:
        return ""
    return ANSWERS_LEFT_OUT if kinds <= LEFT_OUT and not form.about("count") else ANSWERS_WRONG


def relevant(
    form: Form, question: Question, answers: Answers, household: Answers | None = None
) -> bool:
    """Whether ``question`` is asked, given the ``answers`` of the one it is about.

    For a question about a member ``household`` holds the family's answers.
    """
    return all(_holds(form, one, question.who, answers, household) for one in question.when)


def given(value: object) -> bool:
    """Whether there is an answer at all: blank text and an empty choice are none."""
    if isinstance(value, str):
        return _BLANK.fullmatch(value) is None
    return value is not None and value != []


def household_of(payload: Answers) -> Filled:
    """What the family said, as far as it has the shape of answers."""
    return _filled(payload.get("household"))


def counts_of(payload: Answers) -> Filled:
    """What was counted without persons."""
    return _filled(payload.get("counts"))


def members_of(payload: Answers) -> list[Filled]:
    """What each member said, as far as it has the shape of answers."""
    members = payload.get("members")
    return [_filled(member) for member in members] if isinstance(members, list) else []


def carried(form: Form, family: Filled, mine: Filled, at: int) -> Filled:
    """``mine``, what member number ``at`` said, and the family's where they said nothing."""
    answers, unanswered = dict(mine.answers), dict(mine.unanswered)
    for question in form.about("household"):
        code = question.code
        if question.carry != "members" and (question.carry != "head" or at > 0):
            continue
        if given(answers.get(code)) or code in unanswered:
            continue
        if given(family.answers.get(code)):
            answers[code] = family.answers[code]
        elif code in family.unanswered:
            unanswered[code] = family.unanswered[code]
    return Filled(answers, unanswered)


def fault_of_value(form: Form, question: Question, value: object) -> str:
    """What kind of fault ``value`` is as an answer to ``question``; ``""`` for none."""
    match question.type:
        case "choice":
            fits = isinstance(value, str) and value in question.codes
            return "" if fits else "not_in_list"
        case "many":
            fits = isinstance(value, list) and all(
                isinstance(one, str) and one in question.codes for one in value
            )
            return "" if fits else "not_in_list"
        case "number":
            return _fault_of_number(question, value)
        case _:
            return _fault_of_text(form, question.type, value)


def _problems(form: Form, payload: Answers, last: str) -> Iterator[Problem]:
    enriching = payload.get("kind") == ENRICH
    for who, of in (("count", "counts"), ("household", "household")):
        told = payload.get(of)
        if not form.about(who):
            if told not in (None, {}) and not _says_nothing(told):
                yield _fault(form, None, "", "shape")
            continue
        if told is not None and not _is_filled(told):
            yield _fault(form, None, "", "shape")
            continue
        yield from _of_one(form, who, None, _filled(told), None, enriching, last)
    yield from _members(form, payload, enriching, last)


def _members(form: Form, payload: Answers, enriching: bool, last: str) -> Iterator[Problem]:
    members = payload.get("members", [])
    if not isinstance(members, list) or (members and not form.about("member")):
        yield _fault(form, None, "", "shape")
        return
    if not members and form.about("member") and not enriching:
        yield _fault(form, None, "", "nobody")
    family = household_of(payload).answers
    seen: set[str] = set()
    for at, member in enumerate(members):
        if not _is_filled(member):
            yield _fault(form, at, "", "shape")
            continue
        name = member.get("id")
        if not isinstance(name, str) or not _UUID.fullmatch(name) or name.lower() in seen:
            yield _fault(form, at, "", "member_id")
        else:
            seen.add(name.lower())
        yield from _of_one(form, "member", at, _filled(member), family, enriching, last)


def _of_one(
    form: Form,
    who: str,
    at: int | None,
    said: Filled,
    family: Answers | None,
    enriching: bool,
    last: str,
) -> Iterator[Problem]:
    """The faults of one set of answers: known questions in order, unknown ones, then demands."""
    questions = form.by_who.get(who, {})
    told = {*said.answers, *said.unanswered}
    for code, question in questions.items():
        if code not in told:
            continue
        value = said.answers.get(code)
        if code in said.unanswered:
            if said.unanswered[code] not in REASONS:
                yield _fault(form, at, code, "unknown_reason")
            if given(value):
                yield _fault(form, at, code, "answered_twice")
        if not given(value):
            continue
        if question.when and not enriching and not relevant(form, question, said.answers, family):
            continue  # kept as told and read by nobody
        kind = fault_of_value(form, question, value)
        if kind:
            yield _fault(form, at, code, kind)
            continue
        for rule in question.must:
            if not _keeps(rule, value, last):
                yield Problem(at, code, "must", rule.say)
    for code in sorted(told - questions.keys()):
        yield _fault(form, at, code, "unknown_question")
    if enriching:
        return
    for demand in form.demanded:
        if demand.who == who and not _met(demand, said):
            yield Problem(at, demand.one_of[0], "demanded", demand.say)


def _met(demand: Demand, said: Filled) -> bool:
    return any(
        given(said.answers.get(code)) or said.unanswered.get(code) in REASONS
        for code in demand.one_of
    )


def _holds(
    form: Form, condition: Condition, who: str, answers: Answers, family: Answers | None
) -> bool:
    asked = form.question(condition.question, who)
    where: Answers = answers
    if asked is None and family is not None:
        asked, where = form.question(condition.question, "household"), family
    if asked is None:
        return False
    value = where.get(condition.question)
    inner = family if where is answers else None
    if not given(value) or not relevant(form, asked, where, inner):
        value = None
    if condition.is_ == "answered" and value is None:
        return False
    if condition.is_ == "empty" and value is not None:
        return False
    if condition.among is not None and not _chosen(value, condition.among):
        return False
    if condition.not_among is not None and _chosen(value, condition.not_among):
        return False
    return _within(value, condition.at_least, condition.at_most)


def _within(value: object, least: int | None, most: int | None) -> bool:
    """Whether a number lies within bounds; what is no number lies within none."""
    if least is None and most is None:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return (least is None or value >= least) and (most is None or value <= most)


def _chosen(value: object, codes: tuple[Any, ...]) -> bool:
    values = value if isinstance(value, list) else [value]
    return any(_same(one, code) for one in values for code in codes)


def _same(one: object, other: object) -> bool:
    """Equal as JSON: text is never a number, true is never 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and one == other
    return one is not None and one == other


def _keeps(rule: Rule, value: Any, last: str) -> bool:
    """Whether an answer of the right kind keeps a rule; ``last`` is that of ``not_after``."""
    if (rule.at_least is not None or rule.at_most is not None) and not _within(
        value, rule.at_least, rule.at_most
    ):
        return False
    if rule.not_among and _chosen(value, rule.not_among):
        return False
    if rule.alone and isinstance(value, list) and len(set(value)) > 1:
        return not _chosen(value, rule.alone)
    if isinstance(value, str):
        if rule.matches and not re.fullmatch(rule.matches, value):
            return False
        if rule.longest is not None and len(value) > rule.longest:
            return False
        if rule.not_after and last and value > last[: len(value)]:
            return False
    return True


def _fault_of_number(question: Question, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "wrong_number"
    if value != value or not -_MOST <= value <= _MOST or value != int(value):
        return "wrong_number"
    if question.list_name and str(int(value)) not in question.codes:
        return "not_in_list"
    return ""


def _fault_of_text(form: Form, kind: str, value: object) -> str:
    if not isinstance(value, str) or _BROKEN.search(value):
        return "wrong_text" if kind in _LONGEST else f"wrong_{kind}"
    if kind == "place":
        fits = bool(_PLACE.fullmatch(value)) and len(value) in form.place_digits
    elif kind == "phone":
        fits = bool(_PHONE.fullmatch(value)) and len(_PHONE_DIGITS.findall(value)) >= 6
    elif kind == "date":
        fits = is_date(value)
    elif kind == "mrz":
        fits = bool(_MRZ.fullmatch(value))
    else:
        return "" if len(value) <= _LONGEST.get(kind, 2000) else "wrong_text"
    return "" if fits else f"wrong_{kind}"


def is_date(value: str) -> bool:
    """Whether ``value`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` in the calendar."""
    found = _DATE.fullmatch(value)
    if not found or not 1850 <= int(found[1]) <= 2200:
        return False
    if found[2] is None:
        return True
    if not 1 <= int(found[2]) <= 12:
        return False
    last = calendar.monthrange(int(found[1]), int(found[2]))[1]
    return found[3] is None or 1 <= int(found[3]) <= last


def _last_day(made: object, received: date | None) -> str:
    """The last day that has not to come yet; ``""`` where no day is known.

    The later of the day of making, as the device's clock had it, and the day it was received,
    with the leeway of clocks: the rule is there for a slip in the year.
    """
    text = made[:10] if isinstance(made, str) else ""
    days = [date.fromisoformat(text)] if len(text) == 10 and is_date(text) else []
    days += [received] if received else []
    return (max(days) + CLOCK_LEEWAY).isoformat() if days else ""


def _is_filled(told: object) -> bool:
    return (
        isinstance(told, dict)
        and isinstance(told.get("answers", {}), dict)
        and isinstance(told.get("unanswered", {}), dict)
    )


def _says_nothing(told: object) -> bool:
    return _is_filled(told) and _filled(told) == Filled({}, {})


def _filled(told: object) -> Filled:
    if not isinstance(told, dict) or not _is_filled(told):
        return Filled({}, {})
    return Filled(told.get("answers", {}), _reasons(told.get("unanswered", {})))


def _reasons(told: Answers) -> dict[str, str]:
    """Reasons are words; anything else stands as a reason nobody knows."""
    return {code: why if isinstance(why, str) else "" for code, why in told.items()}


def _fault(form: Form, member: int | None, code: str, problem: str) -> Problem:
    return Problem(member, code, problem, form.say[problem])
