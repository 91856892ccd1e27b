"""Bare records: somebody is there, before anybody asks what they are called.

At a gate the record must be safe at once; names, papers and comparing follow (``persons.py``).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from uuid import UUID

from django.db import connection, transaction

from polakor.access.actions.events import EventDraft, record_events
from polakor.access.bulk import queue_prepared, run_prepared
from polakor.access.rules.actors import Actor
from polakor.base.dates import PartialDate
from polakor.base.ids import human_number
from polakor.reference.queries.pack import pack_settings
from polakor.registry.models import Person
from polakor.registry.permissions import RegistryPermission
from polakor.registry.rules.identities import birth_basis

_INSERT = """
INSERT INTO registry_person
  (id, number, sex, birth_year, birth_month, birth_day, birth_basis, home_id, unanswered,
   created_at, created_by, scopes)
SELECT id, number, sex, year, month, day, basis, home, coalesce(unanswered, '{}'), now(), $2, scopes
FROM json_to_recordset($1::json) AS told (id uuid, number text, sex smallint, year smallint,
  month smallint, day smallint, basis text, home text, unanswered jsonb, scopes text[])
"""
_COMPLETE = """
UPDATE registry_person p SET
  sex = CASE WHEN p.sex = 0 THEN told.sex ELSE p.sex END,
  birth_year = coalesce(p.birth_year, told.year),
  birth_month = CASE WHEN p.birth_year IS NULL THEN told.month ELSE p.birth_month END,
  birth_day = CASE WHEN p.birth_year IS NULL THEN told.day ELSE p.birth_day END,
  birth_basis = CASE WHEN p.birth_year IS NULL THEN told.basis ELSE p.birth_basis END,
  home_id = coalesce(p.home_id, told.home),
  scopes = ARRAY(SELECT DISTINCT word FROM unnest(p.scopes || told.scopes) AS word ORDER BY word)
FROM json_to_recordset(%s) AS told (id uuid, sex smallint, year smallint, month smallint,
  day smallint, basis text, home text, scopes text[])
WHERE p.id = told.id
"""
_NUMBERS = "SELECT nextval('registry_person_number') FROM generate_series(1, $1::int)"
_RESERVED = 200


class _Reserve:
    """Numbers fetched ahead by this process, so that one person costs no question.

    Those of a process that ends are never given: the order is scrambled anyhow. What is left over
    is kept only once its transaction stands: after one that was undone, a database that falls
    forgets that it gave them, and gives them again.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._of = ""
        self._left: list[str] = []

    def take(self, count: int) -> list[str]:
        """``count`` numbers nobody else has or will have."""
        database = str(connection.settings_dict["NAME"])
        with self._lock:
            if self._of != database:
                self._of, self._left = database, []
            if len(self._left) >= count:
                taken, self._left = self._left[-count:], self._left[:-count]
                return taken
        prefix = str(pack_settings()["pack"]["person_prefix"])
        rows = run_prepared(_NUMBERS, [count + _RESERVED])
        fresh = [human_number(row[0], prefix) for row in rows]
        transaction.on_commit(lambda: self._keep(database, fresh[count:]))
        return fresh[:count]

    def _keep(self, database: str, numbers: list[str]) -> None:
        with self._lock:
            if self._of == database:
                self._left += numbers


_reserve = _Reserve()


def numbers_for(count: int) -> list[str]:
    """Numbers for so many people. Mostly no query. Outside ``access.bulk.together``."""
    return _reserve.take(count) if count else []


def queue_records(*, actor: Actor, told: str) -> None:
    """Add bare records, inside ``access.bulk.together``: ``told`` is a JSON list.

    Each has ``id number sex year month day basis home unanswered scopes``, checked already. The
    act is written down once, of the submission. Needs ``registry:person:register``.
    """
    actor.require(RegistryPermission.PERSON_REGISTER)
    queue_prepared(_INSERT, [told, actor.account_id])


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record itself says of somebody: sex, birth and home.

    ``scopes``: who may see it besides, since a home or a need became known.
    """

    sex: int
    birth: PartialDate | None
    from_age: bool
    home: str
    scopes: tuple[str, ...] = ()


def complete_records(*, actor: Actor, facts: Mapping[UUID, Facts]) -> int:
    """Fill in what records do not say yet; what they say stays. Returns how many were looked at.

    Needs ``registry:person:register``. Must run inside ``acting_as``. One statement.
    """
    actor.require(RegistryPermission.PERSON_REGISTER)
    if not facts:
        return 0
    told = [
        {
            "id": str(record),
            "sex": one.sex,
            "year": one.birth.year if one.birth else None,
            "month": one.birth.month if one.birth else None,
            "day": one.birth.day if one.birth else None,
            "basis": birth_basis(one.birth, from_age=one.from_age),
            "home": one.home or None,
            "scopes": one.scopes,
        }
        for record, one in facts.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_COMPLETE, [json.dumps(told)])
    record_events(
        actor=actor,
        drafts=[EventDraft("registry:person:completed", "person", str(record)) for record in facts],
    )
    return len(facts)


def correct_record(
    *, actor: Actor, person_id: UUID, question: str, facts: Facts, submission_id: UUID
) -> None:
    """Let another answer hold for ``question``: ``sex``, ``birth`` (or ``age``) or ``destination``.

    Both answers stay in what was told. Needs ``registry:person:register``. Must run inside
    ``acting_as``; a record that is not visible stays as it is.
    """
    actor.require(RegistryPermission.PERSON_REGISTER)
    birth = facts.birth
    changed: dict[str, object] = {}
    if question == "sex":
        changed = {"sex": facts.sex}
    elif question in {"birth", "age"}:
        changed = {
            "birth_year": birth.year if birth else None,
            "birth_month": birth.month if birth else None,
            "birth_day": birth.day if birth else None,
            "birth_basis": birth_basis(birth, from_age=facts.from_age),
        }
    elif question == "destination":
        changed = {"home_id": facts.home or None}
    if not changed:
        return
    Person.objects.filter(id=person_id).update(**changed)
    record_events(
        actor=actor,
        drafts=[
            EventDraft(
                "registry:person:corrected",
                "person",
                str(person_id),
                reason=question,
                detail={"submission": str(submission_id)},
            )
        ],
    )
