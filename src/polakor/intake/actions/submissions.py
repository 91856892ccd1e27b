"""Keep what was told at a desk, before anything is made of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from psycopg.errors import UniqueViolation

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.intake.errors import ToldAlready
from polakor.intake.models import Submission, SubmissionSource, SubmissionState
from polakor.intake.permissions import IntakePermission
from polakor.intake.rules.readings import RowKind


def keep_form(
    *,
    actor: Actor,
    submission_id: UUID,
    form: str,
    answers: Mapping[str, object],
    scopes: Sequence[str],
    kind: str = RowKind.PERSON.value,
    base: UUID | None = None,
    made_at: datetime | None = None,
) -> Submission:
    """Keep a filled form word for word: who took it down, when, in which office, every answer.

    ``form`` is the form with its version (``register/1``), ``answers`` what was typed or chosen by
    the name of the question, or a whole payload of a form of the pack; ``scopes`` who may see it.
    What goes on from something told before is of the ``kind`` ``enrich`` and names it as ``base``.
    ``submission_id`` was made with the form, so that a form sent twice is told once: then
    ``ToldAlready``. Needs ``intake:submission:add``.
    """
    actor.require(IntakePermission.SUBMISSION_ADD)
    kept = Submission(
        id=submission_id,
        source=SubmissionSource.FORM,
        form=form,
        office_id=actor.office_id,
        kind=kind,
        raw=dict(answers),
        base=base,
        made_at=made_at,
        state=SubmissionState.ACCEPTED,
        received_by=actor.account_id,
        scopes=list(scopes),
    )
    with acting_as(actor):
        try:
            with transaction.atomic():
                kept.save(force_insert=True)
        except IntegrityError as error:
            if isinstance(error.__cause__, UniqueViolation):
                raise ToldAlready from None
            raise
        record_event(
            actor=actor,
            event="intake:form:kept",
            target_kind="submission",
            target_id=str(kept.id),
            detail={"form": form},
        )
    return kept
