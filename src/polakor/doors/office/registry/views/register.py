"""Register one person by hand, and the crossing if there is one to record."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

import namebridge
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import EVERYWHERE, person_scopes
from polakor.base.dates import PartialDate
from polakor.base.ids import uuid7
from polakor.doors.office.registry import codes, wording
from polakor.doors.office.registry.forms import SEX_TOLD, RegisterForm
from polakor.doors.office.registry.machine_lines import LinesRead, read_lines
from polakor.doors.office.registry.questions import answers_from
from polakor.doors.ui import figures
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.flows.register_by_hand import FilledForm, register_by_hand
from polakor.intake.errors import ToldAlready
from polakor.journeys.actions.crossings import CrossingDraft
from polakor.journeys.permissions import JourneysPermission
from polakor.registry.actions.persons import PersonDraft
from polakor.registry.queries.resembling import Resembling, resembling
from polakor.registry.queries.told import person_told_by


def register(request: HttpRequest) -> HttpResponse:
    """The form, filled with what a search was begun with; then the new file.

    Whoever resembles somebody known is asked about once: is it one of these? The lines of a
    passport fill the form and register nobody.
    """
    actor = actor_of(request)
    may_record = actor.may(JourneysPermission.CROSSING_RECORD)
    near: list[Resembling] = []
    lines: LinesRead | None = None
    if "read_lines" in request.POST:
        told = {name: str(value) for name, value in request.POST.items()}
        lines = read_lines(told, timezone.localdate())
        form = RegisterForm(initial={**told, **lines.answers})
    elif request.method != "POST":
        begun = {field: request.GET.get(field, "") for field in ("name", "age", "home")}
        begun["made"] = str(uuid7())
        form = RegisterForm(initial={key: value for key, value in begun.items() if value})
    else:
        form = RegisterForm(request.POST)
        if form.is_valid():
            draft = _draft(actor, form.cleaned_data)
            near = _near(actor, form.cleaned_data, draft)
            if not near:
                return _registered(request, actor, form.cleaned_data, draft, record=may_record)
    shown = {"form": form, "may_record": may_record, "near": _shown(near), "lines": lines}
    status = 200 if not form.errors else 422
    return render(request, "office_registry/register.html", shown, status=status)


def _near(actor: Actor, told: dict[str, Any], draft: PersonDraft) -> list[Resembling]:
    """Whom to ask about first; nobody once it was asked, or when the form comes a second time."""
    again = told["made"] and person_told_by(told["made"]) is not None
    return [] if told["looked"] or again else resembling(actor, draft.identity())


def _shown(near: list[Resembling]) -> list[dict[str, object]]:
    """Those who resemble, in words."""
    places = codes.place_names([one.person.home for one in near])
    return [
        {
            "id": one.person.id,
            "number": one.person.number,
            "names": " · ".join(text for _script, text in one.person.names) or _("name not known"),
            "facts": [
                str(fact)
                for fact in (
                    wording.SEXES[one.person.sex] if one.person.sex else "",
                    figures.partial(one.person.birth),
                    places.get(one.person.home, ""),
                )
                if fact
            ],
            "likely": wording.likely(one.probability),
            "clash": one.clash,
            "because": wording.sentences(one.reasons, supports=True),
            "against": wording.sentences(one.reasons, supports=False),
        }
        for one in near
    ]


def _registered(
    request: HttpRequest, actor: Actor, told: dict[str, Any], draft: PersonDraft, *, record: bool
) -> HttpResponse:
    filled = FilledForm(answers_from(request.POST), id=told["made"] or uuid7())
    crossing = _crossing(draft, told) if record and told["gate"] else None
    try:
        one = register_by_hand(actor=actor, told=filled, draft=draft, crossing=crossing)
    except ToldAlready as refusal:
        messages.info(request, sentence_of(refusal))
        return redirect("office_registry:search")
    if one.again:
        # Pressed twice, or sent anew by the browser: the file and its receipt are there.
        return redirect("office_registry:person", person_id=one.person_id)
    said = {
        "new": _("Registered as %(number)s."),
        "matched": _("Registered as %(number)s and joined with the file of the same person."),
        "waiting": _(
            "Registered as %(number)s. Somebody known is much like this person: an officer decides."
        ),
    }[one.outcome]
    receipt = _("Receipt %(receipt)s.") % {"receipt": one.receipt}
    messages.success(request, f"{said % {'number': one.number}} {receipt}")
    if one.clash:
        messages.warning(
            request,
            _(
                "Somebody with another name is known under this document number. Look at the"
                " number once more; an officer will look at both files first."
            ),
        )
    return redirect("office_registry:person", person_id=one.person_id)


def _draft(actor: Actor, told: dict[str, Any]) -> PersonDraft:
    home = "" if told["home"] in wording.MISSING else told["home"]
    birth: PartialDate | None = told["birth"]
    from_age = birth is None and told["age"] is not None
    if from_age:
        birth = PartialDate(timezone.localdate().year - told["age"])
    return PersonDraft(
        names=tuple(namebridge.parse(text) for text in RegisterForm.told_names(told)),
        scopes=tuple(
            person_scopes(
                province=codes.province_of(home) or _own_province(actor),
                account_id=actor.account_id,
                day=timezone.localdate(),
            )
        ),
        sex=SEX_TOLD.get(told["sex"], 0),
        birth=birth,
        birth_from_age=from_age,
        home=home,
        phone=codes.phone_number(told["phone"]),
        documents=_documents(told),
        unanswered=unanswered(told),
    )


def unanswered(told: dict[str, Any]) -> dict[str, str]:
    """Why an answer is missing, by question; a question that was answered is not in it."""
    why = {
        "sex": told["sex"],
        "birth": "" if told["birth"] or told["age"] is not None else told["birth_why"],
        "home": told["home"],
        "phone": "" if told["phone"] else told["phone_why"],
        "document": told["document"],
    }
    return {question: word for question, word in why.items() if word in wording.MISSING}


def _own_province(actor: Actor) -> str:
    """Without a home the file stays with the province of the office that heard it."""
    areas = [area for area in actor.areas if area != EVERYWHERE]
    return areas[0] if len(areas) == 1 else ""


def _documents(told: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    kind = told["document"]
    if kind in wording.MISSING or not kind:
        return ()
    number = "".join(told["document_number"].split()).upper()
    holder = told["holder"] if told["holder"] != "unknown" else ""
    return ((kind, number, holder),)


def _crossing(draft: PersonDraft, told: dict[str, Any]) -> CrossingDraft:
    crossed_on = told["crossed_on"]
    return CrossingDraft(
        person_id=draft.id,
        gate=told["gate"],
        crossed_on=crossed_on,
        scopes=draft.scopes,
        mode=told["mode"] or "unknown",
        sex=draft.sex,
        age=_age_then(draft.birth, crossed_on),
        destination=draft.home,
    )


def _age_then(birth: PartialDate | None, day: date) -> int | None:
    age = birth.age_on(day) if birth else None
    return age if age is not None and age >= 0 else None
