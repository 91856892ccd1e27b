"""Who may do what: one table, read by pages, by actions and by tests.

It follows the baseline of who-may-see-what: help is not enforcement, so flags and needs are for
case workers alone, numbers come without names, and administering accounts opens no person.
Changing a line here changes every page; ``docs/reference/who-may-see-what.md`` is made from it.
"""

from enum import StrEnum


class Role(StrEnum):
    """What an account is on duty as."""

    BORDER_OFFICER = "border_officer"
    PROVINCIAL_OFFICER = "provincial_officer"
    CASE_WORKER = "case_worker"
    NATIONAL_SUPERVISOR = "national_supervisor"
    STATISTICIAN = "statistician"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    HEALTH_WORKER = "health_worker"
    LICENSING_OFFICER = "licensing_officer"
    AGENCY = "agency"
    """Somebody of a recruitment agency: sees its own orders and workers, and no person's file."""
    COMMAND_LINE = "command_line"
    BEARER = "bearer"
    """Whoever holds a paper code: no account, and one act for which the code was made."""


_LISTS = {
    "intake:form:read",
    "intake:list:correct",
    "intake:list:read",
    "intake:list:upload",
}
_PERSONS = {"registry:person:read", "registry:person:search", "registry:person:register"}
_AMEND = {
    "intake:attachment:read",
    "intake:submission:add",
    "registry:document:record",
    "registry:household:record",
}
_FIELD = {"intake:device:enrol", "intake:envelope:receive", "intake:token:read"}
_DEVICES = {"intake:conflict:decide", "intake:device:manage", "intake:token:issue"}
_REPORT = {"evidence:report:read"}
_DECIDES = {"registry:match:decide", "registry:rules:read"}
_HELPS = {
    "assistance:distribution:give",
    "assistance:rumour:record",
    "assistance:site:read",
    "assistance:transport:read",
}
_SENDS = {"assistance:transport:plan"}
_INSPECTS = {"recruitment:inspection:record", "recruitment:recruiter:read"}
_COSTS = {"recruitment:cost:read", "recruitment:cost:tell"}
_SENDS_WORKERS = {
    *_COSTS,
    "recruitment:order:declare",
    "recruitment:order:read",
    "recruitment:placement:read",
    "recruitment:placement:record",
}
_LICENSES = (
    _INSPECTS
    | _SENDS_WORKERS
    | {
        "recruitment:ledger:correct",
        "recruitment:licence:decide",
        "recruitment:order:decide",
        "recruitment:placement:clear",
        "recruitment:recruiter:record",
        "recruitment:terms:read",
        "recruitment:terms:tell",
    }
)
_RUNS_SITES = {"assistance:arrival:confirm", "assistance:site:manage"}

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.BORDER_OFFICER: frozenset(
        _LISTS
        | _FIELD
        | _PERSONS
        | _AMEND
        | _HELPS
        | _SENDS
        | _REPORT
        | {
            "journeys:crossing:record",
            "journeys:tally:enter",
            "journeys:tally:read",
            "protection:screening:record",
        }
    ),
    Role.PROVINCIAL_OFFICER: frozenset(
        _LISTS
        | _FIELD
        | _DEVICES
        | _PERSONS
        | _AMEND
        | _HELPS
        | _SENDS
        | _RUNS_SITES
        | _REPORT
        | {
            "access:log:read_person",
            "evidence:report:export",
            "journeys:crossing:read",
            "journeys:crossing:record",
            "journeys:tally:enter",
            "journeys:tally:read",
            "protection:screening:record",
        }
        | _DECIDES
        | _INSPECTS
        | _COSTS
    ),
    Role.CASE_WORKER: frozenset(
        _HELPS
        | _REPORT
        | _AMEND
        | _COSTS
        | {
            "journeys:crossing:read",
            "protection:queue:answer",
            "protection:queue:read",
            "protection:screening:record",
            "registry:person:read",
            "registry:person:search",
        }
    ),
    Role.NATIONAL_SUPERVISOR: frozenset(
        _LISTS
        | _FIELD
        | _DEVICES
        | _PERSONS
        | _AMEND
        | _HELPS
        | _SENDS
        | _RUNS_SITES
        | {"assistance:rumour:answer"}
        | _REPORT
        | {
            "access:log:read_person",
            "evidence:emergency:manage",
            "evidence:report:export",
            "journeys:crossing:read",
            "journeys:crossing:record",
            "journeys:tally:enter",
            "journeys:tally:read",
            "protection:screening:record",
            "recruitment:cost:read",
            "recruitment:order:read",
            "recruitment:placement:read",
            "recruitment:recruiter:read",
            "recruitment:terms:read",
            "registry:rules:check",
        }
        | _DECIDES
    ),
    Role.STATISTICIAN: frozenset(
        _REPORT
        | {
            "evidence:report:export",
            "intake:form:read",
            "journeys:tally:read",
            "recruitment:recruiter:read",
            "registry:rules:read",
        }
    ),
    Role.AUDITOR: frozenset({"access:account:read", "access:log:read", "registry:rules:read"}),
    Role.ADMINISTRATOR: frozenset({"access:account:manage", "access:account:read"}),
    Role.HEALTH_WORKER: frozenset({"assistance:quarantine:read", "assistance:quarantine:record"}),
    Role.LICENSING_OFFICER: frozenset(_LICENSES),
    Role.AGENCY: frozenset(_SENDS_WORKERS),
    Role.COMMAND_LINE: frozenset(
        _LISTS
        | _FIELD
        | _DEVICES
        | _PERSONS
        | _AMEND
        | _HELPS
        | _SENDS
        | _RUNS_SITES
        | _LICENSES
        | {"assistance:rumour:answer"}
        | _REPORT
        | {
            "evidence:emergency:manage",
            "evidence:report:export",
            "journeys:crossing:read",
            "journeys:crossing:record",
            "journeys:tally:enter",
            "journeys:tally:read",
            "protection:screening:record",
            "reference:pack:load",
            "registry:rules:check",
            "registry:rules:read",
        }
    ),
    Role.BEARER: frozenset({"assistance:arrival:confirm"}),
}

NOBODYS_DUTY: frozenset[Role] = frozenset({Role.COMMAND_LINE, Role.BEARER})
"""Roles that no page gives to an account."""

READS_PERSONS: frozenset[Role] = frozenset(
    role for role, held in PERMISSIONS.items() if "registry:person:read" in held
)
"""Roles that can open a person's file."""

NEEDS_SECOND_FACTOR: frozenset[Role] = READS_PERSONS | frozenset(
    role
    for role, held in PERMISSIONS.items()
    if held
    & {
        "access:account:manage",
        "access:log:read",
        "assistance:quarantine:read",
        "recruitment:licence:decide",
        "recruitment:placement:read",
    }
)
"""Who must sign in with a second factor: who reads persons or their health, who could open an
account that does, who reads what everybody did, and who publishes that somebody may not recruit."""
