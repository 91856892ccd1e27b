"""The public register: what anybody may ask about who recruits. No actor, and never a worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from namebridge import clean
from polakor.recruitment.errors import RecruiterNotFound, ReferenceUnknown
from polakor.recruitment.models import Office, Recruiter
from polakor.recruitment.queries.names import names_in_force
from polakor.recruitment.queries.recruiters import (
    RecruiterLine,
    acts_of,
    decided_rows,
    line_of,
    lines_of,
    with_acts,
)
from polakor.recruitment.rules.licences import known
from polakor.recruitment.rules.measures import PUBLIC_MEASURES
from polakor.recruitment.rules.references import end_of_second, read_reference, reference_of


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision or measure as the public reads it."""

    what: str
    on_day: date
    until: date | None
    reason: str
    decided_by: str
    reference: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the register says about one firm at a moment, and the reference to ask for it again.

    ``permits``: (country, sector or ``""``); ``decided``: newest first; ``places``: head and
    branch offices at home and abroad that are open.
    """

    line: RecruiterLine
    at: datetime
    reference: str
    permits: tuple[tuple[str, str], ...]
    decided: tuple[Decided, ...]
    places: tuple[Office, ...]
    other_names: tuple[str, ...]
    listed_because: str


def find(asked: str, *, limit: int = 20) -> list[RecruiterLine]:
    """Agencies, and brokers of the public list, by number, licence number or any spelling.

    Best first. Four queries, and six when a name was added since the last time.
    """
    now = end_of_second(timezone.now())
    day = timezone.localdate(now)
    asked = clean(asked)
    exact = shown(now).filter(Q(number__iexact=asked) | Q(acts__licence__iexact=asked))
    # Closed names are among them, and are left out by the database.
    numbers = names_in_force().ranked(asked, 3 * limit)
    rows = shown(now).filter(Q(number__in=numbers) | Q(id__in=exact.values("id")))
    place = {number: at for at, number in enumerate(numbers)}
    found = lines_of(rows, on=day, known_at=now)
    return sorted(found, key=lambda line: place.get(line.number, -1))[:limit]


def names_of_agencies(numbers: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Names of agencies in Khmer and in Latin letters, by number. One query."""
    rows = Recruiter.objects.filter(number__in=list(numbers), kind="agency")
    return {row.number: (row.name_km, row.name_latin) for row in rows}


def is_agency(number: str) -> bool:
    """Whether an agency has this number. One query."""
    return Recruiter.objects.filter(number=number, kind="agency").exists()


def _public() -> QuerySet[Recruiter]:
    return Recruiter.objects.filter(Q(kind="agency") | Q(listed_on__isnull=False))


def shown(at: datetime) -> QuerySet[Recruiter]:
    """Whom the public register shows: agencies, and who is on the list of the unlicensed."""
    listed = Q(kind="agency") | Q(listed_on__lte=timezone.localdate(at))
    return _public().filter(listed, recorded_at__lte=at)


def answer_about(number: str, *, at: datetime | None = None) -> Answer:
    """What the register says about one now, or said at a moment. Six queries.

    Raises ``RecruiterNotFound``.
    """
    moment = end_of_second(at or timezone.now())
    day = timezone.localdate(moment)
    row = with_acts(shown(moment).filter(number=number)).first()
    if row is None:
        raise RecruiterNotFound
    then = Q(recorded_at__lte=moment)
    goes_on = Q(until__isnull=True) | Q(until__gte=day) | Q(ended_at__gt=moment)
    open_ = then & goes_on & Q(from_day__lte=day)
    permits = row.permits.filter(open_).order_by("country", "sector")
    names = row.other_names.filter(then).order_by("name")
    return Answer(
        line=line_of(row, day, moment),
        at=moment,
        reference=reference_of(row.number, moment),
        permits=tuple(permits.values_list("country", "sector")),
        decided=_decided(row, day, moment),
        places=tuple(row.offices.filter(open_).order_by("from_day", "recorded_at")),
        other_names=tuple(names.values_list("name", flat=True)),
        listed_because=row.listed_because if row.listed_on else "",
    )


def answer_again(reference: str) -> Answer:
    """What the register said when it gave out ``reference``. Seven queries.

    Raises ``ReferenceUnknown`` for one it never gave out.
    """
    asked = read_reference(reference)
    if asked is None or asked.at > end_of_second(timezone.now()):
        raise ReferenceUnknown
    number = f"{asked.body[:-1]}-{asked.body[-1]}"
    row = Recruiter.objects.filter(number__endswith=f"-{number}").first()
    if row is None:
        raise ReferenceUnknown
    try:
        return answer_about(row.number, at=asked.at)
    except RecruiterNotFound:
        raise ReferenceUnknown from None


def whole_register(*, kind: str = "agency") -> Sequence[RecruiterLine]:
    """Every agency, or everybody on the list of the unlicensed, by name, as known now.

    One query, and two more after something was decided or a day has passed.
    """
    newest = _public().aggregate(
        Max("recorded_at"),
        Max("acts__recorded_at"),
        Max("acts__undone__undone_at"),
        Max("listed_on"),
        Count("listed_on"),
    )
    return _register(kind, timezone.localdate(), tuple(newest.values()))


@lru_cache(maxsize=4)
def _register(kind: str, day: date, _newest: tuple[object, ...]) -> tuple[RecruiterLine, ...]:
    agencies = Q(kind="agency")
    rows = _public().filter(agencies if kind == "agency" else ~agencies)
    return tuple(lines_of(rows.order_by("name_latin", "name_km"), on=day))


def _decided(row: Recruiter, day: date, moment: datetime) -> tuple[Decided, ...]:
    """Decisions about the licence and measures, as known then; the newest first."""
    acts = {act.id for act in known(acts_of(row), moment) if act.on_day <= day}
    measures = row.measures.filter(recorded_at__lte=moment, kind__in=PUBLIC_MEASURES)
    found = [
        Decided(one.act, one.on_day, one.until, one.reason, one.decided_by, one.reference)
        for one in decided_rows(row)
        if one.id in acts
    ]
    found += [
        Decided(one.kind, one.on_day, None, one.reason, one.decided_by, one.reference)
        for one in measures
    ]
    return tuple(sorted(found, key=lambda one: one.on_day, reverse=True))
