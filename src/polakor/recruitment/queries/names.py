"""Every name of every recruiter in memory, to be asked by sound. Whom one may see comes later."""

from functools import lru_cache

from django.db.models import Max

from polakor.access.context import acting_as
from polakor.access.machine import SETUP
from polakor.recruitment.models import OtherName, Recruiter
from polakor.recruitment.rules.finding import NamesOfFirms


def names_in_force() -> NamesOfFirms:
    """All names, closed ones too, so whoever asks must be shown only rows they may read.

    Read again when one was added. Two queries, four the first time.
    """
    with acting_as(SETUP):
        newest = Recruiter.objects.aggregate(at=Max("recorded_at"))["at"]
        other = OtherName.objects.aggregate(at=Max("recorded_at"))["at"]
        return _names(newest, other)


@lru_cache(maxsize=1)
def _names(_newest: object, _other: object) -> NamesOfFirms:
    rows = Recruiter.objects.prefetch_related("other_names")
    return NamesOfFirms(
        (row.number, name)
        for row in rows
        for name in (row.name_km, row.name_latin, *(one.name for one in row.other_names.all()))
        if name
    )
