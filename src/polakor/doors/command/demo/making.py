"""Brings the demonstration in through the actions that real work goes through. Made once."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import transaction

from polakor.access.actions.accounts import give_duty, open_account, open_office
from polakor.access.context import acting_as
from polakor.access.errors import AccountUnknown
from polakor.access.machine import SETUP
from polakor.access.queries.actors import actor_by_name
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role
from polakor.doors.command.demo.counts import GateDay, all_days, one_in, wave_days
from polakor.doors.command.demo.deals import make_deals
from polakor.doors.command.demo.people import Inventor, Places, told_of
from polakor.doors.command.demo.plan import ListPlan, Plan, in_language
from polakor.doors.command.demo.reception import make_reception
from polakor.doors.command.demo.recruiters import make_recruiters
from polakor.doors.command.demo.sheets import list_files, messy_file, messy_rows, well_known
from polakor.doors.command.errors import say
from polakor.doors.command.prepare import SHOWN
from polakor.flows.read_list import read_whole_list
from polakor.intake.actions.lists import receive_list, start_reading
from polakor.intake.errors import AlreadyReceived
from polakor.intake.models import ListState
from polakor.intake.queries.lists import list_for
from polakor.journeys.actions.tallies import declare_emergency, enter_tallies
from polakor.journeys.queries.tallies import emergencies
from polakor.reference.queries.gates import gate_labels
from polakor.reference.queries.pack import pack_settings
from polakor.reference.queries.places import place_index_rows

TOGETHER = 200
"""Gate days entered in one transaction."""
BEGAN = date(2014, 1, 1)
"""First day of duty of the demonstration's accounts: before everything it shows."""


def make_all(plan: Plan, folder: Path) -> None:
    """Make what is missing: accounts, emergencies, counts at gates, lists of people, a list to try.

    ``folder`` is where the list to try is written. Every part that is there already is left alone.
    """
    opened = make_accounts(plan)
    say(f"{SHOWN}{opened} accounts opened")
    actor = actor_by_name(_supervisor(plan))
    make_emergencies(plan, actor)
    days = all_days(plan)
    make_counts(days, actor)
    people = sum(number for day in days for number in day.counts.values())
    say(f"{SHOWN}{people:,} people in counts at gates, as they were published")
    make_lists(plan, actor, folder)
    made = make_reception(plan.reception, plan.language, actor)
    if made:
        say(f"{SHOWN}{made} sites with families on their way home")
    made = make_recruiters(plan.recruiters, plan.language, actor_by_name(_licensing(plan)))
    if made:
        say(f"{SHOWN}{made} agencies and brokers")
    made = make_deals(plan.orders, _of_role(plan, Role.LICENSING_OFFICER), _clerk(plan))
    if made:
        say(f"{SHOWN}{made} job orders with workers and what they told of costs")


def make_accounts(plan: Plan) -> int:
    """Open the offices and accounts that are not there. Returns how many accounts."""
    opened = 0
    languages = _languages()
    for account in plan.accounts:
        if _is_open(account.username):
            continue
        office = next(one for one in plan.offices if one.code == account.office)
        names = tuple(in_language(office.names, language) for language in languages)
        above = tuple(in_language(office.organisation_names, language) for language in languages)
        with transaction.atomic():
            at = open_office(
                actor=SETUP,
                organisation=(office.organisation, above[0], above[1]),
                office=(office.code, names[0], names[1]),
            )
            row = open_account(
                actor=SETUP,
                username=account.username,
                name=account.name,
                password=plan.password,
                language=plan.language,
                is_demo=True,
            )
            give_duty(
                actor=SETUP,
                account=row,
                office=at,
                role=Role(account.role),
                areas=account.areas,
                valid_from=BEGAN,
            )
        opened += 1
    return opened


def _languages() -> tuple[str, str]:
    """The country's own language, and English."""
    return str(pack_settings()["pack"]["languages"][0]), "en"


