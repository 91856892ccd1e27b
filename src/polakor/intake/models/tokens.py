"""Batches of family tokens: which sheets were printed, with which key, and which are barred."""

from django.db import models
from django.db.models import F, Q

from polakor.base.ids import uuid7
from polakor.reference.models import Gate


class TokenBatch(models.Model):
    """Sheets ``first`` to ``last`` of one code, signed with one key. Nothing about anybody.

    ``public_key`` is SPKI in DER; the private half is a file (``intake/token_keys.py``). ``gate``
    is where the sheets are meant for, None if that is open.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField()
    first = models.IntegerField()
    last = models.IntegerField()
    public_key = models.BinaryField()
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")
    office_id = models.UUIDField()
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="one_batch_per_code"),
            models.CheckConstraint(
                condition=Q(first__gte=1, last__gte=F("first"), last__lte=99_999),
                name="a_batch_has_sheets_of_five_digits",
            ),
        ]
        indexes = [models.Index(fields=["-issued_at"], name="batches_newest_first")]

    def __str__(self) -> str:
        return self.code


class BarredTokens(models.Model):
    """Sheets ``first`` to ``last`` of a batch that are good no more, and why. Added, never undone.

    A sheet in somebody's hand from before stays on their record; it opens nothing new.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    batch = models.ForeignKey(TokenBatch, models.PROTECT, related_name="barred")
    first = models.IntegerField()
    last = models.IntegerField()
    reason = models.TextField()
    barred_at = models.DateTimeField(auto_now_add=True)
    barred_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=1, last__gte=F("first")) & ~Q(reason=""),
                name="barred_tokens_are_a_range_and_say_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


class TokenClash(models.Model):
    """One paper under which several families were written down, for a person to look at.

    Says nothing of anybody but the paper's number. ``families`` is how many there were when it was
    noticed last; ``answer`` is ``one`` (a family told twice), ``several`` (one was given a new
    paper), empty while nobody has looked, and empty again when yet another family comes.
    """

    token = models.TextField(primary_key=True)
    families = models.IntegerField()
    noticed_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(families__gte=2) & Q(answer__in=["", "one", "several"]),
                name="a_clash_is_of_several_families_and_its_answer_is_known",
            ),
            models.CheckConstraint(
                condition=Q(answer="") | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="a_settled_clash_says_by_whom_and_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["noticed_at"], condition=Q(answer=""), name="clashes_nobody_looked_at"
            ),
        ]

    def __str__(self) -> str:
        return self.token
