"""Whoever recruits people for work abroad: agencies, who works under them, and who has no licence.

What stands about an agency is public; what stands about somebody without a licence is for those who
license, until the name is put on the public list. No row of this file is about a worker.
"""

from django.db import models
from django.db.models import F, Q

from polakor.access.models import ScopedModel
from polakor.base.ids import uuid7


class Recruiter(ScopedModel):
    """An agency, a sub-agent who works under one, or a broker without a licence.

    ``number`` is the human number on papers and in messages. ``listed_on``: since when a broker
    stands on the public list of those who recruit without a licence (``listed_because`` of what).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField(unique=True)
    kind = models.TextField()
    name_km = models.TextField()
    name_latin = models.TextField(blank=True, default="")
    works_for = models.ForeignKey("self", models.PROTECT, null=True, related_name="sub_agents")
    province = models.TextField(blank=True, default="")
    listed_on = models.DateField(null=True)
    listed_because = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["agency", "sub_agent", "broker"]),
                name="a_recruiter_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=~Q(name_km="") | ~Q(name_latin=""), name="a_recruiter_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(kind="sub_agent", works_for__isnull=False)
                | (~Q(kind="sub_agent") & Q(works_for__isnull=True)),
                name="a_sub_agent_works_under_an_agency",
            ),
            models.CheckConstraint(
                condition=Q(listed_on__isnull=True) | (~Q(kind="agency") & ~Q(listed_because="")),
                name="who_is_listed_has_no_licence_and_is_told_why",
            ),
            models.UniqueConstraint(
                fields=["kind", "name_km", "name_latin"],
                condition=Q(kind="agency"),
                name="an_agency_is_registered_once",
            ),
        ]
        indexes = [models.Index(fields=["kind", "name_km"], name="recruiters_by_kind")]

    def __str__(self) -> str:
        return self.name_latin or self.name_km


class OtherName(ScopedModel):
    """Another name or spelling somebody goes by: a former one, a shop sign, what people call it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recruiter = models.ForeignKey(Recruiter, models.PROTECT, related_name="other_names")
    name = models.TextField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="another_name_has_letters"),
            models.UniqueConstraint(fields=["recruiter", "name"], name="another_name_is_told_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Period(ScopedModel):
    """Something that holds of a recruiter from a day on, until it is ended.

    ``ended_at``: when the register learned of its last day; before that it went on.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    from_day = models.DateField()
    until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        abstract = True


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """The constraint of every period."""
    return models.CheckConstraint(
        condition=Q(until__isnull=True, ended_at__isnull=True)
        | Q(until__gte=F("from_day"), ended_at__isnull=False),
        name=name,
    )


class Office(Period):
    """Where a recruiter can be found. ``place`` is a place code at home, ``country`` abroad."""

    recruiter = models.ForeignKey(Recruiter, models.PROTECT, related_name="offices")
    kind = models.TextField()
    place = models.TextField(blank=True, default="")
    country = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    phone = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            ends_after_it_begins("an_office_closes_after_it_opens"),
            models.CheckConstraint(
                condition=Q(kind__in=["head", "branch", "training", "abroad"]),
                name="an_office_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(country="") | ~Q(address=""),
                name="an_office_is_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["recruiter", "from_day"], name="offices_of_a_recruiter")]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"


class Responsible(Period):
    """Who answers for a recruiter: director, contact, representative abroad (with ``country``)."""

    recruiter = models.ForeignKey(Recruiter, models.PROTECT, related_name="responsible")
    role = models.TextField()
    name = models.TextField()
    country = models.TextField(blank=True, default="")
    phone = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            ends_after_it_begins("a_duty_of_a_recruiter_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(role__in=["director", "contact", "abroad"]),
                name="who_answers_has_a_known_role",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="who_answers_has_a_name"),
        ]
        indexes = [models.Index(fields=["recruiter", "from_day"], name="who_answers_for_it")]

    def __str__(self) -> str:
        return self.name


class Membership(Period):
    """A recruiter belongs to an association (a code of the pack's institutions)."""

    recruiter = models.ForeignKey(Recruiter, models.PROTECT, related_name="memberships")
    association = models.TextField()

    class Meta:
        constraints = [
            ends_after_it_begins("a_membership_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["recruiter", "association"],
                condition=Q(until__isnull=True),
                name="a_member_is_a_member_once",
            ),
        ]

    def __str__(self) -> str:
        return self.association
