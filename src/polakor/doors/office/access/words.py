"""Roles and events in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polakor.access.rules.policy import Role

ROLE_NAMES: dict[Role, str | Promise] = {
    Role.BORDER_OFFICER: _("Border officer"),
    Role.PROVINCIAL_OFFICER: _("Provincial officer"),
    Role.CASE_WORKER: _("Case worker"),
    Role.NATIONAL_SUPERVISOR: _("National supervisor"),
    Role.STATISTICIAN: _("Statistician"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.HEALTH_WORKER: _("Health worker"),
    Role.COMMAND_LINE: _("Command line"),
    Role.BEARER: _("Holder of a paper code"),
}

EVENT_WORDS: dict[str, str | Promise] = {
    "access:account:closed": _("closed an account"),
    "access:account:opened": _("opened an account"),
    "access:duty:given": _("gave a duty"),
    "access:office:opened": _("added an office"),
    "access:session:begun": _("signed in"),
    "evidence:report:exported": _("took a report away"),
    "evidence:report:read": _("opened a report"),
    "intake:list:received": _("received a list"),
    "intake:list:read": _("opened a list"),
    "journeys:crossing:recorded": _("recorded a crossing"),
    "journeys:crossing:withdrawn": _("withdrew a crossing"),
    "journeys:emergency:declared": _("named an emergency"),
    "journeys:tally:corrected": _("corrected a gate tally"),
    "journeys:tally:entered": _("entered a gate tally"),
    "protection:screening:answered": _("looked after somebody"),
    "protection:screening:read": _("opened the help queue"),
    "protection:screening:recorded": _("screened somebody"),
    "registry:match:decided": _("decided a pair"),
    "registry:match:decided_by_rule": _("a rule joined two records"),
    "registry:match:undone": _("took a decision back"),
    "registry:person:found": _("saw a person among the results of a search"),
    "registry:person:listed": _("saw a person in the queue of pairs"),
    "registry:person:read": _("opened a person’s file"),
    "registry:person:registered": _("registered a person"),
    "registry:person:searched": _("searched for a person"),
}
"""What each event means; one that is missing is shown by its code, never left out."""
