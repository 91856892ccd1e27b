"""The row an act is about, held until the act ends."""

from django.db import connection

from polakor.access.rules.scopes import PUBLIC
from polakor.base.ids import human_number
from polakor.recruitment.errors import NotAnAgency, RecruiterNotFound
from polakor.recruitment.models import Recruiter


def recruiter_row(number: str) -> Recruiter:
    """A recruiter, locked until the end of the act. Raises ``RecruiterNotFound``."""
    row = Recruiter.objects.select_for_update(of=("self",)).filter(number=number).first()
    if row is None:
        raise RecruiterNotFound
    return row


def agency_row(number: str) -> Recruiter:
    """An agency, locked. Raises ``RecruiterNotFound``, ``NotAnAgency``."""
    row = recruiter_row(number)
    if row.kind != "agency":
        raise NotAnAgency
    return row


def closed_scopes(row: Recruiter) -> list[str]:
    """Words for what stands about a recruiter and is not for everybody."""
    return [word for word in row.scopes if word != PUBLIC]


def firm_scopes(row: Recruiter) -> list[str]:
    """Words for what everybody may read of a firm, and nobody of a person without a licence."""
    return row.scopes if row.kind == "agency" else closed_scopes(row)


def next_number(sequence: str, prefix: str) -> str:
    """The next human number of a sequence of this room: taken, whatever becomes of the act."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        return human_number(cursor.fetchone()[0], prefix)
