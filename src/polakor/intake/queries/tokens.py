"""Batches of tokens, and where one token stands over all desks."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.intake.errors import BatchUnknown
from polakor.intake.models import BarredTokens, Submission, TokenBatch, TokenClash
from polakor.intake.permissions import IntakePermission
from polakor.intake.rules.sealing import text_of
from polakor.intake.rules.tokens import Batch, Verdict, batch_code, read_token, sheet_number

REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Use:
    """One thing told under a token.

    ``kind``: ``register`` (a family was written down), ``enrich`` (a later desk added something).
    ``people`` are the records it tells of, none where the asker may not open them.
    """

    submission: UUID
    kind: str
    people: tuple[UUID, ...]
    device: str
    gate: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """A token that is shown: as it is stored (empty where none was), its verdict, why barred."""

    token: str
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A token as the whole country knows it, and what was told under it, oldest first."""

    token: str
    verdict: Verdict
    reason: str
    uses: tuple[Use, ...]

    @property
    def registered(self) -> tuple[Use, ...]:
        """Families written down under it: none, one, or the same paper at several desks."""
        return tuple(use for use in self.uses if use.kind == REGISTER)

    @property
    def word(self) -> str:
        """A verdict that is not good, else ``unused``, ``used`` or ``duplicate``."""
        if self.verdict is not Verdict.GOOD:
            return self.verdict.value
        return ("unused", "used", "duplicate")[min(len(self.registered), 2)]


def batches(actor: Actor) -> QuerySet[TokenBatch]:
    """Every batch, newest first, with what is barred. Needs ``intake:token:read``. Two queries."""
    actor.require(IntakePermission.TOKEN_READ)
    barred = BarredTokens.objects.order_by("first", "id")
    return TokenBatch.objects.order_by("-issued_at").prefetch_related(
        Prefetch("barred", queryset=barred)
    )


def batch_for(actor: Actor, code: str) -> TokenBatch:
    """One batch. Raises ``BatchUnknown``. Two queries."""
    found = batches(actor).filter(code=code).first()
    if found is None:
        raise BatchUnknown
    return found


def clashes(actor: Actor) -> QuerySet[TokenClash]:
    """Papers under which several families stand and nobody looked yet, oldest first.

    Needs ``intake:conflict:decide``. One query.
    """
    actor.require(IntakePermission.CONFLICT_DECIDE)
    return TokenClash.objects.filter(answer="").order_by("noticed_at", "token")


def token_batches_for_devices() -> list[dict[str, Any]]:
    """Every batch as a device keeps it: code, range, public key, ranges barred. Two queries."""
    return [
        {
            "code": batch.code,
            "first": batch.first,
            "last": batch.last,
            "key": text_of(batch.key),
            "barred": [list(span) for span in batch.barred],
        }
        for batch in _known().values()
    ]


def token_shown(text: str) -> Shown:
    """What can be said of a token, typed or scanned, from the country's batches. Three queries.

    Nothing of anybody: not whether it was used.
    """
    read = read_token(text, _known())
    # Here every batch is known: what is of none of them is not ours.
    verdict = Verdict.FOREIGN if read.verdict is Verdict.UNSURE else read.verdict
    barred = verdict is Verdict.BARRED
    return Shown(read.token, verdict, _reason(read.token) if barred else "")


def stands_for_several(token: str) -> bool:
    """Whether several families were written down under a paper, unless an officer said that they
    are one. Says nothing of anybody. One query.
    """
    return TokenClash.objects.filter(token=token).exclude(answer="one").exists()


def token_standing(actor: Actor, text: str) -> Standing:
    """Where a token stands, typed or scanned. Needs ``intake:token:read``. At most five queries.

    That a paper was used is told to whoever holds it in their hand, with the desk and the hour;
    who the family is, only to those who may open it.
    """
    actor.require(IntakePermission.TOKEN_READ)
    shown = token_shown(text)
    ours = shown.token and shown.verdict not in (Verdict.FOREIGN, Verdict.FORGED)
    uses = _uses(actor, shown.token) if ours else ()
    return Standing(shown.token, shown.verdict, shown.reason, uses)


def registered_under(tokens: Collection[str]) -> dict[str, list[UUID]]:
    """Envelopes that wrote a family down under each of these tokens, oldest first. One query.

    More than one means two desks were shown the same paper: a person decides, nothing is joined.
    Must run inside ``acting_as``; as far as visible.
    """
    found: dict[str, list[UUID]] = defaultdict(list)
    rows = Submission.objects.filter(token__in=[one for one in tokens if one], kind=REGISTER)
    for token, submission in rows.order_by("received_at", "id").values_list("token", "id"):
        found[token].append(submission)
    return dict(found)


def _known() -> dict[str, Batch]:
    found = TokenBatch.objects.order_by("code").prefetch_related("barred")
    return {
        one.code: Batch(
            one.code,
            one.first,
            one.last,
            bytes(one.public_key),
            tuple((barred.first, barred.last) for barred in one.barred.all()),
        )
        for one in found
    }


def _reason(token: str) -> str:
    number = sheet_number(token)
    found = BarredTokens.objects.filter(
        batch__code=batch_code(token), first__lte=number, last__gte=number
    ).order_by("barred_at")
    return found.values_list("reason", flat=True).first() or ""


def _uses(actor: Actor, token: str) -> tuple[Use, ...]:
    with acting_as(actor):
        seen = dict(Submission.objects.filter(token=token).values_list("id", "raw"))
    with acting_as(actor.also_seeing(NATION)):
        rows = list(
            Submission.objects.filter(token=token)
            .order_by("received_at", "id")
            .values_list("id", "kind", "device__name", "device__gate_id", "received_at")
        )
    return tuple(
        Use(one, kind, _people(seen.get(one)), device or "", gate or "", at)
        for one, kind, device, gate, at in rows
    )


def _people(raw: Any) -> tuple[UUID, ...]:
    """Ids of the records of an envelope, which were made on its device."""
    members = raw.get("members") if isinstance(raw, dict) else None
    return tuple(UUID(member["id"]) for member in members or ())
