"""Register a family: the form of the pack as a page, for desks without a tablet and for paper."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polakor.base.ids import uuid7
from polakor.doors.office.registry.family_form import (
    AT_FIRST,
    MOST_PEOPLE,
    FamilyForm,
    form_in_force,
)
from polakor.doors.ui import figures, languages
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.flows.register_family import FamilyRegistered, register_family
from polakor.intake.errors import ToldAlready
from polakor.reference.queries.gates import gate_choices
from polakor.reference.queries.places import places_at
from polakor.reference.rules.forms import Form

FORM = "arrival"
MORE = 2  # people added at a time


class EnvelopeForm(forms.Form):
    """What is said of the form itself. Its ids were made with it: sent twice it is told once."""

    made = forms.UUIDField(widget=forms.HiddenInput)
    people = forms.CharField(widget=forms.HiddenInput)
    gate = forms.ChoiceField(
        label=gettext_lazy("Gate"),
        error_messages={"required": gettext_lazy("Choose the gate they came through.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gate = self.fields["gate"]
        assert isinstance(gate, forms.ChoiceField)
        known = gate_choices(languages.current(), on=timezone.localdate())
        gate.choices = [("", _("choose")), *known]

    def clean_people(self) -> list[str]:
        """The ids of the blocks of people."""
        return [str(forms.UUIDField().clean(one)) for one in self.cleaned_data["people"].split()]


def family(request: HttpRequest) -> HttpResponse:
    """The form, empty or with what is wrong beside each answer; then the file of the head."""
    asked = form_in_force(FORM)
    if request.method != "POST":
        begun = {"made": str(uuid7()), "people": _new_ids(AT_FIRST)}
        return _page(request, EnvelopeForm(initial=begun), FamilyForm(asked, people=AT_FIRST))
    envelope = EnvelopeForm(request.POST)
    sound = envelope.is_valid()
    if not {"made", "people"} <= envelope.cleaned_data.keys():
        return redirect("office_registry:family")
    ids: list[str] = envelope.cleaned_data["people"]
    if "add" in request.POST:
        return _with_more(request, asked, ids)
    filled = FamilyForm(asked, request.POST, people=len(ids))
    payload = filled.payload(
        {
            "id": str(envelope.cleaned_data["made"]),
            "kind": "register",
            "form": asked.key,
            "gate": envelope.cleaned_data.get("gate", ""),
            "made_at": timezone.localtime().isoformat(timespec="seconds"),
        },
        ids,
    )
    if filled.find_problems(payload, ids) or not sound:
        return _page(request, envelope, filled, status=422)
    try:
        one = register_family(actor=actor_of(request), payload=payload)
    except ToldAlready as refusal:
        messages.info(request, sentence_of(refusal))
        return redirect("office_registry:search")
    if not one.again:
        messages.success(request, _said(one))
    return redirect("office_registry:person", person_id=one.head)


def _new_ids(count: int) -> str:
    return " ".join(str(uuid7()) for _each in range(count))


def _with_more(request: HttpRequest, asked: Form, ids: list[str]) -> HttpResponse:
    """The same answers with room for two more people; nothing is judged yet."""
    more = min(MORE, MOST_PEOPLE - len(ids))
    sent = request.POST.copy()
    sent["people"] = " ".join([*ids, _new_ids(more)]).strip()
    filled = FamilyForm(asked, people=len(ids) + more)
    for part in filled.parts:
        for name, field in part.fields.items():
            sent_as = part.add_prefix(name)
            several = isinstance(field, forms.MultipleChoiceField)
            part.initial[name] = sent.getlist(sent_as) if several else sent.get(sent_as, "")
    begun = {name: sent.get(name, "") for name in EnvelopeForm.base_fields}
    return _page(request, EnvelopeForm(initial=begun), filled)


def _page(
    request: HttpRequest, envelope: EnvelopeForm, filled: FamilyForm, status: int = 200
) -> HttpResponse:
    shown = {
        "envelope": envelope,
        "filled": filled,
        "wrong": [part for part in (envelope, *filled.parts) if part.errors],
        "places": [place.name(local=languages.current() != "en") for place in places_at(2)],
        "full": len(filled.members) >= MOST_PEOPLE,
    }
    return render(request, "office_registry/family.html", shown, status=status)


def _said(one: FamilyRegistered) -> str:
    count = len(one.outcomes)
    said = ngettext("%(n)s person registered.", "%(n)s people registered together.", count) % {
        "n": figures.number(count)
    }
    waiting = sum(each.outcome == "waiting" for each in one.outcomes)
    if waiting:
        said += " " + _("Of them %(n)s resemble somebody known: an officer decides.") % {
            "n": figures.number(waiting)
        }
    return f"{said} " + _("Receipt %(receipt)s.") % {"receipt": one.receipt}
