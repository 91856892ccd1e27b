"""Persons, what they are called, where to reach them and what proves who they are."""

from django.db import models
from django.db.models import Q

from polakor.access.models import ScopedModel, TransactionNumber
from polakor.base.ids import uuid7
from polakor.intake.models import Submission
from polakor.reference.models import Place


class Person(ScopedModel):
    """Somebody we were told about. A name alone is enough to begin.

    Two records of one human are joined by match decisions, never merged: ``canonical`` is worked
    out from those decisions and can be worked out again (``actions/decisions.py``).
    ``unanswered`` says of a question without an answer why there is none: ``{"birth": "refused"}``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField()
    sex = models.SmallIntegerField(default=0)
    birth_year = models.SmallIntegerField(null=True)
    birth_month = models.SmallIntegerField(null=True)
    birth_day = models.SmallIntegerField(null=True)
    birth_basis = models.TextField(blank=True, default="")
    home = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    unanswered = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    canonical = models.ForeignKey("self", models.PROTECT, null=True, related_name="also_known_as")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="one_person_per_number"),
            models.CheckConstraint(condition=Q(sex__in=[0, 1, 2, 9]), name="sex_is_iso_5218"),
            models.CheckConstraint(
                condition=Q(birth_month__isnull=True) | Q(birth_year__isnull=False),
                name="a_birth_month_needs_a_year",
            ),
            models.CheckConstraint(
                condition=Q(birth_day__isnull=True) | Q(birth_month__isnull=False),
                name="a_birth_day_needs_a_month",
            ),
            models.CheckConstraint(
                condition=Q(canonical__isnull=True) | ~Q(canonical=models.F("id")),
                name="nobody_is_their_own_other_record",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PersonName(ScopedModel):
    """One way a person is called, in one script, as one source wrote it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="names")
    position = models.SmallIntegerField(default=0)
    script = models.TextField()
    text = models.TextField()
    original = models.TextField()
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_name_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class NameKey(ScopedModel):
    """One blocking key of one person, looked up by equality alone.

    Narrow on purpose: other operators lose their index under row security.
    """

    pk = models.CompositePrimaryKey("key", "person_id")
    key = models.TextField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="keys")

    def __str__(self) -> str:
        return self.key


class Phone(ScopedModel):
    """A number that reaches a person. Families share phones, so it is never unique."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="phones")
    number = models.TextField()
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["number"], name="persons_by_phone")]

    def __str__(self) -> str:
        return self.number


class Document(ScopedModel):
    """A paper that was shown or named. Numbers may clash: that is a finding, not an error.

    Never changed. A correction is a document of its own that points to what it ``corrects``; a
    ``withdrawn`` one says that the paper was never this person's. ``told_by`` and ``told_at`` are
    of papers added to a file; for the others the submission says who told and when.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="documents")
    kind = models.TextField()
    number = models.TextField(blank=True, default="")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    withdrawn = models.BooleanField(default=False, db_default=False)
    reason = models.TextField(blank=True, default="", db_default="")
    told_by = models.UUIDField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn=False) | Q(corrects__isnull=False),
                name="only_a_document_on_file_is_withdrawn",
            ),
        ]
        indexes = [models.Index(fields=["number"], name="documents_by_number")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Custody(ScopedModel):
    """Who holds a document, since when; the newest row is the present state, rows are added.

    ``holder`` is a code of the pack (list ``holders``).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="custody")
    holder = models.TextField()
    against_will = models.TextField(default="unknown")
    since = models.DateField(null=True)
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(auto_now_add=True)
    told_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(holder=""), name="a_document_has_a_kind_of_holder"),
            models.CheckConstraint(
                condition=Q(against_will__in=["yes", "no", "unknown", "refused", "not_asked"]),
                name="held_against_will_is_answered_in_known_words",
            ),
        ]

    def __str__(self) -> str:
        return self.holder


class Household(ScopedModel):
    """People who travel or live together."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["token"], condition=~Q(token=""), name="households_by_token"),
        ]

    def __str__(self) -> str:
        return self.token or str(self.id)


class HouseholdMember(ScopedModel):
    """A person's place in a household. Added, never changed; leaving adds a row that ``ends`` it.

    ``relation`` (a code of the pack, list ``relations``) is what ``person`` is to ``related_to``;
    whoever a household began with has neither. ``reason`` of an ending: ``left`` or ``mistake``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="households")
    relation = models.TextField(blank=True, default="")
    related_to = models.ForeignKey(Person, models.PROTECT, null=True, related_name="relatives")
    ends = models.OneToOneField("self", models.PROTECT, null=True, related_name="ended_by")
    reason = models.TextField(blank=True, default="", db_default="")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(auto_now_add=True)
    told_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(related_to__isnull=True) | ~Q(relation=""),
                name="a_relative_has_a_relation",
            ),
            models.CheckConstraint(
                condition=Q(related_to__isnull=True) | ~Q(related_to=models.F("person")),
                name="nobody_is_their_own_relative",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(reason__in=["left", "mistake"]),
                name="an_ending_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.relation


class Told(ScopedModel):
    """Whom a submission is about: records made from it (a family has several), or added to."""

    pk = models.CompositePrimaryKey("submission_id", "person_id")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="told", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="told")

    def __str__(self) -> str:
        return str(self.pk)


class ClusterMove(ScopedModel):
    """A person record came to stand under another canonical record: a log for those who count."""

    number = models.BigAutoField(primary_key=True)
    tx = TransactionNumber()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    before = models.ForeignKey(Person, models.PROTECT, related_name="+")
    after = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["tx", "number"], name="moves_in_order_of_commit")]

    def __str__(self) -> str:
        return f"{self.before_id} -> {self.after_id}"
