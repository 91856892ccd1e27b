"""Job orders, workers and contracts for the tests of this room. All are made up."""

from datetime import date, timedelta
from decimal import Decimal

import namebridge
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import person_scopes
from polakor.base.dates import PartialDate
from polakor.flows.sign_worker import Signed, sign_worker
from polakor.recruitment.actions.licences import permit_country
from polakor.recruitment.actions.orders import OrderDraft, decide_order, declare_order
from polakor.recruitment.actions.placements import ContractDraft, add_contract
from polakor.recruitment.rules.terms import Terms
from polakor.registry.actions.persons import PersonDraft
from tests.cast import Cast
from tests.rooms.recruitment.agencies import BEGAN, a_licensed_agency, today

TERMS = Terms(
    employer="Blue Bay Canning Co.",
    country="THA",
    place="Samut Sakhon",
    sector="manufacturing",
    wage=Decimal(12000),
    currency="THB",
    hours=Decimal(48),
    rest_days=Decimal(1),
    months=24,
    room="free",
    food="own",
    papers="worker",
    languages=("km", "th"),
)
FAMILIES = ("Chan", "Sok", "Keo", "Meas", "Noun", "Prak", "Sam", "Tep", "Ung", "Yim")


def an_agency_for_thailand(cast: Cast, name_latin: str = "Rose Hill Manpower") -> str:
    number = a_licensed_agency(cast.kosal, name_latin)
    permit_country(
        actor=cast.kosal, number=number, country="THA", from_day=BEGAN, reference="Prakas 12"
    )
    return number


def an_order(actor: Actor, agency: str, people: int = 2, terms: Terms = TERMS) -> str:
    return declare_order(actor=actor, agency=agency, draft=OrderDraft(people, terms))


def an_approved_order(cast: Cast, actor: Actor, agency: str, people: int = 2) -> str:
    number = an_order(actor, agency, people)
    for officer in (cast.kosal, cast.pheap)[: 2 if people >= 50 else 1]:
        decide_order(actor=officer, number=number, agree=True)
    return number


def a_contract(
    kind: str = "placement", terms: Terms = TERMS, signed_on: date | None = None
) -> ContractDraft:
    day = signed_on or today()
    return ContractDraft(
        kind, day, terms, starts_on=day + timedelta(days=30), ends_on=day + timedelta(days=700)
    )


def signed(
    actor: Actor,
    order: str,
    at: int = 0,
    *,
    contract: ContractDraft | None = None,
    birth: str = "1996-05-17",
) -> str:
    """The number of a worker who signed; ``at`` tells them apart."""
    name = f"{FAMILIES[at % 10]} {('Sreyneang', 'Borey', 'Chantrea', 'Dalin')[at // 10 % 4]}"
    person = PersonDraft(
        names=(namebridge.parse(name),),
        sex=2,
        birth=PartialDate.from_iso(birth) if birth else None,
        scopes=tuple(person_scopes(province="01", account_id=actor.account_id, day=today())),
        documents=(("KH-PP", f"N{7000000 + at}", ""),),
    )
    told = Signed(order, {"name": name}, person, name, contract or a_contract())
    return sign_worker(actor=actor, told=told)


def ready(actor: Actor, order: str, at: int = 0, terms: Terms = TERMS) -> str:
    """A worker with both contracts."""
    number = signed(actor, order, at)
    add_contract(actor=actor, number=number, draft=a_contract("employment", terms))
    return number