def _is_open(username: str) -> bool:
    try:
        actor_by_name(username)
    except AccountUnknown:
        return False
    return True


def _supervisor(plan: Plan) -> str:
    """In whose name counts and lists are brought in."""
    role = Role.NATIONAL_SUPERVISOR.value
    return next(account.username for account in plan.accounts if account.role == role)


def _licensing(plan: Plan) -> str:
    """In whose name agencies are entered: who licenses, or the supervisor where nobody does."""
    return next(iter(_of_role(plan, Role.LICENSING_OFFICER)), _supervisor(plan))


def _of_role(plan: Plan, role: Role) -> list[str]:
    return [account.username for account in plan.accounts if account.role == role.value]


def _clerk(plan: Plan) -> str:
    """Whose account is an agency's, or "" where nobody's is."""
    return next(iter(_of_role(plan, Role.AGENCY)), "")


def make_emergencies(plan: Plan, actor: Actor) -> None:
    """Declare the emergencies that nobody declared yet."""
    known = {row.code for row in emergencies()}
    own, english = _languages()
    for one in plan.emergencies:
        if one.code not in known:
            declare_emergency(
                actor=actor,
                code=one.code,
                name_km=in_language(one.names, own),
                name_en=in_language(one.names, english),
                begins_on=one.since,
                ends_on=one.until,
                gates=one.gates,
            )


def make_counts(days: Sequence[GateDay], actor: Actor) -> None:
    """Enter counts at gates; what stands already stays as it is."""
    for start in range(0, len(days), TOGETHER):
        with acting_as(actor):
            for one in days[start : start + TOGETHER]:
                enter_tallies(
                    actor=actor,
                    gate=one.gate,
                    day=one.day,
                    counts=one.counts,
                    method=one.method,
                    source=one.source,
                )


def make_lists(plan: Plan, actor: Actor, folder: Path) -> None:
    """Bring in the lists of invented people as any office's list, and write the one to try."""
    inventor = Inventor(plan, places_by_province())
    days = [day for wave in plan.waves for day in wave_days(wave, plan.seed)]
    told = told_of(inventor, one_in(plan.sample.every, days), gate_labels(plan.language))
    files = list_files(plan, told)
    for one in plan.sample.lists:
        began = time.monotonic()
        people = bring_in(one, files[one.filename], actor)
        seconds = time.monotonic() - began
        if people is not None:
            say(f"{SHOWN}{one.filename}: {people:,} people read in {seconds:.1f} s")
    target = folder / plan.messy.filename
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        rows = messy_rows(plan, inventor, well_known(plan, told), plan.waves[-1].until)
        target.write_bytes(messy_file(plan.messy, rows))


def bring_in(one: ListPlan, content: bytes, actor: Actor) -> int | None:
    """Receive one list and read it to its end. Returns its people, or None if it was read before.

    A list whose reading was cut off is read on.
    """
    with acting_as(actor):
        try:
            list_id = receive_list(
                actor=actor, filename=one.filename, content=content, sender=one.sender
            ).id
        except AlreadyReceived as known:
            list_id = known.fields["list_id"]  # type: ignore[assignment]
        received = start_reading(actor=actor, list_id=list_id, queue=False)
    if received.state == ListState.DONE:
        return None
    read_whole_list(actor=actor, list_id=list_id)
    return list_for(actor, list_id).accepted


def places_by_province() -> Places:
    """Places of the third level (or the deepest above it) by province, as names from the top."""
    digits = list(pack_settings()["places"]["code_digits"])[:3]
    names = {code: own or latin for code, own, latin, _ in place_index_rows()}
    found: dict[str, list[tuple[str, ...]]] = {}
    for code in names:
        path = [code[:length] for length in digits if length <= len(code)]
        if len(code) == digits[-1] and all(part in names for part in path):
            found.setdefault(path[0], []).append(tuple(names[part] for part in path))
    tops = [code for code in names if len(code) == digits[0]]
    return {code: found.get(code) or [(names[code],)] for code in tops}
