"""Places from province to village, and what was wrong in the file they came from."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Place(models.Model):
    """One unit of the country. Retired when its source no longer has it, never deleted.

    ``level`` counts from 1 (province) down. ``province`` is the code of the unit of level 1 it
    lies in (its own for a province): the scope of most who look. ``name_km`` is the name in the
    country's own script, ``name_latin`` in Latin letters; a name not known is ``""``.
    """

    code = models.TextField(primary_key=True)
    level = models.SmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    province = models.TextField()
    name_km = models.TextField(blank=True, default="")
    name_latin = models.TextField(blank=True, default="")
    other_names = ArrayField(models.TextField(), default=list)
    source = models.TextField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    retired_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["province", "level"], name="places_of_a_province")]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__range=(1, 4)), name="a_place_is_of_a_level_from_1_to_4"
            ),
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True, province=F("code"))
                | Q(level__gt=1, parent__isnull=False),
                name="a_place_below_a_province_has_a_parent",
            ),
            models.CheckConstraint(
                condition=~Q(name_km="") | ~Q(name_latin=""), name="a_place_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_latin or self.name_km}"


class PlaceDefect(models.Model):
    """One thing the last import of a source found wrong, and what was done about it.

    ``kind`` and ``decision`` are words of ``rules/clean_places.py``; ``line`` counts from 1 with
    the header. The report of a source is replaced by its next import.
    """

    source = models.TextField()
    kind = models.TextField()
    decision = models.TextField()
    level = models.SmallIntegerField()
    code = models.TextField()
    name = models.TextField()
    file = models.TextField()
    line = models.IntegerField()
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["source", "kind"], name="defects_of_a_source")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} ({self.file}, line {self.line})"
