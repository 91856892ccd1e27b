"""Codes of the country pack: one row for each code of each list."""

from django.db import models
from django.db.models import F, Q

VERIFICATION = ["verified", "reported", "unverified"]


class Code(models.Model):
    """One code with its words. Retired when the pack no longer has it, never deleted.

    ``labels`` is ``{language: words}``; ``attributes`` is what the list says besides (see
    ``rules/shapes.py``); ``valid_from`` and ``valid_to`` (last day, NULL: goes on) say when the
    code may be used for something that happened; ``retired_on`` when the pack dropped it.
    """

    list_name = models.TextField()
    code = models.TextField()
    position = models.SmallIntegerField(default=0)
    labels = models.JSONField()
    attributes = models.JSONField(default=dict)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.TextField()
    verification_status = models.TextField()
    pack = models.TextField()
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["list_name", "code"], name="one_row_for_each_code_of_a_list"
            ),
            models.CheckConstraint(
                condition=Q(verification_status__in=VERIFICATION),
                name="a_code_says_how_far_it_is_trusted",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="a_code_does_not_end_before_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_name} {self.code}"


class PackState(models.Model):
    """Which pack this database holds: its settings, the hash of its files, when it came in.

    One row a pack; exactly one is ``in_force``. ``places_at`` changes whenever places do: whoever
    keeps them in memory fetches them again.
    """

    pack = models.TextField(primary_key=True)
    version = models.TextField()
    content_hash = models.TextField()
    settings = models.JSONField()
    in_force = models.BooleanField(default=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.UUIDField()
    places_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["in_force"], condition=Q(in_force=True), name="one_pack_is_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"
