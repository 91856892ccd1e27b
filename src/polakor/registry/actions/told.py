"""Tie what was told to the person it is about."""

from uuid import UUID

from polakor.access.actions.events import record_event
from polakor.access.rules.actors import Actor
from polakor.registry.models import Person, Told


def note_told(*, actor: Actor, submission_id: UUID, person: Person) -> None:
    """Say that a submission is about ``person``: it shows in their file from now on.

    Must run inside ``acting_as``, in the transaction of the submission. Nobody else can tell of
    this record until it ends, so that what was told is compared with all that was told before.
    """
    Person.objects.select_for_update().only("id").get(id=person.id)
    Told.objects.create(submission_id=submission_id, person=person, scopes=person.scopes)
    record_event(
        actor=actor,
        event="registry:person:told_more",
        target_kind="person",
        target_id=str(person.id),
        detail={"submission": str(submission_id)},
    )
