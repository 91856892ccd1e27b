"""Issue batches of family tokens, and bar sheets that were lost."""

import secrets

from cryptography.hazmat.primitives.asymmetric import ec

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.intake.errors import (
    BatchSize,
    BatchUnknown,
    GateUnknown,
    NotInTheBatch,
    ReasonMissing,
)
from polakor.intake.models import BarredTokens, TokenBatch
from polakor.intake.permissions import IntakePermission
from polakor.intake.rules.sealing import public_bytes
from polakor.intake.rules.tokens import CODE_LENGTH, CODE_LETTERS
from polakor.intake.token_keys import make_batch_key
from polakor.reference.queries.gates import gate_exists

A_SHEET = 24
"""Tokens on one A4 sheet."""
MOST_SHEETS = 100


def issue_tokens(*, actor: Actor, sheets: int, gate: str = "") -> TokenBatch:
    """Issue a batch of ``sheets`` A4 sheets with a code and a key of its own.

    ``gate`` is where they will be given out (empty: open). Needs ``intake:token:issue``. Raises
    ``BatchSize``, ``GateUnknown``.
    """
    actor.require(IntakePermission.TOKEN_ISSUE)
    if not 1 <= sheets <= MOST_SHEETS:
        raise BatchSize(limit=MOST_SHEETS)
    if gate and not gate_exists(gate):
        raise GateUnknown(gate=gate)
    with acting_as(actor):
        code, private = _new_key()
        batch = TokenBatch.objects.create(
            code=code,
            first=1,
            last=sheets * A_SHEET,
            public_key=public_bytes(private.public_key()),
            gate_id=gate or None,
            office_id=actor.office_id,
            issued_by=actor.account_id,
        )
        record_event(
            actor=actor,
            event="intake:token:issued",
            target_kind="token_batch",
            target_id=code,
            detail={"tokens": batch.last, "gate": gate},
        )
    return batch


def bar_tokens(*, actor: Actor, code: str, first: int, last: int, reason: str) -> BarredTokens:
    """Bar sheets ``first`` to ``last`` of a batch: lost, stolen, wet.

    Devices hear of it at their next sync. Needs ``intake:token:issue``. Raises ``BatchUnknown``,
    ``NotInTheBatch``, ``ReasonMissing``.
    """
    actor.require(IntakePermission.TOKEN_ISSUE)
    words = " ".join(reason.split())
    if not words:
        raise ReasonMissing
    batch = TokenBatch.objects.filter(code=code).first()
    if batch is None:
        raise BatchUnknown
    if not batch.first <= first <= last <= batch.last:
        raise NotInTheBatch(first=batch.first, last=batch.last)
    with acting_as(actor):
        barred = BarredTokens.objects.create(
            batch=batch, first=first, last=last, reason=words, barred_by=actor.account_id
        )
        record_event(
            actor=actor,
            event="intake:token:barred",
            target_kind="token_batch",
            target_id=code,
            reason=words,
            detail={"first": first, "last": last},
        )
    return barred


def note_printing(*, actor: Actor, batch: TokenBatch) -> None:
    """Write down that somebody took the sheets as a file. Needs ``intake:token:issue``."""
    actor.require(IntakePermission.TOKEN_ISSUE)
    with acting_as(actor):
        record_event(
            actor=actor,
            event="intake:token:printed",
            target_kind="token_batch",
            target_id=batch.code,
        )


def _new_key() -> tuple[str, ec.EllipticCurvePrivateKey]:
    """Three letters no batch has, not one after the other, so that a slip is no other batch."""
    taken = set(TokenBatch.objects.values_list("code", flat=True))
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if code in taken:
            continue
        try:
            return code, make_batch_key(code)
        except FileExistsError:
            continue  # of a batch whose writing failed, or that is being issued this moment
