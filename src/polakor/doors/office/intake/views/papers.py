"""A later desk added answers under a paper of several families: both side by side, and a choice."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polakor.doors.office.intake.device_forms import NEITHER, FamilyForm
from polakor.doors.ui import languages
from polakor.doors.ui.acting import actor_of
from polakor.flows.decide_difference import place_in_family
from polakor.intake.actions.conflicts import note_side_by_side
from polakor.intake.models import Submission
from polakor.intake.queries.conflicts import choice_of, one_unplaced
from polakor.intake.queries.known import form_known
from polakor.intake.queries.tokens import token_standing
from polakor.reference.queries.gates import gate_labels
from polakor.reference.queries.pack import in_language
from polakor.reference.queries.places import place_full_names
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.persons import summaries_by_record


@require_http_methods(["GET", "POST"])
def show_paper(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """What was added, the families under its paper as far as visible, and a choice."""
    actor = actor_of(request)
    told = one_unplaced(actor, submission_id)
    families = token_standing(actor, told.token).registered
    form = FamilyForm(request.POST or None, families=[str(one.submission) for one in families])
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["family"]
        place_in_family(
            actor=actor,
            submission_id=submission_id,
            family_id=None if chosen == NEITHER else UUID(chosen),
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Your decision is kept."))
        return redirect("office_devices:paper", submission_id=submission_id)
    people = {one for family in families for one in family.people}
    seen = summaries_by_record(people) if actor.may(RegistryPermission.PERSON_READ) else {}
    note_side_by_side(actor=actor, people=list(seen))
    gates = gate_labels(languages.current())
    choice = choice_of(told.id)
    context = {
        "told": told,
        "added": _added(told),
        "families": [
            {
                "use": one,
                "gate": gates.get(one.gate, one.gate),
                "people": [seen[person] for person in one.people if person in seen],
                "chosen": choice is not None and choice.family_id == one.submission,
            }
            for one in families
        ],
        "choice": choice,
        "form": form,
        "neither": NEITHER,
    }
    status = 422 if form.errors else 200
    return render(request, "office_intake/paper.html", context, status=status)


def _added(told: Submission) -> list[tuple[int | None, list[tuple[str, str]]]]:
    """Questions and answers in words: of the family (None), and of each person by their number."""
    household, members = told.raw.get("household") or {}, told.raw.get("members") or ()
    found: list[tuple[int | None, list[tuple[str, str]]]] = []
    for number, said in [(None, household), *enumerate(members, 1)]:
        who = "household" if number is None else "member"
        answers = (said.get("answers") or {}).items()
        if answers:
            found.append((number, [_in_words(told.form, who, *pair) for pair in answers]))
    return found


def _in_words(key: str, who: str, code: str, answer: Any) -> tuple[str, str]:
    """A question and its answer in the reader's language, as the form has them."""
    form = form_known(key)
    question = form.question(code, who) if form else None
    if form is None or question is None:
        return code, str(answer)
    language = languages.current()
    label = in_language(question.label, language)
    if question.type == "place":
        return label, place_full_names({str(answer)}, language).get(str(answer), str(answer))
    words = {one.code: in_language(one.label, language) for one in form.choices_of(question)}
    several = answer if isinstance(answer, list) else [answer]
    return label, ", ".join(words.get(str(one), str(one)) for one in several)
