"""A handful of people in the register, entered through the real actions. All are made up."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.test import Client
from tests.cast import Cast

import namebridge
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION, case_scopes, person_scopes
from polakor.base.dates import PartialDate
from polakor.registry.actions.persons import PersonDraft, reasons_as_json, register_persons
from polakor.registry.models import MatchCandidate

TODAY = date(2025, 8, 6)


def enter_person(
    actor: Actor,
    *names: str,
    province: str = "01",
    sex: int = 2,
    birth: PartialDate | None = None,
    home: str | None = None,
    phone: str = "",
    documents: Sequence[tuple[str, str, str]] = (),
    for_cases: bool = False,
) -> UUID:
    """Register one person as an office of ``province`` would. Returns the record's id."""
    scopes = person_scopes(province=province, account_id=actor.account_id, day=TODAY)
    if for_cases:
        scopes += case_scopes(province=province)
    draft = PersonDraft(
        names=tuple(namebridge.parse(name) for name in names),
        scopes=tuple(scopes),
        sex=sex,
        birth=birth,
        home=province if home is None else home,
        phone=phone,
        documents=tuple(documents),
    )
    return register_persons(actor=actor, drafts=[draft])[0].person_id


def propose(actor: Actor, subject: UUID, other: UUID, *, province: str = "01") -> UUID:
    """Put a pair into the queue of a province, as the machine would."""
    reasons = (
        namebridge.Reason("name_sounds_same", True, 7.5, ("ស៊ុន សុភាព", "SOUN SOPHEAP")),
        namebridge.Reason("phone_differs", False, -0.4, ("+85512000481", "+85512000118")),
    )
    with acting_as(actor.also_seeing(NATION)):
        candidate, _made = MatchCandidate.objects.update_or_create(
            subject_id=subject,
            other_id=other,
            defaults={
                "probability": 0.96,
                "reasons": reasons_as_json(reasons),
                "open": True,
                "scopes": [NATION, f"P{province}"],
            },
        )
    return candidate.id


def signed_in(cast: Cast, name: str, *, language: str = "en") -> Client:
    """A browser in which ``name`` is signed in and reads ``language``."""
    client = Client()
    client.force_login(cast.accounts[name])
    client.cookies["lang"] = language
    return client
