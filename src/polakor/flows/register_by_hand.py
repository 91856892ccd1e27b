"""Register one person at a desk: what was told is kept first, then the person is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.base.ids import receipt_number, uuid7
from polakor.intake.actions.submissions import keep_form
from polakor.intake.errors import ToldAlready
from polakor.journeys.actions.crossings import CrossingDraft, record_crossings
from polakor.registry.actions.persons import Outcome, PersonDraft, register_persons
from polakor.registry.queries.told import person_told_by

FORM = "register/1"
"""The form and its version. Another question makes another version; what was kept stays."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """Every answer as typed or chosen, by the name of its question; ``id`` is the form's own."""

    answers: Mapping[str, str]
    form: str = FORM
    id: UUID = field(default_factory=uuid7)


@dataclass(frozen=True, slots=True)
class HandRegistered:
    """The new record with its receipt. ``again``: the very form had been sent before.

    ``clash``: the document's number is known under a name that differs clearly.
    """

    person_id: UUID
    receipt: str
    number: str = ""
    outcome: Outcome = "new"
    clash: bool = False
    again: bool = False


def register_by_hand(
    *,
    actor: Actor,
    told: FilledForm,
    draft: PersonDraft,
    crossing: CrossingDraft | None = None,
) -> HandRegistered:
    """Keep the form word for word, register the person it tells of, record the crossing if any.

    One transaction. A form that was sent before adds nothing and gets its first receipt. Needs
    the permissions of the rooms it passes through. Raises ``ToldAlready`` for a form that somebody
    sent whose person this account may no longer see.
    """
    receipt = receipt_number(told.id)
    with acting_as(actor):
        try:
            keep_form(
                actor=actor,
                submission_id=told.id,
                form=told.form,
                answers=told.answers,
                scopes=draft.scopes,
            )
        except ToldAlready:
            person_id = person_told_by(told.id)
            if person_id is None:
                raise
            return HandRegistered(person_id, receipt, again=True)
        kept = replace(draft, submission_id=told.id)
        one = register_persons(actor=actor, drafts=[kept])[0]
        if crossing is not None:
            record_crossings(actor=actor, drafts=[replace(crossing, submission_id=told.id)])
    return HandRegistered(one.person_id, receipt, one.number, one.outcome, one.clash)
