"""The longer interview as a page: its questions by part, what was answered before beside each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from polakor.doors.office.registry.family_form import REASON, PartForm, blame
from polakor.doors.ui import languages
from polakor.intake.rules.answers import problems
from polakor.reference.queries.pack import in_language
from polakor.reference.rules.forms import Form, Question


class _Part(PartForm):
    reasons_beside = False


@dataclass(frozen=True, slots=True)
class Block:
    """One question: where it is answered, and what was answered ``before``."""

    question: Question
    fields: list[forms.BoundField]
    before: str

    @property
    def answers(self) -> list[forms.BoundField]:
        """Where it is answered; behind a tap and apart are parts of one question here."""
        return [one for one in self.fields if not one.name.endswith(REASON)]

    @property
    def why(self) -> forms.BoundField | None:
        """Why it is not, where that is a field of its own."""
        return next((one for one in self.fields if one.name.endswith(REASON)), None)

    @property
    def wide(self) -> bool:
        """Whether its answers are buttons or boxes, which want the whole width."""
        return any(isinstance(one.field.widget, forms.RadioSelect) for one in self.fields)

    @property
    def said(self) -> bool:
        """Whether something is filled in or wrong."""
        return any(one.value() or one.errors for one in self.fields)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together; ``private``: kept off a screen that others can see."""

    code: str
    label: str
    private: bool = False
    blocks: list[Block] = field(default_factory=list)

    @property
    def said(self) -> bool:
        """Whether something in it is filled in or wrong."""
        return any(one.said for one in self.blocks)


class InterviewForm:
    """All questions about one person and their family, bound or new."""

    def __init__(self, form: Form, data: QueryDict | None = None) -> None:
        self.form = form
        self.household = _Part(form, "household", data, prefix="h")
        self.member = _Part(form, "member", data, prefix="m")

    @property
    def parts(self) -> tuple[PartForm, PartForm]:
        """The person's part, then the family's."""
        return self.member, self.household

    def told(self) -> dict[str, dict[str, dict[str, Any]]]:
        """What the family and what the person said, as a device would send it."""
        for part in self.parts:
            part.is_valid()
        return {"household": self.household.told(), "member": self.member.told()}

    def find_problems(self, payload: Mapping[str, Any]) -> bool:
        """Put every problem beside its field; whether there are any."""
        for problem in problems(self.form, payload):
            blame(self.household if problem.member is None else self.member, problem)
        return any(part.errors for part in self.parts)

    def groups(self, before: Callable[[Question], str]) -> list[Group]:
        """The questions by part of the form, those about private matters last and together."""
        language = languages.current()
        found = {code: Group(code, in_language(label, language)) for code, label in self.form.parts}
        apart = Group("private", "", private=True)
        for part, who in zip(self.parts, ("member", "household"), strict=True):
            for question in self.form.about(who):
                block = Block(question, part.fields_of(question), before(question))
                group = found.setdefault(question.part, Group("more", ""))
                (apart if question.private else group).blocks.append(block)
        return [group for group in (*found.values(), apart) if group.blocks]
