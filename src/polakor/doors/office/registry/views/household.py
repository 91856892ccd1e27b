"""Who belongs together: link two persons, end a link."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from polakor.access.rules.actors import Actor
from polakor.base.ids import read_human_number
from polakor.doors.office.registry import codes, wording
from polakor.doors.office.registry.amending import EndingForm, HouseholdForm, ToldForm
from polakor.doors.office.registry.views.papers import amended
from polakor.doors.office.registry.views.person import file_for
from polakor.doors.ui import figures
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.templatetags.ui import spoken
from polakor.flows.amend_person import (
    HOUSEHOLD_END_FORM,
    HOUSEHOLD_FORM,
    tell_household,
    tell_household_end,
)
from polakor.flows.register_by_hand import FilledForm
from polakor.registry.errors import NothingToSearch, PersonNotFound
from polakor.registry.queries.persons import PersonFile, PersonSummary, person_id_by_number
from polakor.registry.queries.search import search_persons

OFFERED = 8


def link(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Find the other person, choose who they are to this one."""
    actor = actor_of(request)
    file = file_for(actor, person_id, reason="amend")
    asked = request.POST if request.method == "POST" else request.GET
    found = _found(actor, file, asked.get("q", ""))
    bound = request.POST if request.POST.get("link") else None
    form = HouseholdForm(bound, found=found, initial={"q": asked.get("q", "")})

    def act(form: ToldForm, told: FilledForm) -> str:
        other = person_id_by_number(actor, form.cleaned_data["other"])
        if other is None:
            raise PersonNotFound
        return tell_household(
            actor=actor,
            told=told,
            person_id=file.summary.id,
            other_id=other,
            relation=form.cleaned_data["relation"],
        )

    shown = {
        "title": _("Link somebody of the household"),
        "search": "yes",
        "found": "yes" if found else "",
        "nobody": _("Nobody was found that you may see.") if asked.get("q") and not found else "",
    }
    return amended(request, file, form, HOUSEHOLD_FORM, act, shown)


def end(request: HttpRequest, person_id: UUID, member_id: UUID) -> HttpResponse:
    """A link that holds no more, or never did."""
    actor = actor_of(request)
    file = file_for(actor, person_id, reason="amend")
    linked = next((one for one in file.relatives if one.link.id == member_id), None)
    if linked is None:
        raise Http404
    form = EndingForm(request.POST or None)

    def act(form: ToldForm, told: FilledForm) -> str:
        return tell_household_end(
            actor=actor,
            told=told,
            person_id=file.summary.id,
            member_id=member_id,
            reason=form.cleaned_data["ending"],
        )

    shown = {"title": _("End a link of the household"), "paper": _name(linked.person)}
    about = {"other": linked.person.number, "relation": linked.link.relation}
    return amended(request, file, form, HOUSEHOLD_END_FORM, act, shown, about=about)


def _found(actor: Actor, file: PersonFile, text: str) -> list[tuple[str, object]]:
    """Others who may be meant, by number: name, number, sex, birth and home beside each other."""
    words = text.strip()
    if not words:
        return []
    try:
        hits = search_persons(actor, on=timezone.localdate(), text=words, limit=OFFERED)
    except NothingToSearch:
        return []
    people = [hit.person for hit in hits if hit.person.id != file.summary.id]
    if read_human_number(words):
        people = people[:1]
    places = codes.place_names([person.home for person in people])
    return [(person.number, _line(person, places)) for person in people]


def _line(person: PersonSummary, places: dict[str, str]) -> object:
    parts = [
        _name(person),
        person.number,
        str(wording.SEXES[person.sex]) if person.sex else "",
        figures.partial(person.birth),
        places.get(person.home, ""),
    ]
    return format_html("<span>{}</span>", spoken(" · ".join(part for part in parts if part)))


def _name(person: PersonSummary) -> str:
    return person.names[0][1] if person.names else _("name not known")
