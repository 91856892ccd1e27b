"""Issue batches of family tokens, and bar sheets that were lost."""

import secrets
from collections.abc import Collection

from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.intake.errors import (
    BatchSize,
    BatchUnknown,
    ClashUnknown,
    GateUnknown,
    NotInTheBatch,
    ReasonMissing,
)
from polakor.intake.models import BarredTokens, TokenBatch, TokenClash
from polakor.intake.permissions import IntakePermission
from polakor.intake.queries.tokens import registered_under
from polakor.intake.rules.sealing import public_bytes
from polakor.intake.rules.tokens import CODE_LENGTH, CODE_LETTERS
from polakor.intake.token_keys import make_batch_key
from polakor.reference.queries.gates import gate_exists

A_SHEET = 24
"""Tokens on one A4 sheet."""
MOST_SHEETS = 100
ANSWERS = ("one", "several")


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


def note_clashes(*, actor: Actor, tokens: Collection[str]) -> int:
    """Put before a person those of ``tokens`` under which several families were written down.

    Returns how many. One that was settled is open again when yet another family came. For the
    worker: needs ``intake:envelope:settle``, which no role holds. One query where there is none.
    """
    actor.require("intake:envelope:settle")
    with acting_as(actor.also_seeing(NATION)):
        found = {
            token: len(uses) for token, uses in registered_under(tokens).items() if len(uses) > 1
        }
        for token, families in sorted(found.items()):
            known = TokenClash.objects.select_for_update().filter(token=token).first()
            if known is not None and known.families >= families:
                continue
            TokenClash.objects.update_or_create(
                token=token,
                defaults={
                    "families": families,
                    "answer": "",
                    "settled_at": None,
                    "settled_by": None,
                },
            )
            _note_clash(actor, "intake:token:clashed", token, {"families": families})
    return len(found)


def settle_clash(*, actor: Actor, token: str, answer: str) -> None:
    """Say what several families under one paper are: ``one`` family, or ``several``.

    Nothing is joined by it: people are joined by decisions about them. Needs
    ``intake:conflict:decide``. Raises ``ClashUnknown``.
    """
    actor.require(IntakePermission.CONFLICT_DECIDE)
    if answer not in ANSWERS:
        raise ClashUnknown
    with acting_as(actor):
        known = TokenClash.objects.select_for_update().filter(token=token, answer="").first()
        if known is None:
            raise ClashUnknown
        known.answer, known.settled_at = answer, timezone.now()
        known.settled_by = actor.account_id
        known.save(update_fields=["answer", "settled_at", "settled_by"])
        _note_clash(actor, "intake:token:settled", token, {"answer": answer})


def _note_clash(actor: Actor, event: str, token: str, detail: dict[str, object]) -> None:
    record_event(actor=actor, event=event, target_kind="token", target_id=token, detail=detail)


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
