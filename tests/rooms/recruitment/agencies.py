"""Agencies and brokers for the tests of this room. All are made up."""

from datetime import date, timedelta

from django.utils import timezone

from polakor.access.rules.actors import Actor
from polakor.recruitment.actions.licences import ActDraft, decide_licence
from polakor.recruitment.actions.recruiters import register_recruiter

BEGAN = date(2024, 1, 1)


def today() -> date:
    return timezone.localdate()


def an_agency(
    actor: Actor, name_latin: str = "Rose Hill Manpower", name_km: str = "ភ្នំផ្កាកុលាប"
) -> str:
    """The number of a new agency without a licence."""
    return register_recruiter(
        actor=actor, kind="agency", name_km=name_km, name_latin=name_latin, province="12"
    )


def grant(actor: Actor, number: str, *, on: date = BEGAN, until: date | None = None) -> None:
    last = until or today() + timedelta(days=365)
    decide(actor, number, "granted", on=on, until=last, licence="007/24")


def decide(
    actor: Actor,
    number: str,
    act: str,
    *,
    on: date | None = None,
    until: date | None = None,
    licence: str = "",
    reason: str = "",
) -> None:
    draft = ActDraft(act, on or today(), "Ministry of Labour", "Prakas 12", until, licence, reason)
    decide_licence(actor=actor, number=number, draft=draft)


def a_licensed_agency(actor: Actor, name_latin: str = "Rose Hill Manpower") -> str:
    number = an_agency(actor, name_latin)
    grant(actor, number)
    return number
