"""The people every test knows. All are made up.

=========  ====================  =======================================
Sokha      border officer        Poipet gate
Dara       provincial officer    province 01
Bopha      provincial officer    province 17
Chenda     case worker           province 01
Maly       case worker           the nation
Vannak     national supervisor   the nation
Rith       statistician          the nation
Sreymom    auditor               the nation
Thida      administrator         the nation
Nary       health worker         province 01
Kosal      licensing officer     the nation
Pheap      licensing officer     the nation
Machine    command line          the nation
=========  ====================  =======================================
"""

from dataclasses import dataclass
from datetime import date

from polakor.access.actions.accounts import give_duty, open_account, open_office
from polakor.access.machine import SETUP
from polakor.access.models import Account
from polakor.access.queries.actors import actor_for
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role

PASSWORD = "a long word for tests"
MINISTRY = ("MOLVT", "ក្រសួងការងារ", "Ministry of Labour")
_PEOPLE: dict[str, tuple[Role, tuple[str, ...]]] = {
    "sokha": (Role.BORDER_OFFICER, ("01",)),
    "dara": (Role.PROVINCIAL_OFFICER, ("01",)),
    "bopha": (Role.PROVINCIAL_OFFICER, ("17",)),
    "chenda": (Role.CASE_WORKER, ("01",)),
    "maly": (Role.CASE_WORKER, ("*",)),
    "vannak": (Role.NATIONAL_SUPERVISOR, ("*",)),
    "rith": (Role.STATISTICIAN, ("*",)),
    "sreymom": (Role.AUDITOR, ("*",)),
    "thida": (Role.ADMINISTRATOR, ("*",)),
    "nary": (Role.HEALTH_WORKER, ("01",)),
    "kosal": (Role.LICENSING_OFFICER, ("*",)),
    "pheap": (Role.LICENSING_OFFICER, ("*",)),
    "machine": (Role.COMMAND_LINE, ("*",)),
}


@dataclass(frozen=True)
class Cast:
    """Everybody as the actor they are today; ``accounts`` by name for signing in."""

    sokha: Actor
    dara: Actor
    bopha: Actor
    chenda: Actor
    maly: Actor
    vannak: Actor
    rith: Actor
    sreymom: Actor
    thida: Actor
    nary: Actor
    kosal: Actor
    pheap: Actor
    machine: Actor
    accounts: dict[str, Account]

    def everyone(self) -> dict[str, Actor]:
        """Actors by name."""
        return {name: getattr(self, name) for name in _PEOPLE}


def somebody_of(agency: str, name: str = "srey") -> tuple[Actor, Account]:
    """An account of the agency with that number, and the actor it is."""
    office = open_office(
        actor=SETUP,
        organisation=(agency, agency, agency),
        office=(f"office-{agency}", agency, agency),
    )
    account = open_account(actor=SETUP, username=name, name=name.capitalize(), password=PASSWORD)
    give_duty(
        actor=SETUP,
        account=account,
        office=office,
        role=Role.AGENCY,
        areas=[agency],
        valid_from=date(2014, 1, 1),
    )
    return actor_for(account), account


def enter_cast() -> Cast:
    """Open the accounts through the real actions and return them as actors."""
    accounts = {}
    for name, (role, areas) in _PEOPLE.items():
        office = open_office(
            actor=SETUP,
            organisation=MINISTRY,
            office=(f"office-{name}", f"ការិយាល័យ {name}", f"Office of {name}"),
        )
        account = open_account(
            actor=SETUP, username=name, name=name.capitalize(), password=PASSWORD
        )
        give_duty(
            actor=SETUP,
            account=account,
            office=office,
            role=role,
            areas=areas,
            valid_from=date(2014, 1, 1),
        )
        accounts[name] = account
    actors = {name: actor_for(account) for name, account in accounts.items()}
    return Cast(**actors, accounts=accounts)
