"""Where an account can go: the list at the head of every page, shortened to what it may open."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the house: its page, and what the head of every page calls it.

    ``needs`` is for a page that is open to everybody and of use only to some.
    """

    view_name: str
    label: str | Promise
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one account sees it on one page."""

    label: str | Promise
    address: str
    here: bool


# In the order of the work. What each takes to open is said once, where its page is declared.
ENTRIES: tuple[Entry, ...] = (
    Entry("office_evidence:returns", _("Situation")),
    Entry("field:shell", _("Register at the gate"), needs="intake:device:enrol"),
    Entry("office_intake:lists", _("Lists")),
    Entry("office_tokens:tokens", _("Tokens")),
    Entry("office_devices:devices", _("Devices")),
    Entry("office_registry:search", _("Find a person")),
    Entry("office_registry:decide", _("Same person?")),
    Entry("office_registry:health", _("Rule health")),
    Entry("office_protection:queue", _("Needs someone")),
    Entry("office_assistance:sites", _("Reception")),
    Entry("office_assistance:quarantine", _("Quarantine")),
    Entry("office_recruitment:recruiters", _("Agencies")),
    Entry("office_orders:orders", _("Job orders")),
    Entry("office_orders:workers", _("Workers")),
    Entry("office_journeys:tallies", _("Gate tallies")),
    Entry("office_forms:forms", _("Forms")),
    Entry("office_access:accounts", _("Accounts")),
    Entry("office_access:log", _("Audit")),
)


def links_for(request: HttpRequest) -> list[Link]:
    """Entries the actor may open; none for a visitor.

    An entry whose page is not part of this installation is left out. On a page that is no entry
    itself, the entry of the same room whose address begins it furthest is marked as the place.
    """
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    open_entries = [
        (entry, address)
        for entry in ENTRIES
        if (address := _address(entry)) and actor.may(entry.needs or _permission(address))
    ]
    here = _here(request, open_entries)
    return [Link(entry.label, address, entry.view_name == here) for entry, address in open_entries]


def _address(entry: Entry) -> str:
    try:
        return reverse(entry.view_name)
    except NoReverseMatch:
        return ""


def _permission(address: str) -> str:
    return str(getattr(resolve(address).func, "permission", ""))


def _here(request: HttpRequest, open_entries: list[tuple[Entry, str]]) -> str:
    match = getattr(request, "resolver_match", None)
    if match is None:
        return ""
    around = [
        (len(address), entry.view_name)
        for entry, address in open_entries
        if entry.view_name.split(":")[0] == match.namespace and request.path.startswith(address)
    ]
    return max(around)[1] if around else ""
