"""Places where people who came back are received, and who is on duty there when."""

from django.db import models
from django.db.models import F, Q

from polakor.base.ids import uuid7
from polakor.journeys.models import Emergency


class Site(models.Model):
    """A transit, reception or quarantine place. ``capacity`` in people; holds nobody's data.

    ``coming`` is how many more were announced, as somebody said at ``coming_at``; who is there is
    counted from the families that came (``Party``).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.TextField()
    name_km = models.TextField()
    name_en = models.TextField()
    place = models.TextField()
    province = models.TextField()
    capacity = models.IntegerField()
    coming = models.IntegerField(default=0)
    coming_at = models.DateTimeField(null=True)
    emergency = models.ForeignKey(Emergency, models.PROTECT, null=True, related_name="sites")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    opened_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["transit", "reception", "quarantine"]),
                name="a_site_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=0) & Q(coming__gte=0),
                name="a_site_holds_nobody_or_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="a_site_closes_after_it_opens",
            ),
            models.UniqueConstraint(
                fields=["name_km", "place"],
                condition=Q(closed_on__isnull=True),
                name="an_open_site_is_entered_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name_en


class Desk(models.Model):
    """A table at a site where one thing is done: registering, triage, transport, handing out."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="desks")
    name = models.TextField()
    task = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    task__in=["register", "triage", "transport", "hand_out", "information"]
                ),
                name="a_desk_has_a_known_task",
            ),
            models.UniqueConstraint(fields=["site", "name"], name="a_desk_is_named_once_at_a_site"),
        ]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """An account is at a desk from one hour to another. Taken back by ``cancelled_at``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    desk = models.ForeignKey(Desk, models.PROTECT, related_name="shifts")
    account_id = models.UUIDField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_by = models.UUIDField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="a_shift_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["account_id", "begins_at"], name="shifts_of_an_account")]

    def __str__(self) -> str:
        return f"{self.desk_id} {self.begins_at}"
