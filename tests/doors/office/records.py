"""A handful of people in the register, entered through the real actions. All are made up."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.test import Client
from tests.cast import Cast

import namebridge
from polakor.access.context import acting_as
from polakor.access.models import Account
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION, case_scopes, person_scopes
from polakor.base.dates import PartialDate
from polakor.flows.read_list import read_whole_list
from polakor.intake.actions.lists import receive_list, start_reading
from polakor.registry.actions.persons import PersonDraft, reasons_as_json, register_persons
from polakor.registry.models import MatchCandidate, Told

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


def read_rows(actor: Actor, *rows: str, filename: str = "list.csv") -> list[UUID]:
    """Hand in a list of these lines (the first has the headings) and read it: its people."""
    received = receive_list(
        actor=actor,
        filename=filename,
        content="\n".join(rows).encode(),
        gate="KH-TH-PPT",
        crossed_on=TODAY,
    )
    start_reading(actor=actor, list_id=received.id, queue=False)
    read_whole_list(actor=actor, list_id=received.id)
    with acting_as(actor.also_seeing(NATION)):
        told = Told.objects.filter(submission__received_list=received).order_by("submission__row")
        return list(told.values_list("person_id", flat=True))


def signed_in(cast: Cast, name: str, *, language: str = "en") -> Client:
    """A browser in which ``name`` is signed in and reads ``language``."""
    return signed_in_as(cast.accounts[name], language=language)


def signed_in_as(account: Account, *, language: str = "en") -> Client:
    """A browser in which an account of nobody in the cast is signed in."""
    client = Client()
    client.force_login(account)
    client.cookies["lang"] = language
    return client
