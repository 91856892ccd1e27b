"""Narrow counts kept up from the log of crossings, and how far the log has been counted.

None of them names a person. ``n`` is always "crossings recorded less crossings withdrawn", except
in the two tables of persons. Each answers one kind of question from few rows; a wide table that
answers all of them would be slower than counting the crossings themselves.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

AGE_UNKNOWN = -1
NEVER_BEFORE = "0001-01-01"


class LogPlace(models.Model):
    """How far the logs are counted; one row. Changes only together with the counts.

    (``tx``, ``number``) is the last crossing or withdrawal counted, (``move_tx``, ``move_number``)
    the last move of a person record. ``bands`` and ``province_digits`` say how ages and places were
    cut when they were counted; other cuts mean counting anew.
    """

    id = models.SmallIntegerField(primary_key=True)
    tx = models.BigIntegerField(default=0)
    number = models.BigIntegerField(default=0)
    move_tx = models.BigIntegerField(default=0)
    move_number = models.BigIntegerField(default=0)
    bands = ArrayField(models.SmallIntegerField(), default=list)
    province_digits = models.SmallIntegerField(default=2)
    counted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_place_in_the_log")
        ]

    def __str__(self) -> str:
        return f"{self.tx}:{self.number}"


class ByDay(models.Model):
    """Crossings by day, gate, direction and mode."""

    pk = models.CompositePrimaryKey("day", "gate", "direction", "mode")
    day = models.DateField()
    gate = models.TextField()
    direction = models.SmallIntegerField()
    mode = models.TextField()
    n = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.day} {self.gate} {self.n}"


class ByProfile(models.Model):
    """Crossings by day, gate, direction, sex and age band (lower bound in years, -1 unknown)."""

    pk = models.CompositePrimaryKey("day", "gate", "direction", "sex", "band")
    day = models.DateField()
    gate = models.TextField()
    direction = models.SmallIntegerField()
    sex = models.SmallIntegerField()
    band = models.SmallIntegerField()
    n = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.day} {self.gate} {self.n}"


class ByDestination(models.Model):
    """Crossings by day, gate, direction and province gone on to (``""`` not known)."""

    pk = models.CompositePrimaryKey("day", "gate", "direction", "province")
    day = models.DateField()
    gate = models.TextField()
    direction = models.SmallIntegerField()
    province = models.TextField()
    n = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.day} {self.gate} {self.n}"


class ByHour(models.Model):
    """Crossings whose hour is known, by hour (its beginning), gate and direction."""

    pk = models.CompositePrimaryKey("hour", "gate", "direction")
    hour = models.DateTimeField()
    gate = models.TextField()
    direction = models.SmallIntegerField()
    n = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.hour} {self.gate} {self.n}"


class ByMonth(models.Model):
    """Crossings by month (its first day), province, direction and mode."""

    pk = models.CompositePrimaryKey("month", "province", "direction", "mode")
    month = models.DateField()
    province = models.TextField()
    direction = models.SmallIntegerField()
    mode = models.TextField()
    n = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.month} {self.province} {self.n}"


class ByYears(models.Model):
    """All crossings ever, by direction, mode, nationality, sex and age band."""

    pk = models.CompositePrimaryKey("direction", "mode", "nationality", "sex", "band")
    direction = models.SmallIntegerField()
    mode = models.TextField()
    nationality = models.TextField()
    sex = models.SmallIntegerField()
    band = models.SmallIntegerField()
    n = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.nationality} {self.n}"


class PersonsByProvince(models.Model):
    """How many different persons ever went on to a province."""

    province = models.TextField(primary_key=True)
    persons = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.province} {self.persons}"


class Watch(models.Model):
    """An emergency of some gates only, whose different persons are counted for themselves."""

    code = models.TextField(primary_key=True)
    gates = ArrayField(models.TextField())

    def __str__(self) -> str:
        return self.code


class PersonsAgain(models.Model):
    """How many persons came in on ``day`` whose day before that was ``previous``.

    Adding up the rows of a period whose ``previous`` lies before it gives the different persons of
    that period, whatever the period (0001-01-01: never before). ``watch`` is the code of a watched
    emergency, where only its gates count, or ``""`` for all gates.
    """

    pk = models.CompositePrimaryKey("watch", "day", "previous")
    watch = models.TextField()
    day = models.DateField()
    previous = models.DateField()
    persons = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.watch} {self.day} {self.previous} {self.persons}"


class GateNews(models.Model):
    """When a crossing at a gate was last recorded."""

    gate = models.TextField(primary_key=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.gate} {self.last_at}"
