"""Take in what devices send: open, check, and register in one transaction, whatever the number.

The busiest path of the house: a fixed number of statements for one envelope or two hundred, and no
names, no comparing (``settle_arrivals.py`` does that a moment later). What is acknowledged is on
disk. One that cannot be taken is kept beside with its reason and stops no other.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import DataError, IntegrityError
from django.utils import timezone
from psycopg import errors as pg

from polakor.access.bulk import together
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION, person_scopes
from polakor.base.ids import receipt_number
from polakor.flows.bare_rows import Bringing, bare_rows, scopes_of_envelope
from polakor.intake import keys
from polakor.intake.actions.envelopes import (
    Aside,
    Contact,
    Kept,
    queue_contact,
    queue_envelopes,
    set_envelopes_aside,
)
from polakor.intake.errors import DeviceBarred
from polakor.intake.queries.devices import barred_when
from polakor.intake.queries.envelopes import (
    Here,
    aside_by_seal,
    before_keeping,
    here_by_id,
    here_by_number,
    tokens_here,
)
from polakor.intake.queries.known import form_known, known
from polakor.intake.rules.answers import ANSWERS_WRONG, reason_not_to_take
from polakor.intake.rules.envelopes import (
    TO_MEND,
    Envelope,
    Sealed,
    read_content,
    read_sealed,
    sealed_fingerprint,
)
from polakor.intake.rules.sealing import SealError, bound_to, open_sealed
from polakor.journeys.actions.crossings import queue_returns
from polakor.registry.actions.records import numbers_for, queue_records

_FAULTS = (DataError, IntegrityError, pg.DataError, pg.IntegrityError)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is answered to one envelope. ``sha256`` of the content in hex, ``""`` if not opened."""

    id: str
    sequence: int | None
    state: str
    number: str
    sha256: str
    received_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Receipts in the order of the envelopes, and numbers the device is asked for again."""

    receipts: list[Receipt]
    resend: tuple[int, ...] = ()


def receive_envelopes(
    *,
    actor: Actor,
    sealed: Sequence[object],
    device_id: UUID | None = None,
    contact: Contact | None = None,
) -> Answer:
    """Take in ``sealed`` (any JSON) in the actor's name; a receipt for each, in order.

    ``device_id`` brings them and ``contact`` is what it says of itself; without both an office
    brings a saved file. A repeat gets its first receipt with the present state. Needs
    ``intake:envelope:receive``. Raises ``DeviceBarred``.
    """
    by = Bringing(actor, device_id, contact, known(), timezone.now())
    told = [_opened(value) for value in sealed]
    return _halving(by, told)


def _opened(value: object) -> Envelope | Aside:
    """One envelope opened, or what is kept of one that could not be."""
    sealed = read_sealed(value)
    if isinstance(sealed, str):
        return Aside(value, sealed_fingerprint(value), "quarantined", sealed)
    try:
        key = keys.opener(sealed.server_key, sealed.session)
        content = open_sealed(key, sealed.iv, sealed.body, bound_to(*sealed.texts, sealed.sequence))
    except SealError as error:
        reason = "key_unknown" if str(error) == "unknown key" else "seal_broken"
        return _aside(value, sealed, reason)
    found = read_content(sealed, content, value)
    return _aside(value, sealed, found) if isinstance(found, str) else found


def _aside(value: object, sealed: Sealed, reason: str) -> Aside:
    return Aside(
        value,
        sealed_fingerprint(value),
        "returned" if reason in TO_MEND else "quarantined",
        reason,
        str(sealed.id),
        str(sealed.device),
        sealed.sequence,
    )


def _halving(by: Bringing, told: Sequence[Envelope | Aside]) -> Answer:
    """Take all in together; where the database refuses, halve until the one is found."""
    try:
        return _together(by, told)
    except _FAULTS:
        if len(told) > 1:
            middle = len(told) // 2
            first, second = _halving(by, told[:middle]), _halving(by, told[middle:])
            return Answer(first.receipts + second.receipts, second.resend)
    # Alone: it came twice at the same moment, and is here by now; or it cannot be written down.
    try:
        return _together(by, told)
    except _FAULTS as fault:
        one = told[0]
        if isinstance(one, Aside):
            raise
        reason = "person_known" if "registry_person" in str(fault) else "not_taken"
        return _together(by, [_refused(one, reason)])


def _refused(one: Envelope, reason: str) -> Aside:
    return Aside(
        one.sealed,
        sealed_fingerprint(one.sealed),
        "returned" if reason in TO_MEND else "quarantined",
        reason,
        str(one.id),
        str(one.device),
        one.sequence,
        one.sha256,
    )


def _together(by: Bringing, told: Sequence[Envelope | Aside]) -> Answer:
    """One transaction: look what is here, keep what is not."""
    # A repeat must be known again whoever brings it and whenever; nothing of it is shown but
    # what became of it.
    envelopes = [one for one in told if isinstance(one, Envelope)]
    with acting_as(by.actor.also_seeing(NATION), busy=True) as wide:
        before = _look(envelopes, by)
        sorted_out = _sort_out(envelopes, by, before)
        fresh = list(
            {id(one): one for one in sorted_out.values() if isinstance(one, Kept)}.values()
        )
        asides = _asides(told, sorted_out)
        here = aside_by_seal([one.fingerprint for one in asides]) if asides else {}
        new = [one for one in asides if one.fingerprint not in here]
        if new:
            scopes = person_scopes(province="", account_id=by.actor.account_id, day=by.today)
            set_envelopes_aside(actor=wide, device_id=by.device_id, aside=new, scopes=scopes)
            here.update(aside_by_seal([one.fingerprint for one in new]))
        _write(wide, by, fresh, envelopes)
    own = {one.sequence for one in envelopes if one.device == by.device_id}
    resend = tuple(number for number in before.resend if number not in own)
    return Answer([_receipt(one, sorted_out, here, by.now) for one in told], resend)


@dataclass(frozen=True, slots=True)
class _Before:
    """What is here already, by id, by device and number; tokens that were given; what to resend."""

    by_id: Mapping[UUID, Here]
    by_number: Mapping[tuple[UUID | None, int | None], Here]
    tokens: frozenset[str]
    resend: tuple[int, ...]


def _sort_out(
    envelopes: Sequence[Envelope], by: Bringing, before: _Before
) -> dict[int, Kept | Here | Aside]:
    """What each envelope is (by its place in memory): new, a repeat, or in another's place."""
    found: dict[int, Kept | Here | Aside] = {}
    ids: dict[UUID, Envelope] = {}
    numbers: dict[tuple[UUID, int], Envelope] = {}
    barred = _makers(envelopes, by)
    for one in envelopes:
        place = (one.device, one.sequence)
        same = before.by_id.get(one.id) or ids.get(one.id)
        other = before.by_number.get(place) or numbers.get(place)
        if same is not None:
            if same.sha256 != one.sha256:
                found[id(one)] = _refused(one, "id_taken")
            elif isinstance(same, Here):
                found[id(one)] = same
            else:
                found[id(one)] = found[id(same)]
        elif other is not None:
            found[id(one)] = _refused(one, "sequence_taken")
        else:
            ids[one.id] = numbers[place] = one
            found[id(one)] = _judged(one, by, barred, before)
    return found


