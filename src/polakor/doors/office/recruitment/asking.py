"""A form on a page of its own, within the pages of those who recruit."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from polakor.access.rules.actors import Actor
from polakor.doors.office.recruitment import showing
from polakor.doors.ui import asking
from polakor.doors.ui.acting import actor_of
from polakor.recruitment.errors import RecruiterNotFound
from polakor.recruitment.queries.recruiters import RecruiterLine
from polakor.recruitment.queries.recruiters import line_for as line_of_number

ask = partial(asking.ask, frame="office_recruitment/base.html")
Words = str | Promise


def line_for(actor: Actor, number: str) -> RecruiterLine:
    """Whom a page is about; somebody this account may not see is not there."""
    try:
        return line_of_number(actor, number.upper(), on=timezone.localdate())
    except RecruiterNotFound:
        raise Http404 from None


def ask_about(
    request: HttpRequest,
    number: str,
    *,
    form: Callable[..., forms.Form],
    do: Callable[..., object],
    title: Words,
    button: Words,
    done: Words,
    lead: Words = "",
    agencies: bool = False,
    dangerous: bool = False,
) -> HttpResponse:
    """A form about one recruiter; afterwards back to the file.

    ``form`` is made of what was sent; ``do`` is called with ``actor``, ``number`` and what was
    told. ``agencies``: of anybody else there is no such page.
    """
    actor = actor_of(request)
    line = line_for(actor, number)
    if agencies and line.kind != "agency":
        raise Http404

    def act(told: dict[str, Any]) -> object:
        return do(actor=actor, number=line.number, **told)

    return ask(
        request,
        form=form(request.POST or None),
        do=act,
        title=title,
        lead=lead,
        facts=[(_("About"), showing.name_of(line)), (_("Today"), showing.row(line, {})["words"])],
        button=button,
        back=reverse("office_recruitment:recruiter", args=[line.number]),
        done=done,
        dangerous=dangerous,
    )
