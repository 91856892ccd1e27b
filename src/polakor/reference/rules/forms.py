"""A form of the pack: its questions, when each is asked and what an answer must be. Pure values.

A form is kept and sent to devices as JSON (``docs/guides/country-pack.md`` names every word of
it); here the same JSON becomes values with types, for those who read filled forms.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self

Who = Literal["household", "member", "count"]
"""Whom a question asks about: the family, each person of it, or a count without persons."""

Type = Literal["choice", "many", "number", "text", "name", "place", "phone", "date", "mrz"]
Labels = Mapping[str, str]

AGE_BANDS = "age_bands"
"""The one list that is no list of the pack but its bands: the code is a band's lower bound."""

REASONS = ("unknown", "refused", "not_applicable")
"""Why an asked question has no answer. A question with neither was not asked."""

FAULTS = (
    "shape",
    "other_form",
    "nobody",
    "member_id",
    "unknown_question",
    "unknown_reason",
    "answered_twice",
    "not_in_list",
    "wrong_number",
    "wrong_text",
    "wrong_place",
    "wrong_phone",
    "wrong_date",
    "wrong_mrz",
)
"""What can be wrong with a filled form besides its own rules; the pack has a sentence for each."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose. ``hidden``: kept off a screen that others can see."""

    code: str
    label: Labels
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds for the answer to ``question``: ``is_``, ``among`` … whichever are given, all of them.

    ``is_``: ``answered``, ``empty`` or ``""``. An answer that is not there fails ``among`` and the
    bounds and passes ``not_among``.
    """

    question: str
    is_: str = ""
    among: tuple[Any, ...] | None = None
    not_among: tuple[Any, ...] | None = None
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What an answer must be, and the sentence for one that is not. None: not asked for.

    ``alone``: codes that cannot stand beside another one; ``not_after``: ``made``, the day the
    form was filled in, with the leeway of clocks that are slow.
    """

    say: Labels
    at_least: int | None = None
    at_most: int | None = None
    not_among: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    matches: str = ""
    longest: int | None = None
    not_after: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``choices`` stand in the form, or ``list_name`` names a list of the pack.

    ``part``: the screen it is on; ``look``: ``buttons`` or ``""``; ``first``: codes shown before
    the others; ``shown``: ``first`` or ``more`` (behind a tap); ``private``: kept off a screen
    that others can see; ``carry``: an answer of the household holds for all its ``members``, or
    for its ``head``; ``counts``: (ISO 5218 sex, age group) of a number of people; ``codes``: what
    may be chosen.
    """

    code: str
    who: Who
    type: Type
    label: Labels
    part: str = ""
    hint: Labels | None = None
    list_name: str = ""
    choices: tuple[Choice, ...] = ()
    look: str = ""
    shown: str = "first"
    first: tuple[str, ...] = ()
    private: bool = False
    carry: str = ""
    counts: tuple[int, str] | None = None
    when: tuple[Condition, ...] = ()
    must: tuple[Rule, ...] = ()
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Demand:
    """One of these questions must not be passed over: answered, or why it cannot be."""

    who: Who
    one_of: tuple[str, ...]
    say: Labels


@dataclass(frozen=True, slots=True)
class Form:
    """One version of a form. ``key`` is what a record names it by (``arrival/1``).

    ``lists`` are the lists its questions use; ``say`` sentences of our own by fault; ``reasons``
    why there is no answer, in words; ``place_digits`` how long the code of a place may be;
    ``by_who`` the questions again, by whom they ask about and by code.
    """

    key: str
    code: str
    version: int
    tier: int
    label: Labels
    valid_from: date
    valid_to: date | None
    source: str
    verification_status: str
    parts: tuple[tuple[str, Labels], ...]
    questions: tuple[Question, ...]
    demanded: tuple[Demand, ...]
    say: Mapping[str, Labels]
    reasons: Mapping[str, Labels]
    lists: Mapping[str, tuple[Choice, ...]]
    place_digits: tuple[int, ...]
    by_who: Mapping[str, Mapping[str, Question]]

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """The form in the JSON that devices get. What a sound pack says is taken as it stands."""
        ends = told.get("valid_to")
        lists = {name: _choices(choices) for name, choices in told["lists"].items()}
        questions = tuple(_question(question, lists) for question in told["questions"])
        by_who: dict[str, dict[str, Question]] = {}
        for question in questions:
            by_who.setdefault(question.who, {})[question.code] = question
        return cls(
            key=told["key"],
            code=told["code"],
            version=told["version"],
            tier=told["tier"],
            label=told["label"],
            valid_from=date.fromisoformat(told["valid_from"]),
            valid_to=date.fromisoformat(ends) if ends else None,
            source=told["source"],
            verification_status=told["verification_status"],
            parts=tuple((part["code"], part["label"]) for part in told["parts"]),
            questions=questions,
            demanded=tuple(
                Demand(one["who"], tuple(one["one_of"]), one["say"]) for one in told["demanded"]
            ),
            say=told["say"],
            reasons=told["reasons"],
            lists=lists,
            place_digits=tuple(told["place_digits"]),
            by_who=by_who,
        )

    def question(self, code: str, who: str) -> Question | None:
        """The question ``code`` about ``who``; None where the form does not ask it."""
        return self.by_who.get(who, {}).get(code)

    def about(self, who: str) -> Collection[Question]:
        """The questions about ``who``, in order."""
        return self.by_who.get(who, {}).values()

    def choices_of(self, question: Question) -> tuple[Choice, ...]:
        """What may be chosen; () for a question that is not answered by choosing."""
        return question.choices or self.lists.get(question.list_name, ())


def _question(told: Mapping[str, Any], lists: Mapping[str, tuple[Choice, ...]]) -> Question:
    counts = told.get("counts")
    choices = _choices(told.get("choices", ()))
    chosen_from = choices or lists.get(told.get("list", ""), ())
    return Question(
        code=told["code"],
        who=told["who"],
        type=told["type"],
        label=told["label"],
        part=told.get("part", ""),
        hint=told.get("hint"),
        list_name=told.get("list", ""),
        choices=choices,
        look=told.get("look", ""),
        shown=told.get("shown", "first"),
        first=tuple(told.get("first", ())),
        private=told.get("private", False),
        carry=told.get("carry", ""),
        counts=(counts["sex"], counts["age_group"]) if counts else None,
        when=tuple(_condition(one) for one in told.get("when", ())),
        must=tuple(_rule(one) for one in told.get("must", ())),
        codes=frozenset(choice.code for choice in chosen_from),
    )


def _choices(told: Sequence[Mapping[str, Any]]) -> tuple[Choice, ...]:
    return tuple(Choice(one["code"], one["label"], one.get("hidden", False)) for one in told)


def _condition(told: Mapping[str, Any]) -> Condition:
    return Condition(
        question=told["question"],
        is_=told.get("is", ""),
        among=tuple(told["in"]) if "in" in told else None,
        not_among=tuple(told["not_in"]) if "not_in" in told else None,
        at_least=told.get("at_least"),
        at_most=told.get("at_most"),
    )


def _rule(told: Mapping[str, Any]) -> Rule:
    return Rule(
        say=told["say"],
        at_least=told.get("at_least"),
        at_most=told.get("at_most"),
        not_among=tuple(told.get("not_in", ())),
        alone=tuple(told.get("alone", ())),
        matches=told.get("matches", ""),
        longest=told.get("longest"),
        not_after=told.get("not_after", ""),
    )
