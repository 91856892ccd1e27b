"""Needs someone now: who waits, how long already, and what was done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from polakor.access.queries.accounts import account_names
from polakor.base.dates import PartialDate
from polakor.doors.office.protection.forms import AnswerForm
from polakor.doors.ui import figures, languages
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.protection.actions.screenings import answer_screening, take_screening
from polakor.protection.errors import ScreeningAlreadyAnswered, ScreeningNotFound
from polakor.protection.queries.screenings import (
    Waiting,
    get_waiting_for,
    waiting_count,
    waiting_for,
)
from polakor.reference.queries import codes, places
from polakor.registry.permissions import RegistryPermission

SHOWN_AT_MOST = 50
SEXES = {1: gettext_lazy("Male"), 2: gettext_lazy("Female")}
URGENCIES: dict[str, str | Promise] = {
    "now": gettext_lazy("Now"),
    "24h": gettext_lazy("Within a day"),
    "72h": gettext_lazy("Within three days"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """Words of flags and needs, and which flags are never shown on a list."""

    flags: dict[str, str]
    needs: dict[str, str]
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody who waits, in words."""

    waiting: Waiting
    names: list[str]
    about: str
    home: str
    flags: list[str]
    private: bool
    needs: list[str]
    urgency: str | Promise
    due: str
    due_mark: str
    overdue: bool
    taken: str
    mine: bool


def queue(request: HttpRequest) -> HttpResponse:
    """Those who wait, the one due first at the head. Private flags are not on it."""
    actor = actor_of(request)
    waiting = waiting_for(actor, limit=SHOWN_AT_MOST)
    count = waiting_count(actor) if len(waiting) == SHOWN_AT_MOST else len(waiting)
    now = timezone.now()
    words = _words()
    homes = _homes(waiting)
    names = account_names({one.taken_by for one in waiting if one.taken_by})
    rows = [
        _row(one, words, homes, now, private=False, names=names, me=actor.account_id)
        for one in waiting
    ]
    shown = {
        "rows": rows,
        "now": now,
        "count_words": ngettext("%(n)s person waits", "%(n)s people wait", count)
        % {"n": figures.number(count)},
        "late": sum(row.overdue for row in rows),
        "cut": count > len(rows),
        "most": SHOWN_AT_MOST,
        "may_open": actor.may(RegistryPermission.PERSON_READ),
    }
    return render(request, "office_protection/queue.html", shown)


@require_POST
def take(request: HttpRequest, screening_id: UUID) -> HttpResponse:
    """Say that one is going there; back to the queue."""
    actor = actor_of(request)
    try:
        take_screening(actor=actor, screening_id=screening_id)
    except ScreeningNotFound:
        raise Http404 from None
    except ScreeningAlreadyAnswered as refusal:
        messages.warning(request, sentence_of(refusal))
    return redirect("office_protection:queue")


def answer(request: HttpRequest, screening_id: UUID) -> HttpResponse:
    """One person who waits, with everything a case worker may know, and what was done."""
    actor = actor_of(request)
    try:
        waiting = get_waiting_for(actor, screening_id)
    except ScreeningNotFound:
        raise Http404 from None
    except ScreeningAlreadyAnswered as refusal:
        messages.warning(request, sentence_of(refusal))
        return redirect("office_protection:queue")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer_screening(actor=actor, screening_id=screening_id, answer=form.cleaned_data["answer"])
        messages.success(request, _("Written down. This person no longer waits."))
        return redirect("office_protection:queue")
    shown = {
        "row": _row(waiting, _words(), _homes([waiting]), timezone.now(), private=True),
        "form": form,
        "may_open": actor.may(RegistryPermission.PERSON_READ),
    }
    return render(
        request, "office_protection/answer.html", shown, status=422 if form.errors else 200
    )


def _words() -> Words:
    words = codes.labels_of_lists(["flags", "needs"], languages.current())
    return Words(words["flags"], words["needs"], codes.hidden_flags())


def _homes(waiting: Iterable[Waiting]) -> dict[str, str]:
    wanted = {one.person.home for one in waiting if one.person and one.person.home}
    return places.place_full_names(wanted, languages.current()) if wanted else {}


def _row(
    one: Waiting,
    words: Words,
    homes: dict[str, str],
    now: datetime,
    *,
    private: bool,
    names: Mapping[UUID, str] = MappingProxyType({}),
    me: UUID | None = None,
) -> Row:
    seen = [flag for flag in one.flags if flag != "none_observed"]
    shown = seen if private else [flag for flag in seen if flag not in words.hidden]
    late = one.due_at < now
    span = figures.duration(abs(one.due_at - now))
    person = one.person
    return Row(
        waiting=one,
        names=[text for _script, text in person.names] if person else [],
        about=_about(one, timezone.localdate()),
        home=homes.get(person.home, "") if person else "",
        flags=[words.flags.get(flag, flag) for flag in shown],
        private=any(flag in words.hidden for flag in seen),
        needs=[words.needs.get(need, need) for need in one.needs if need != "none"],
        urgency=URGENCIES.get(one.urgency, one.urgency),
        due=(_("late by %(span)s") if late else _("due in %(span)s")) % {"span": span},
        due_mark="now" if late or one.urgency == "now" else "check",
        overdue=late,
        taken=names.get(one.taken_by, "") if one.taken_by else "",
        mine=one.taken_by is not None and one.taken_by == me,
    )


def _about(one: Waiting, today: date) -> str:
    """``Female, about 34``: what an eye in a crowd can look for."""
    if one.person is None:
        return ""
    sex = str(SEXES[one.person.sex]) if one.person.sex in SEXES else _("sex not known")
    age = PartialDate.from_iso(one.person.birth).age_at(today) if one.person.birth else None
    if age is None:
        return _("%(sex)s, age not known") % {"sex": sex}
    return _("%(sex)s, about %(age)s") % {"sex": sex, "age": age}
