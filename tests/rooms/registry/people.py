"""Made-up people for the tests of this room."""

from datetime import date

import namebridge
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import person_scopes
from polakor.base.dates import PartialDate
from polakor.registry.actions.persons import PersonDraft

TODAY = date.today()


def draft(
    actor: Actor,
    *names: str,
    province: str = "01",
    sex: int = 2,
    birth: str = "1991-03-14",
    home: str = "",
    phone: str = "",
    document: str = "",
) -> PersonDraft:
    """Somebody about to be registered by ``actor``."""
    return PersonDraft(
        names=tuple(namebridge.parse(name) for name in names),
        scopes=tuple(person_scopes(province=province, account_id=actor.account_id, day=TODAY)),
        sex=sex,
        birth=PartialDate.from_iso(birth) if birth else None,
        home=home or province,
        phone=phone,
        documents=(("passport", document, ""),) if document else (),
    )
