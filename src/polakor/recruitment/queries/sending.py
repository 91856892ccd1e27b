"""What must hold before anybody is sent: who may act for an agency, where it may send, on what."""

from datetime import date

from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import agency_scope
from polakor.recruitment.errors import MayNotRecruit, NotMoney, RecruiterNotFound, TermAbsurd
from polakor.recruitment.models import Permit, Recruiter
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.queries.pack import currencies, must_know
from polakor.recruitment.queries.recruiters import acts_of, with_acts
from polakor.recruitment.rules.licences import standing_on
from polakor.recruitment.rules.terms import Terms, absurd


def checked_terms(terms: Terms) -> Terms:
    """The same terms. Raises ``TermAbsurd``, ``CodeUnknown``, ``NotMoney`` for a currency."""
    wrong = absurd(terms)
    if wrong:
        raise TermAbsurd(term=wrong)
    for list_name, code in (
        ("countries", terms.country),
        ("occupations", terms.occupation),
        ("sectors", terms.sector),
        *(("cost_items", one.item) for one in terms.fees),
        *(("deduction_items", one.item) for one in terms.deductions),
    ):
        if code:
            must_know(list_name, code)
    known = set(currencies())
    said_in = {one.currency for one in terms.fees}
    if terms.wage is not None or terms.deductions:
        said_in.add(terms.currency)
    if said_in - known:
        raise NotMoney
    return terms


def own_agency(actor: Actor, number: str) -> Recruiter:
    """An agency this actor may act for, with what was decided about it.

    Raises ``RecruiterNotFound``: another agency's number looks like none.
    """
    row = with_acts(Recruiter.objects.filter(number=number, kind="agency")).first()
    mine = agency_scope(number) in actor.scopes or actor.may(RecruitmentPermission.ORDER_DECIDE)
    if row is None or not mine:
        raise RecruiterNotFound
    return row


def must_be_allowed(agency: Recruiter, country: str, sector: str, day: date) -> None:
    """Raises ``MayNotRecruit`` unless the agency may send people there on that day."""
    standing = standing_on(acts_of(agency), day).standing
    permits = Permit.objects.filter(
        recruiter=agency, country=country, sector__in=("", sector), from_day__lte=day
    )
    runs = any(one.until is None or one.until >= day for one in permits)
    if standing != "licensed" or not runs:
        raise MayNotRecruit
