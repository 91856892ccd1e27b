"""Bare records: somebody is there, before anybody asks what they are called.

At a gate the record must be safe at once; names, papers and comparing follow (``persons.py``).
"""

from threading import Lock

from django.db import connection

from polakor.access.bulk import queue_prepared, run_prepared
from polakor.access.rules.actors import Actor
from polakor.base.ids import human_number
from polakor.reference.queries.pack import pack_settings
from polakor.registry.permissions import RegistryPermission

_INSERT = """
INSERT INTO registry_person
  (id, number, sex, birth_year, birth_month, birth_day, birth_basis, home_id, unanswered,
   created_at, created_by, scopes)
SELECT id, number, sex, year, month, day, basis, home, coalesce(unanswered, '{}'), now(), $2, scopes
FROM json_to_recordset($1::json) AS told (id uuid, number text, sex smallint, year smallint,
  month smallint, day smallint, basis text, home text, unanswered jsonb, scopes text[])
"""
_NUMBERS = "SELECT nextval('registry_person_number') FROM generate_series(1, $1::int)"
_RESERVED = 200


class _Reserve:
    """Numbers fetched ahead by this process, so that one person costs no question.

    Those of a process that ends are never given: the order is scrambled anyhow.
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
            if len(self._left) < count:
                prefix = str(pack_settings()["pack"]["person_prefix"])
                rows = run_prepared(_NUMBERS, [count + _RESERVED])
                self._left += [human_number(row[0], prefix) for row in rows]
            taken, self._left = self._left[-count:], self._left[:-count]
        return taken


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
