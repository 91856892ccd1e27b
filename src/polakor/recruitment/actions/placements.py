"""Place workers: what they signed, what was found in it, how far they are, who may leave."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import told_scopes
from polakor.base.dates import PartialDate
from polakor.recruitment.actions.ledger import enter_step, undo_step
from polakor.recruitment.errors import (
    AnswerUnknown,
    ContractMissing,
    DayToCome,
    EndsBeforeItBegins,
    FindingAnswered,
    FindingsOpen,
    NobodyOfAge,
    NothingToUndo,
    OrderNotOpen,
    PlacedElsewhere,
    WorkerNotThere,
)
from polakor.recruitment.models import (
    Contract,
    LedgerRow,
    Placement,
    Recruiter,
    StateChange,
    TermsFinding,
    TermsTold,
)
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.queries.orders import order_row
from polakor.recruitment.queries.pack import (
    adult_age,
    book_for,
    contract_rules,
    days_of_steps,
    order_rules,
)
from polakor.recruitment.queries.placements import (
    bound_elsewhere,
    current_contracts,
    is_minor,
    open_findings,
    placement_row,
)
from polakor.recruitment.queries.recruiters import with_acts
from polakor.recruitment.queries.rows import next_number
from polakor.recruitment.queries.sending import checked_terms, must_be_allowed, own_agency
from polakor.recruitment.rules.contracts import Found, check, is_minor_on
from polakor.recruitment.rules.deployment import BEFORE, due, may_follow
from polakor.recruitment.rules.terms import CHANNELS, MOMENTS, Terms, terms_of
from polakor.recruitment.rules.words import said, tidy


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """A contract about to be entered: ``kind`` is ``placement`` or ``employment``."""

    kind: str
    signed_on: date
    terms: Terms
    paper: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlacementDraft:
    """A worker who signed with the agency; ``name``, ``sex``, ``birth`` as on the contract."""

    person_id: UUID
    name: str
    contract: ContractDraft
    sex: int = 0
    birth: PartialDate | None = None


def place_worker(*, actor: Actor, order: str, draft: PlacementDraft) -> str:
    """Enter that a worker signed with the agency for an order. Returns the placement's number.

    The next place in the order is taken; two at once take turns, and there is none too many. The
    contract is held against the order and the pack, and what is found is kept beside it. Needs
    ``recruitment:placement:record``. Raises ``OrderNotFound``, ``OrderNotOpen``,
    ``MayNotRecruit`` (on the day of signing, and today), ``QuotaFull``, ``PlacedElsewhere``,
    ``DayToCome``, ``EndsBeforeItBegins``, and what is wrong with the terms (``checked_terms``).
    """
    actor.require(RecruitmentPermission.PLACEMENT_RECORD)
    _must_be_sound(draft.contract)
    number = next_number("recruitment_placement_number", order_rules().placement_prefix)
    with acting_as(actor):
        row = order_row(order)
        if row.state != "approved":
            raise OrderNotOpen
        agency = own_agency(actor, row.agency.number)
        for day in {draft.contract.signed_on, timezone.localdate()}:
            must_be_allowed(agency, row.country, row.sector, day)
        if bound_elsewhere(actor, draft.person_id):
            raise PlacedElsewhere
        placed = Placement(
            number=number,
            order=row,
            scopes=row.scopes,
            person_id=draft.person_id,
            name=said(draft.name),
            sex=draft.sex,
            birth=draft.birth.iso if draft.birth else "",
            state="signed",
            since=draft.contract.signed_on,
            due_on=due("signed", draft.contract.signed_on, days_of_steps()),
            recorded_by=actor.account_id,
        )
        try:
            with transaction.atomic():
                placed.save(force_insert=True)
        except IntegrityError:
            raise PlacedElsewhere from None
        _changed(actor, placed, "signed", draft.contract.signed_on)
        _keep_contract(actor, placed, draft.contract)
        enter_step(actor=actor, order=row, step="contracted", placement=placed)
    return number


def add_contract(*, actor: Actor, number: str, draft: ContractDraft) -> UUID:
    """Enter the contract with the employer, or a new version of one that is there.

    Held against the order, the other contract and the pack. Needs
    ``recruitment:placement:record``. Raises ``PlacementNotFound``, ``WorkerNotThere`` once the
    worker has left or will not go, ``MayNotRecruit`` (on the day of signing, and today),
    ``DayToCome``, ``EndsBeforeItBegins``, and what is wrong with the terms.
    """
    actor.require(RecruitmentPermission.PLACEMENT_RECORD)
    _must_be_sound(draft)
    with acting_as(actor):
        placed = placement_row(number)
        agency = own_agency(actor, placed.order.agency.number)
        if placed.state not in BEFORE:
            raise WorkerNotThere
        for day in {draft.signed_on, timezone.localdate()}:
            must_be_allowed(agency, placed.order.country, placed.order.sector, day)
        contract = _keep_contract(actor, placed, draft)
        if draft.kind == "employment" and may_follow(placed.state, "contract_signed"):
            _come_into(actor, placed, "contract_signed", draft.signed_on)
    return contract.id


def answer_finding(*, actor: Actor, number: str, finding_id: UUID, answer: str) -> None:
    """Say what came of something found in a contract; it stays readable.

    Needs ``recruitment:placement:clear``. Raises ``PlacementNotFound``, ``FindingAnswered``,
    ``ReasonMissing``.
    """
    actor.require(RecruitmentPermission.PLACEMENT_CLEAR)
    because = said(answer)
    with acting_as(actor):
        placed = placement_row(number)
        changed = TermsFinding.objects.filter(
            id=finding_id, contract__placement=placed, answered_at__isnull=True
        ).update(answer=because, answered_at=timezone.now(), answered_by=actor.account_id)
        if not changed:
            raise FindingAnswered
        _note(actor, "recruitment:finding:answered", placed, because)


def clear_worker(*, actor: Actor, number: str) -> None:
    """Let a placed worker leave. One more than the order allows is refused, also for two at once.

    Needs ``recruitment:placement:clear``. Raises ``PlacementNotFound``, ``WorkerNotThere``,
    ``MayNotRecruit`` (an agency that is stopped sends nobody), ``ContractMissing``,
    ``NobodyOfAge``, ``FindingsOpen``, ``PlacedElsewhere``, ``QuotaFull``.
    """
    actor.require(RecruitmentPermission.PLACEMENT_CLEAR)
    today = timezone.localdate()
    with acting_as(actor):
        placed = placement_row(number)
        if placed.state not in BEFORE:
            raise WorkerNotThere
        order = placed.order
        agency = with_acts(Recruiter.objects.filter(id=order.agency_id)).get()
        must_be_allowed(agency, order.country, order.sector, today)
        if "employment" not in current_contracts(placed):
            raise ContractMissing
        born = PartialDate.from_iso(placed.birth) if placed.birth else None
        if is_minor(placed) or (born and is_minor_on(born, today, adult_age())):
            raise NobodyOfAge
        still_open = open_findings(placed)
        if still_open:
            raise FindingsOpen(count=len(still_open))
        if bound_elsewhere(actor, placed.person_id, but=placed.id):
            raise PlacedElsewhere
        enter_step(actor=actor, order=order, step="cleared", placement=placed)
        _come_into(actor, placed, "cleared", today)


def record_departure(*, actor: Actor, number: str, on_day: date) -> None:
    """Enter that a cleared worker left.

    Needs ``recruitment:placement:record``. Raises ``PlacementNotFound``, ``WorkerNotThere``,
    ``DayToCome``, ``EndsBeforeItBegins`` for a day before the clearance.
    """
    actor.require(RecruitmentPermission.PLACEMENT_RECORD)
    _must_have_come(on_day)
    with acting_as(actor):
        placed = placement_row(number)
        own_agency(actor, placed.order.agency.number)
        if placed.state != "cleared":
            raise WorkerNotThere
        if on_day < placed.since:
            raise EndsBeforeItBegins
        enter_step(actor=actor, order=placed.order, step="departed", placement=placed)
        _come_into(actor, placed, "departed", on_day)


def move_on(*, actor: Actor, number: str, state: str, on_day: date, note: str = "") -> None:
    """Enter the next state of a worker, of those that come without a row of the ledger.

    Needs ``recruitment:placement:record``. Raises ``PlacementNotFound``, ``WorkerNotThere`` for
    a state that does not follow, ``DayToCome``, ``EndsBeforeItBegins``.
    """
    actor.require(RecruitmentPermission.PLACEMENT_RECORD)
    _must_have_come(on_day)
    with acting_as(actor):
        placed = placement_row(number)
        own_agency(actor, placed.order.agency.number)
        if not may_follow(placed.state, state):
            raise WorkerNotThere
        if on_day < placed.since:
            raise EndsBeforeItBegins
        _come_into(actor, placed, state, on_day, tidy(note))


def withdraw_worker(*, actor: Actor, number: str, reason: str) -> None:
    """Enter that a worker will not go; the place in the order is free again.

    Needs ``recruitment:placement:record``, and ``recruitment:placement:clear`` for somebody who
    is cleared. Raises ``PlacementNotFound``, ``ReasonMissing``, ``WorkerNotThere`` once the worker
    has left.
    """
    actor.require(RecruitmentPermission.PLACEMENT_RECORD)
    because = said(reason)
    with acting_as(actor):
        placed = placement_row(number)
        own_agency(actor, placed.order.agency.number)
        if placed.state not in (*BEFORE, "cleared"):
            raise WorkerNotThere
        if placed.state == "cleared":
            # Who may leave may have left: an agency alone would send twice as many on one place.
            actor.require(RecruitmentPermission.PLACEMENT_CLEAR)
        for step in ("cleared", "contracted"):
            meant = _last(placed, step)
            if meant is not None:
                undo_step(actor=actor, order=placed.order, meant=meant, reason=because)
        _come_into(actor, placed, "withdrawn", timezone.localdate(), because)


def take_back_step(*, actor: Actor, number: str, reason: str) -> str:
    """Take back a clearance or departure entered by mistake; the ledger keeps both rows.

    Returns the state the worker is in again. Needs ``recruitment:ledger:correct``. Raises
    ``PlacementNotFound``, ``ReasonMissing``, ``NothingToUndo``.
    """
    actor.require(RecruitmentPermission.LEDGER_CORRECT)
    because = said(reason)
    with acting_as(actor):
        placed = placement_row(number)
        if placed.state not in ("cleared", "departed"):
            raise NothingToUndo
        meant = _last(placed, placed.state)
        if meant is None:
            raise NothingToUndo
        undo_step(actor=actor, order=placed.order, meant=meant, reason=because)
        earlier = "cleared"
        if placed.state == "cleared":
            before = placed.changes.filter(state__in=BEFORE).order_by("-recorded_at").first()
            earlier = before.state if before else "signed"
        _come_into(actor, placed, earlier, timezone.localdate(), because)
    return earlier


def tell_terms(
    *, actor: Actor, number: str, moment: str, channel: str, told_on: date, terms: Terms
) -> UUID:
    """Keep what a worker says the terms really are; the agency never reads it.

    Needs ``recruitment:terms:tell``. Raises ``PlacementNotFound``, ``AnswerUnknown``,
    ``DayToCome``, ``WorkerNotThere`` for somebody who has not left, and what is wrong with the
    terms (``checked_terms``).
    """
    actor.require(RecruitmentPermission.TERMS_TELL)
    for code, among in ((moment, MOMENTS), (channel, CHANNELS)):
        if code not in among:
            raise AnswerUnknown(code=code)
    _must_have_come(told_on)
    checked_terms(terms)
    with acting_as(actor):
        placed = placement_row(number)
        if placed.state in (*BEFORE, "cleared", "withdrawn"):
            raise WorkerNotThere
        told = TermsTold.objects.create(
            placement=placed,
            scopes=told_scopes(province="", account_id=actor.account_id, day=timezone.localdate()),
            moment=moment,
            channel=channel,
            told_on=told_on,
            terms=terms.as_data(),
            recorded_by=actor.account_id,
        )
        _note(actor, "recruitment:terms:told", placed)
    return told.id


def _must_be_sound(draft: ContractDraft) -> None:
    checked_terms(draft.terms)
    _must_have_come(draft.signed_on)
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        raise EndsBeforeItBegins


def _must_have_come(day: date) -> None:
    if day > timezone.localdate():
        raise DayToCome


def _last(placed: Placement, step: str) -> LedgerRow | None:
    """The newest row of a step of this worker that was not undone."""
    rows = LedgerRow.objects.filter(placement=placed).order_by("-place")
    undone = {row.undoes for row in rows if row.step == "undone"}
    return next((row for row in rows if row.step == step and row.place not in undone), None)


def _keep_contract(actor: Actor, placed: Placement, draft: ContractDraft) -> Contract:
    """Keep a contract as it was signed, and beside it what the rules find."""
    current = current_contracts(placed)
    contract = Contract.objects.create(
        placement=placed,
        scopes=placed.scopes,
        kind=draft.kind,
        paper=tidy(draft.paper),
        signed_on=draft.signed_on,
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        terms=draft.terms.as_data(),
        replaces=current.get(draft.kind),
        recorded_by=actor.account_id,
    )
    against = [("worse_than_order", terms_of(placed.order.terms))]
    other = "placement" if draft.kind == "employment" else "employment"
    if other in current:
        against.append(("contracts_differ", terms_of(current[other].terms)))
    found = check(
        draft.terms,
        against=against,
        birth=PartialDate.from_iso(placed.birth) if placed.birth else None,
        starts_on=min(draft.starts_on or draft.signed_on, draft.signed_on),
        book=book_for(placed.order.country, draft.signed_on),
    )
    _keep_findings(contract, found)
    _note(actor, "recruitment:contract:entered", placed)
    return contract


def _keep_findings(contract: Contract, found: tuple[Found, ...]) -> None:
    rules = contract_rules()
    TermsFinding.objects.bulk_create(
        TermsFinding(
            contract=contract,
            scopes=contract.scopes,
            rule=one.rule,
            about=one.about,
            promised=one.promised,
            found=one.found,
            law=rules[one.rule].law,
            trust=rules[one.rule].trust,
            stops=rules[one.rule].stops,
        )
        for one in found
        if one.rule in rules
    )


def _come_into(actor: Actor, placed: Placement, state: str, on_day: date, note: str = "") -> None:
    placed.state = state
    placed.since = on_day
    placed.due_on = due(state, on_day, days_of_steps())
    placed.save(update_fields=["state", "since", "due_on"])
    _changed(actor, placed, state, on_day, note)


def _changed(actor: Actor, placed: Placement, state: str, on_day: date, note: str = "") -> None:
    StateChange.objects.create(
        placement=placed,
        scopes=placed.scopes,
        state=state,
        on_day=on_day,
        note=note,
        recorded_by=actor.account_id,
    )
    _note(actor, f"recruitment:placement:{state}", placed, note)


def _note(actor: Actor, event: str, placed: Placement, reason: str = "") -> None:
    record_event(
        actor=actor,
        event=event,
        target_kind="placement",
        target_id=str(placed.id),
        reason=reason,
    )
