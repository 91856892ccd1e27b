"""A form on a page of its own, within the pages of those who recruit."""

from functools import partial

from django.http import Http404
from django.utils import timezone

from polakor.access.rules.actors import Actor
from polakor.doors.ui import asking
from polakor.recruitment.errors import RecruiterNotFound
from polakor.recruitment.queries.recruiters import RecruiterLine
from polakor.recruitment.queries.recruiters import line_for as line_of_number

ask = partial(asking.ask, frame="office_recruitment/base.html")


def line_for(actor: Actor, number: str) -> RecruiterLine:
    """Whom a form is about; somebody this account may not see is not there."""
    try:
        return line_of_number(actor, number.upper(), on=timezone.localdate())
    except RecruiterNotFound:
        raise Http404 from None
