"""The longer interview, asked at an office: kept word for word beside all that was told before.

As with what later desks add (``enrich_arrival.py``): an answer that differs from one the asker had
seen is a correction, one that differs from an answer they had not seen is kept beside it until an
officer decides. Its questions are about what the register itself does not hold (names, papers and
facts are told at registering), so nothing but the answers is added.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.base.ids import receipt_number
from polakor.intake.actions.conflicts import Differing, note_conflicts
from polakor.intake.actions.settling import note_outcomes
from polakor.intake.actions.submissions import keep_form
from polakor.intake.errors import ToldAlready
from polakor.intake.models import Submission
from polakor.intake.queries.family import answers_in
from polakor.registry.actions.told import note_told
from polakor.registry.models import Person
from polakor.registry.queries.persons import record_for
from polakor.registry.queries.told import forms_about, person_told_by

Part = Mapping[str, Mapping[str, Any]]
Place = tuple[str, str]
"""Whom a question is about (``household``, ``member``), and its code."""


@dataclass(frozen=True, slots=True)
class Interview:
    """A filled form about one person. ``household`` and ``member``: ``answers`` and ``unanswered``.

    ``seen``: what had been told and lay before the asker; ``unseen``: questions whose earlier
    answers did not, although the rest of it did.
    """

    id: UUID
    form: str
    household: Part
    member: Part
    seen: frozenset[UUID] = frozenset()
    unseen: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class InterviewKept:
    """The receipt, and how many answers differ from what was told; ``again``: sent before."""

    receipt: str
    differing: int = 0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """What was told of a person and their family: the last answer to each question, and by what."""

    ids: frozenset[UUID]
    root: Submission | None
    answers: Mapping[Place, tuple[Any, Submission]]


def tell_interview(*, actor: Actor, person_id: UUID, told: Interview) -> InterviewKept:
    """Keep a filled form, add it to the person's file, and note what differs. One transaction.

    Without problems (``intake.rules.answers``). A form that was sent before adds nothing and gets
    its first receipt. Needs ``intake:submission:add`` and ``registry:person:read``. Raises
    ``PersonNotFound``, and ``ToldAlready`` for a form about somebody this account may not see.
    """
    receipt = receipt_number(told.id)
    with acting_as(actor):
        person = record_for(actor, person_id)
        with acting_as(actor.also_seeing(NATION)):
            root = _before(person).root
        now = timezone.localtime()
        try:
            keep_form(
                actor=actor,
                submission_id=told.id,
                form=told.form,
                answers=_payload(told, person, root, now.isoformat(timespec="seconds")),
                scopes=person.scopes,
                kind="enrich",
                base=root.id if root is not None else None,
                made_at=now,
            )
        except ToldAlready:
            if person_told_by(told.id) is None:
                raise
            return InterviewKept(receipt, again=True)
        note_told(actor=actor, submission_id=told.id, person=person)
        differing = _compare(actor, told, person)
    return InterviewKept(receipt, differing)


def answered_before(actor: Actor, person_id: UUID) -> Before:
    """What was told of a person before, as far as ``actor`` may see it.

    Needs ``registry:person:read``. Raises ``PersonNotFound``. Three queries.
    """
    with acting_as(actor):
        return _before(record_for(actor, person_id))


def _before(person: Person, *, without: UUID | None = None) -> Before:
    """What was told of ``person`` and their family, as far as visible, but for one form.

    Two queries. Must run inside ``acting_as``.
    """
    forms, records = forms_about(person)
    forms = [one for one in forms if one.id != without]
    answers: dict[Place, tuple[Any, Submission]] = {}
    for form in forms:
        for (member, question), answer in answers_in(form.raw).items():
            if member is None:
                answers["household", question] = (answer, form)
            elif UUID(member) in records:
                answers["member", question] = (answer, form)
    roots = [one for one in forms if one.kind == "register"]
    return Before(frozenset(one.id for one in forms), roots[-1] if roots else None, answers)


def _payload(told: Interview, person: Person, root: Submission | None, at: str) -> dict[str, Any]:
    return {
        "id": str(told.id),
        "kind": "enrich",
        "form": told.form,
        "made_at": at,
        **({"base": str(root.id)} if root is not None else {}),
        "household": told.household,
        "members": [{"id": str(person.id), **told.member}],
    }


def _compare(actor: Actor, told: Interview, person: Person) -> int:
    """Note answers that differ from what the asker had not seen; how many."""
    with acting_as(actor.also_seeing(NATION)) as wide:
        # The worker's right, for what is found on the way; so later desks are held against it.
        settler = replace(wide, permissions=wide.permissions | {"intake:envelope:settle"})
        earlier = _before(person, without=told.id)
        found = []
        for who, part in (("household", told.household), ("member", told.member)):
            for question, answer in part["answers"].items():
                if isinstance(answer, list) or (who, question) not in earlier.answers:
                    continue  # of answers chosen among many there are only ever more
                there, by = earlier.answers[who, question]
                if there == answer or (by.id in told.seen and question not in told.unseen):
                    continue
                member = person.id if who == "member" else None
                sides = (by.id, there, told.id, answer)
                found.append(Differing(member, told.form, question, *sides, tuple(person.scopes)))
        outcome = ("conflict", "answers_differ") if found else ("accepted", "")
        note_outcomes(actor=settler, outcomes={told.id: outcome})
        if found:
            note_conflicts(actor=settler, found=found)
    return len(found)
