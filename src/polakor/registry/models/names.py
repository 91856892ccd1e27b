"""What the counter search asks: words of names, who bears which two, and who asks how much."""

from django.db import models

from polakor.access.models import ScopedModel, TransactionNumber
from polakor.registry.models.persons import Person


class NameWord(models.Model):
    """A word (or several read as one) that somebody in the register bears. Of no person.

    ``number`` is worked out from the text (``rules/readings.py``). Held in memory by those who
    search, to find the words that sound like the one asked for; no page reads it.
    """

    number = models.BigIntegerField(primary_key=True)
    text = models.TextField()
    tx = TransactionNumber()

    class Meta:
        indexes = [models.Index(fields=["tx"], name="words_in_order_of_commit")]

    def __str__(self) -> str:
        return self.text


class NameReading(ScopedModel):
    """One way to read one name of a person, with what narrows a search: looked up by equality.

    ``family`` and ``given`` are word numbers, 0 for none; ``born`` is a year, 0 if unknown;
    ``province`` the first level of the home, or ``""``. Other operators than equality and order
    of numbers lose their index under row security.
    """

    pk = models.CompositePrimaryKey("person_id", "family", "given")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="readings", db_index=False
    )  # the primary key begins with it
    family = models.BigIntegerField()
    given = models.BigIntegerField()
    born = models.SmallIntegerField(default=0)
    province = models.TextField(blank=True, default="")
    version = models.SmallIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["given", "family", "province"], name="by_words_and_province"),
            # Both hold both words: whichever the server takes, no row is read in vain.
            models.Index(fields=["born", "family", "given"], name="by_year_and_family"),
            models.Index(fields=["born", "given", "family"], name="by_year_and_given"),
        ]

    def __str__(self) -> str:
        return f"{self.family} {self.given}"


class SearchPace(models.Model):
    """How much one account has asked lately, running out by itself: a script is slowed by it.

    ``level`` and ``day_level`` are searches still remembered at ``at``; no question is kept.
    """

    account_id = models.UUIDField(primary_key=True)
    level = models.FloatField()
    day_level = models.FloatField()
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.account_id)
