"""Settle what the columns of a list are, and let no matching rule fall silent by it.

What a column can be is the business of ``intake``; what a rule needs to know that of ``registry``.
Here the one is held against the other, before any row is read.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.intake.actions.lists import confirm_layout
from polakor.intake.models import ReceivedList
from polakor.intake.queries.words import layouts_of
from polakor.intake.rules.fields import NAME_FIELDS, PLACE_LEVELS, Field
from polakor.intake.rules.layouts import Layout
from polakor.registry.actions.health import note_silent_rules
from polakor.registry.errors import RuleCannotFire
from polakor.registry.rules.needs import Fact, RuleNeeds, silent_rules

_TELLS: dict[Field, frozenset[Fact]] = {
    **dict.fromkeys(NAME_FIELDS, frozenset({Fact.NAME})),
    **dict.fromkeys(PLACE_LEVELS, frozenset({Fact.HOME})),
    Field.MRZ: frozenset({Fact.NAME, Fact.BIRTH_DATE, Fact.DOCUMENT}),
    Field.BIRTH: frozenset({Fact.BIRTH_DATE}),
    Field.BIRTH_YEAR: frozenset({Fact.BIRTH_YEAR}),
    Field.AGE: frozenset({Fact.BIRTH_YEAR}),
    Field.PHONE: frozenset({Fact.PHONE}),
    Field.DOCUMENT: frozenset({Fact.DOCUMENT}),
    Field.DOCUMENT_NUMBER: frozenset({Fact.DOCUMENT}),
    Field.PLACE: frozenset({Fact.HOME}),
    Field.PLACE_CODE: frozenset({Fact.HOME}),
}
_DATE_IN_PARTS = frozenset({Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR})


def facts_told(layout: Layout) -> frozenset[Fact]:
    """What the columns of one sheet tell of a person, as far as a matching rule asks."""
    fields = {Field(column.field) for column in layout.columns}
    told = frozenset().union(*(_TELLS.get(field, frozenset()) for field in fields))
    return told | {Fact.BIRTH_DATE} if fields >= _DATE_IN_PARTS else told


def rules_left_silent(layouts: Sequence[Layout | None]) -> tuple[RuleNeeds, ...]:
    """The rules that could recognise nobody on some sheet of people of a list."""
    found = {
        rule.rule: rule
        for layout in layouts
        if layout is not None and layout.has_names
        for rule in silent_rules(facts_told(layout))
    }
    return tuple(found.values())


def settle_columns(
    *,
    actor: Actor,
    list_id: UUID,
    fields: Sequence[Mapping[int, tuple[str, str]]],
    passage: Mapping[str, object] | None = None,
    confirmed: bool = False,
) -> ReceivedList:
    """Settle the columns as ``confirm_layout`` does, unless a rule would fall silent by it.

    Raises ``RuleCannotFire`` when the columns leave out what a rule needs and nobody ``confirmed``
    that the list has no such column; then nothing is kept. What was confirmed is written down.
    """
    with acting_as(actor):
        received = confirm_layout(actor=actor, list_id=list_id, fields=fields, passage=passage)
        require_rules(actor=actor, received=received, confirmed=confirmed)
    return received


def require_rules(*, actor: Actor, received: ReceivedList, confirmed: bool) -> None:
    """Raise ``RuleCannotFire`` when a rule can recognise nobody on a list, unless ``confirmed``."""
    silent = rules_left_silent(layouts_of(received))
    if silent and not confirmed:
        raise RuleCannotFire(rule=", ".join(rule.rule for rule in silent))
    if silent:
        note_silent_rules(actor=actor, list_id=received.id, rules=[rule.rule for rule in silent])