def _look(envelopes: Sequence[Envelope], by: Bringing) -> _Before:
    """Everything that must be known before writing: one query, more for others' envelopes."""
    ids = {one.id for one in envelopes} | {one.base for one in envelopes if one.base}
    numbers: dict[UUID, list[int]] = defaultdict(list)
    for one in envelopes:
        numbers[one.device].append(one.sequence)
    found: list[Here] = []
    resend: tuple[int, ...] = ()
    if by.device_id is not None:
        before = before_keeping(by.device_id, numbers.pop(by.device_id, []), list(ids))
        if before.barred:
            raise DeviceBarred
        found, resend = list(before.found), before.resend
    elif ids:
        found = list(here_by_id(list(ids)).values())
    for device, told in numbers.items():
        found += here_by_number(device, told).values()
    tokens = {one.token for one in envelopes if one.kind == "enrich" and one.token}
    return _Before(
        {one.id: one for one in found},
        {(one.device, one.sequence): one for one in found},
        tokens_here(tokens) if tokens else frozenset(),
        resend,
    )


def _makers(envelopes: Sequence[Envelope], by: Bringing) -> Mapping[UUID, datetime | None]:
    """When the devices that made these were barred; the bringer itself is not."""
    others = {one.device for one in envelopes} - {by.device_id}
    found = dict(barred_when(others)) if others else {}
    return {**found, by.device_id: None} if by.device_id else found


