"""Register a family at a desk: what was told is kept first, then its people are made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION, case_scopes, person_scopes
from polakor.base.ids import receipt_number
from polakor.flows.register_returns import RowOutcome, ToldRow, register_returns
from polakor.intake.actions.submissions import keep_form
from polakor.intake.errors import ToldAlready
from polakor.intake.queries.words import vocabulary
from polakor.intake.rules.arrivals import Arrival, people_in
from polakor.reference.queries.forms import form
from polakor.reference.queries.places import provinces_of
from polakor.registry.actions.families import FamilyDraft, FamilyMember, form_families
from polakor.registry.queries.records import records_of
from polakor.registry.queries.told import person_told_by


@dataclass(frozen=True, slots=True)
class FamilyRegistered:
    """The head of the family, the receipt, and what became of everybody in order.

    ``again``: the very form had been sent before; then nobody is in ``outcomes``.
    """

    head: UUID
    receipt: str
    outcomes: tuple[RowOutcome, ...] = ()
    again: bool = False


def register_family(*, actor: Actor, payload: Mapping[str, Any]) -> FamilyRegistered:
    """Keep a filled form word for word and register everybody in it, one transaction.

    ``payload`` is what a device would send (``id``, ``form``, ``gate``, ``made_at``, ``household``,
    ``members``), without problems (``intake.rules.answers``) and with places that exist. Each
    person becomes a record, a crossing and, if flagged or in need, a screening; several become a
    household. A form that was sent before adds nothing and gets its first receipt. Needs the
    permissions of the rooms it passes through.
    """
    told = UUID(str(payload["id"]))
    receipt = receipt_number(told)
    people = people_in(form(payload["form"]), payload, vocabulary())
    with acting_as(actor):
        try:
            keep_form(
                actor=actor,
                submission_id=told,
                form=payload["form"],
                answers=payload,
                scopes=_scopes(actor, people),
            )
        except ToldAlready:
            if person_told_by(told) is None:
                raise
            return FamilyRegistered(people[0].member_id, receipt, again=True)
        rows = [_row(told, one) for one in people]
        outcomes = register_returns(actor=actor, rows=rows)
        if len(people) > 1:
            _together(actor, told, people)
    return FamilyRegistered(people[0].member_id, receipt, tuple(outcomes))


def _scopes(actor: Actor, people: list[Arrival]) -> list[str]:
    """Whoever may see one of the family may see what the family told."""
    homes = {one.reading.place_code for one in people} - {""}
    provinces = set(provinces_of(homes).values()) or {""}
    flagged = any(one.reading.flags or one.reading.needs for one in people)
    words: set[str] = set()
    for province in provinces:
        day = timezone.localdate()
        words |= {*person_scopes(province=province, account_id=actor.account_id, day=day)}
        words |= {*case_scopes(province=province)} if flagged else set()
    return sorted(words)


def _row(told: UUID, one: Arrival) -> ToldRow:
    return ToldRow(
        submission_id=told,
        reading=one.reading,
        gate=one.gate,
        crossed_on=timezone.localdate(one.crossed_at),
        mode=one.mode,
        entered_on=timezone.localdate(),
        person_id=one.member_id,
        unanswered=one.unanswered,
        crossed_at=one.crossed_at,
        about_age=one.age_band,
    )


def _together(actor: Actor, told: UUID, people: list[Arrival]) -> None:
    with acting_as(actor.also_seeing(NATION)) as wide:
        records = records_of([one.member_id for one in people])
        members = tuple(
            FamilyMember(one.member_id, one.relation, records[one.member_id].scopes)
            for one in people
        )
        form_families(actor=wide, drafts=[FamilyDraft(told, "", members)])
