"""Envelopes that are here already, and what became of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from polakor.access.bulk import run_prepared
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION

_COLUMNS = """
SELECT s.id, s.device_id, s.sequence, s.sha256, coalesce(o.state, s.state),
       coalesce(o.reason, s.reason), s.received_at
FROM intake_submission s LEFT JOIN intake_outcome o ON o.submission_id = s.id
"""
_BY_ID = f"{_COLUMNS} WHERE s.id = ANY ($1::uuid[])"
_BY_NUMBER = f"{_COLUMNS} WHERE s.device_id = $1 AND s.sequence = ANY ($2::int[])"
# Everything that must be known before writing, with one question.
_BEFORE = f"""
SELECT NULL::uuid, d.id, 0, ''::bytea, CASE WHEN d.barred_at IS NULL THEN '' ELSE 'barred' END,
       array_to_string(t.resend, ','), d.enrolled_at
FROM intake_device d JOIN intake_devicestanding t ON t.device_id = d.id WHERE d.id = $1
UNION ALL {_BY_NUMBER}
UNION ALL {_BY_ID.replace("$1", "$3")}
"""  # noqa: S608 - of the constants above alone
_TOKENS = """
SELECT DISTINCT token FROM intake_submission
WHERE token <> '' AND token = ANY ($1::text[]) AND kind = 'register'
"""
_SET_ASIDE = """
SELECT sealed_sha256, id, claimed_id, state, reason, received_at, coalesce(sha256, ''::bytea)
FROM intake_quarantined
"""
_ASIDE_BY_SEAL = f"{_SET_ASIDE} WHERE sealed_sha256 = ANY ($1::bytea[])"
_ASIDE_BY_ID = f"""
{_SET_ASIDE} WHERE claimed_device = $1 AND claimed_id = ANY ($2::text[]) ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Here:
    """An envelope that is here. ``sha256`` of its content, ``b""`` if it was never opened."""

    id: UUID
    device: UUID | None
    sequence: int | None
    sha256: bytes
    state: str
    reason: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a device and its envelopes before they are kept.

    ``resend``: numbers it is asked to send again; ``found``: what is here already with one of the
    ids or numbers asked for.
    """

    barred: bool
    resend: tuple[int, ...]
    found: tuple[Here, ...]


def before_keeping(device: UUID, numbers: Sequence[int], ids: Sequence[UUID]) -> Before:
    """How a device stands, and what is here of its ``numbers`` and of these ``ids``. One query.

    Must run inside ``acting_as``. A device nobody knows counts as barred.
    """
    told = ["{" + ",".join(map(str, numbers)) + "}", _uuids(ids)]
    found: list[Here] = []
    resend: tuple[int, ...] = ()
    barred = True
    for row in run_prepared(_BEFORE, [device, *told]):
        if row[0] is None:
            barred, resend = bool(row[4]), tuple(map(int, filter(None, row[5].split(","))))
        else:
            found.append(Here(*row))
    return Before(barred, resend, tuple(found))


def here_by_id(ids: Sequence[UUID]) -> dict[UUID, Here]:
    """Submissions with these ids. One query. Must run inside ``acting_as``."""
    return {row[0]: Here(*row) for row in run_prepared(_BY_ID, [_uuids(ids)])}


def here_by_number(device: UUID, numbers: Sequence[int]) -> dict[int, Here]:
    """Submissions of one device with these numbers. One query. Must run inside ``acting_as``."""
    told = "{" + ",".join(map(str, numbers)) + "}"
    return {row[2]: Here(*row) for row in run_prepared(_BY_NUMBER, [device, told])}


def tokens_here(tokens: Collection[str]) -> frozenset[str]:
    """Those of ``tokens`` that a registration carries. One query. Inside ``acting_as``."""
    told = "{" + ",".join(tokens) + "}"
    return frozenset(row[0] for row in run_prepared(_TOKENS, [told]))


def aside_by_seal(fingerprints: Sequence[bytes]) -> dict[bytes, Here]:
    """Envelopes set aside, by what was written on them. One query. Inside ``acting_as``."""
    told = "{" + ",".join(f'"\\\\x{one.hex()}"' for one in fingerprints) + "}"
    return {bytes(row[0]): _aside(row) for row in run_prepared(_ASIDE_BY_SEAL, [told])}


def aside_by_id(device: UUID, ids: Sequence[UUID]) -> Mapping[UUID, Here]:
    """Envelopes a device claims with these ids that were set aside, newest of each. One query."""
    told = "{" + ",".join(str(one) for one in ids) + "}"
    rows = run_prepared(_ASIDE_BY_ID, [str(device), told])
    return {UUID(row[2]): _aside(row) for row in rows}


def states_of(actor: Actor, device: UUID, ids: Sequence[UUID]) -> dict[UUID, Here]:
    """What became of what a device sent or brought; unknown ones are left out. Two queries.

    Whoever holds an id that a device made, made the record or brought it; of its content nothing
    is told.
    """
    with acting_as(actor.also_seeing(NATION)):
        return {**aside_by_id(device, ids), **here_by_id(ids)}


def _aside(row: tuple[Any, ...]) -> Here:
    _, identifier, _, state, reason, received_at, sha256 = row
    return Here(identifier, None, None, bytes(sha256), state, reason, received_at)


def _uuids(ids: Sequence[UUID]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"