def _judged(
    one: Envelope, by: Bringing, barred: Mapping[UUID, datetime | None], before: _Before
) -> Kept | Aside:
    """Whether an envelope nobody has seen can be kept, and as what."""
    if one.device not in barred:
        return _refused(one, "device_unknown")
    when = barred[one.device]
    if when is not None and one.made_at > when:
        return _refused(one, "device_barred")
    if one.gate not in by.known.gates:
        return _refused(one, "gate_unknown")
    asked = form_known(one.form)  # an unknown one is told of when it is settled
    state, reason = "received", reason_not_to_take(asked, one.told, by.today) if asked else ""
    if reason == ANSWERS_WRONG:
        return _refused(one, reason)
    if one.kind == "enrich" and not _follows(one, before):
        state, reason = "held", reason or "waits_for_base"
    return Kept(one, state, reason, scopes_of_envelope(one, by, any(m.helped for m in one.members)))


def _follows(one: Envelope, before: _Before) -> bool:
    """Whether what an envelope goes on from is here, and on its way into the register."""
    if one.base is not None:
        base = before.by_id.get(one.base)
        return base is not None and base.state in {"received", "accepted", "conflict"}
    return one.token in before.tokens


def _write(
    actor: Actor, by: Bringing, fresh: Sequence[Kept], envelopes: Sequence[Envelope]
) -> None:
    people = [(kept.envelope, one) for kept in fresh for one in kept.envelope.members]
    numbers = numbers_for(len(people))
    with together():
        if fresh:
            queue_envelopes(
                actor=actor,
                device_id=by.device_id,
                skew=by.contact.skew if by.contact else None,
                kept=fresh,
                at=by.now,
            )
        if people:
            records, returns = bare_rows(people, numbers, by)
            queue_records(actor=actor, told=records)
            queue_returns(actor=actor, told=returns)
        if by.device_id is not None and by.contact is not None:
            own = [one.sequence for one in envelopes if one.device == by.device_id]
            queue_contact(actor=actor, device_id=by.device_id, told=by.contact, numbers=own)


def _asides(
    told: Sequence[Envelope | Aside], sorted_out: Mapping[int, Kept | Here | Aside]
) -> list[Aside]:
    every = [one if isinstance(one, Aside) else sorted_out[id(one)] for one in told]
    return list({one.fingerprint: one for one in every if isinstance(one, Aside)}.values())


def _receipt(
    one: Envelope | Aside,
    sorted_out: Mapping[int, Kept | Here | Aside],
    here: Mapping[bytes, Here],
    now: datetime,
) -> Receipt:
    """The receipt of one envelope; of a repeat the first one, with the present state."""
    became = one if isinstance(one, Aside) else sorted_out[id(one)]
    if isinstance(became, Kept):
        envelope = became.envelope
        return Receipt(
            str(envelope.id),
            envelope.sequence,
            became.state,
            receipt_number(envelope.id),
            envelope.sha256.hex(),
            now,
            became.reason,
        )
    if isinstance(became, Aside):
        kept = here[became.fingerprint]
        return Receipt(
            became.claimed_id,
            became.sequence,
            kept.state,
            receipt_number(kept.id),
            kept.sha256.hex(),
            kept.received_at,
            kept.reason,
        )
    return Receipt(
        str(became.id),
        became.sequence,
        became.state,
        receipt_number(became.id),
        became.sha256.hex(),
        became.received_at,
        became.reason,
    )
