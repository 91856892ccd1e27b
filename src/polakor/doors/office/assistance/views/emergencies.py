"""Emergencies: opened by a supervisor with gates, days and mode; changed; closed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from polakor.doors.office.assistance import choices
from polakor.doors.office.assistance.asking import ask
from polakor.doors.office.assistance.forms import EmergencyForm, LastDayForm
from polakor.doors.ui import figures, languages
from polakor.doors.ui.acting import actor_of
from polakor.journeys.actions.tallies import close_emergency, declare_emergency
from polakor.journeys.models import Emergency
from polakor.journeys.queries.tallies import emergencies as all_emergencies
from polakor.journeys.queries.tallies import emergency_of
from polakor.reference.queries.gates import gate_choices, gate_labels


def _state(one: Emergency) -> tuple[str, str]:
    today = timezone.localdate()
    if one.closed_at is not None or (one.ends_on and one.ends_on < today):
        return "silent", _("over")
    return ("now", _("going on")) if one.begins_on <= today else ("kept", _("announced"))


def emergencies(request: HttpRequest) -> HttpResponse:
    """All named periods, newest first."""
    actor_of(request)
    gates = gate_labels(languages.current())
    rows = [
        {
            "one": one,
            "name": choices.own_or_english(one.name_km, one.name_en),
            "mode": choices.MODES[one.mode],
            "state": _state(one),
            "gates": [gates.get(gate, gate) for gate in one.gates],
        }
        for one in all_emergencies()
    ]
    return render(request, "office_assistance/emergencies.html", {"rows": rows})


def new(request: HttpRequest) -> HttpResponse:
    """Open an emergency."""
    return _form(request, None)


def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a named one; a closed one opens again."""
    return _form(request, _or_404(code))


def _form(request: HttpRequest, one: Emergency | None) -> HttpResponse:
    actor = actor_of(request)
    before = (
        {name: getattr(one, name) for name in EmergencyForm.base_fields}
        if one
        else {"mode": "mass", "begins_on": timezone.localdate()}
    )
    gates = gate_choices(languages.current(), on=timezone.localdate())
    form = EmergencyForm(request.POST or None, initial=before, gates=gates)
    if one is not None:
        form.fields["code"].disabled = True

    def declare(told: dict[str, Any]) -> object:
        return declare_emergency(actor=actor, **{**told, "gates": tuple(told["gates"])})

    return ask(
        request,
        form=form,
        do=declare,
        title=_("Change this emergency") if one else _("Open an emergency"),
        button=_("Save"),
        back=reverse("office_assistance:emergencies"),
        done=_("Saved. Reports can be read for it from now on."),
    )


def close(request: HttpRequest, code: str) -> HttpResponse:
    """Say that it is over."""
    actor = actor_of(request)
    one = _or_404(code)
    return ask(
        request,
        form=LastDayForm(request.POST or None, initial={"ends_on": timezone.localdate()}),
        do=lambda told: close_emergency(actor=actor, code=code, **told),
        title=_("This emergency is over"),
        facts=[
            (_("Name"), choices.own_or_english(one.name_km, one.name_en)),
            (_("First day"), figures.day(one.begins_on)),
        ],
        button=_("Close it"),
        back=reverse("office_assistance:emergencies"),
        done=_("It is over. Its report stays."),
        dangerous=True,
    )


def _or_404(code: str) -> Emergency:
    one = emergency_of(code)
    if one is None:
        raise Http404
    return one
