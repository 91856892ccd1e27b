"""Scopes: the words that decide, inside the database, which rows a connection can see.

Every protected row carries the words of those who may see it; every transaction carries the words
of the one who asks; a row is visible when they share one. Because the words lie in the row, no
policy needs a sub-query, and a missing word means no rows.

==================  ====================================================================
``N``               the nation: national supervisors, the command line
``P<code>``         the province with that official code
``S<account>:<day>``  the session of one account on one day (what a border officer entered)
``C``, ``C<code>``  case workers, of the nation or of one province
``T<code>``         those on duty in a province from or to which people are on their way: they
                    see tokens and numbers of people; names only where another word allows it
``B<trip>``         the bearer of an arrival code of one trip
``H``, ``H<code>``  health workers, of the nation or of one province
``L``               those who license and inspect agencies
``A<number>``       the agency with that number: its orders, and its workers as it told of them
``public``          everybody, signed in or not: firms and what was decided about them, no worker
``audit``           the record of who did and saw what
==================  ====================================================================
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from polakor.access.rules.policy import Role

NATION = "N"
CASES = "C"
HEALTH = "H"
LICENSING = "L"
PUBLIC = "public"
AUDIT = "audit"
EVERYWHERE = "*"


def province_scope(province: str) -> str:
    """The word of one province."""
    return f"P{province}"


def session_scope(account_id: UUID, day: date) -> str:
    """The word of what one account entered on one day."""
    return f"S{account_id.hex}:{day:%Y%m%d}"


def person_scopes(*, province: str, account_id: UUID, day: date) -> list[str]:
    """Words for a person's rows: the nation, the home province (if known), the entering session."""
    words = [NATION, session_scope(account_id, day)]
    if province:
        words.append(province_scope(province))
    return words


def case_scopes(*, province: str) -> list[str]:
    """Words for protection rows, and for persons whom a case worker must be able to open."""
    return [CASES, *([f"{CASES}{province}"] if province else [])]


def way_scopes(*, provinces: Iterable[str]) -> list[str]:
    """Words for what stands about people on their way: the nation and these provinces."""
    return [NATION, *(f"T{code}" for code in sorted(set(provinces)) if code)]


def bearer_scope(trip_id: UUID) -> str:
    """The word of one trip, carried by whoever holds its arrival code and by nobody else."""
    return f"B{trip_id.hex}"


def health_scopes(*, province: str) -> list[str]:
    """Words for what health workers alone may read."""
    return [HEALTH, *([f"{HEALTH}{province}"] if province else [])]


def agency_scope(number: str) -> str:
    """The word of one agency."""
    return f"A{number}"


def deal_scopes(*, agency: str) -> list[str]:
    """Words for what an agency and the state both read: orders, placements, contracts."""
    return [NATION, LICENSING, agency_scope(agency)]


def told_scopes(*, province: str, account_id: UUID, day: date) -> list[str]:
    """Words for what a worker told of costs and debts: never the agency's."""
    return [
        NATION,
        LICENSING,
        *case_scopes(province=province),
        session_scope(account_id, day),
    ]


def recruiter_scopes(*, province: str, public: bool) -> list[str]:
    """Words for whoever recruits: the nation, those who license, the province; all if public."""
    words = [NATION, LICENSING, *([province_scope(province)] if province else [])]
    return [*words, PUBLIC] if public else words


def scopes_of(
    *, role: Role, areas: Sequence[str], account_id: UUID, today: date
) -> tuple[str, ...]:
    """Words an actor carries. ``areas`` are province codes or ``*``; of an agency its numbers.

    A border officer reads back only what was entered today or, because shifts cross midnight,
    yesterday. A province's officer also reads back what was entered for another province.
    """
    yesterday = today - timedelta(days=1)
    session = (session_scope(account_id, today), session_scope(account_id, yesterday))
    provinces = [area for area in areas if area != EVERYWHERE]
    way = tuple(f"T{area}" for area in provinces)
    match role:
        case Role.BORDER_OFFICER:
            return (*session, *way)
        case Role.PROVINCIAL_OFFICER:
            return (*(province_scope(area) for area in provinces), *session, *way)
        case Role.CASE_WORKER if EVERYWHERE in areas:
            return (CASES,)
        case Role.CASE_WORKER:
            return (*(f"{CASES}{area}" for area in areas), *way)
        case Role.HEALTH_WORKER if EVERYWHERE in areas:
            return (HEALTH,)
        case Role.HEALTH_WORKER:
            return tuple(f"{HEALTH}{area}" for area in areas)
        case Role.NATIONAL_SUPERVISOR | Role.COMMAND_LINE:
            return (NATION,)
        case Role.AUDITOR:
            return (AUDIT,)
        case Role.LICENSING_OFFICER:
            return (LICENSING,)
        case Role.AGENCY:
            return tuple(agency_scope(area) for area in areas if area != EVERYWHERE)
        case Role.STATISTICIAN | Role.ADMINISTRATOR | Role.BEARER:
            return ()
