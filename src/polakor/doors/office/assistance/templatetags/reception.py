"""The parts of reception, as far as the account may open them."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from polakor.access.rules.actors import Actor
from polakor.assistance.permissions import AssistancePermission

register = template.Library()

# Address name, words, what it takes to open, and beginnings of the addresses it stands for.
TABS: tuple[tuple[str, str | Promise, str, tuple[str, ...]], ...] = (
    ("sites", _("Sites"), AssistancePermission.SITE_READ, ("", "sites/")),
    ("trips", _("Trips"), AssistancePermission.TRANSPORT_READ, ("trips/", "parties/", "vehicles/")),
    ("missing", _("Not arrived"), AssistancePermission.TRANSPORT_READ, ("missing/",)),
    ("given", _("Handed out"), AssistancePermission.DISTRIBUTION_GIVE, ("given/", "give/")),
    ("rumours", _("Rumours"), AssistancePermission.RUMOUR_RECORD, ("rumours/",)),
    (
        "emergencies",
        pgettext_lazy("several", "Emergencies"),
        "evidence:emergency:manage",
        ("emergencies/",),
    ),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of reception as one account sees it."""

    label: str | Promise
    address: str
    here: bool


@register.simple_tag(takes_context=True)
def reception_tabs(context: Context) -> list[Tab]:
    """Parts this account may open, the one shown now marked."""
    request = context.get("request")
    actor = getattr(request, "actor", None)
    if not isinstance(request, HttpRequest) or not isinstance(actor, Actor):
        return []
    root = reverse("office_assistance:sites")
    rest = request.path.removeprefix(root)
    return [
        Tab(label, reverse(f"office_assistance:{name}"), _stands_for(rest, begins))
        for name, label, permission, begins in TABS
        if actor.may(permission)
    ]


def _stands_for(rest: str, begins: tuple[str, ...]) -> bool:
    return any(rest.startswith(one) if one else not rest for one in begins)
