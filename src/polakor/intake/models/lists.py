"""Lists of people as they were handed over, and every row of them."""

from django.db import models
from django.db.models import Q

from polakor.access.models import ScopedModel
from polakor.base.ids import uuid7
from polakor.intake.models.devices import Device
from polakor.intake.models.fields import VerbatimField
from polakor.reference.models import Gate


class Sender(models.Model):
    """Who hands lists over: an office, an agency, a foreign authority."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="one_sender_per_name")]

    def __str__(self) -> str:
        return self.name


class RememberedLayout(models.Model):
    """How an officer read the columns of a sender's sheet, for the next sheet with those heads."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sender = models.ForeignKey(Sender, models.PROTECT, related_name="layouts")
    fingerprint = models.TextField()
    layout = VerbatimField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "fingerprint"], name="one_layout_per_sender_and_heads"
            )
        ]

    def __str__(self) -> str:
        return self.fingerprint


class ListState(models.TextChoices):
    """Where a list stands."""

    RECEIVED = "received"
    READING = "reading"
    DONE = "done"


class ReceivedList(ScopedModel):
    """One file with people in it. The file itself lies beside, unchanged, in ``ListContent``.

    Rows count from the first that is not blank, over all sheets; ``rows_done`` is the cursor a
    stopped reading goes on from, written in the transaction of the rows it counts. ``quarantined``
    is what is still set aside; a correction moves a row to ``accepted`` or ``not_people``.
    ``read_as_of`` is the day in whose name ``started_by`` reads, so that a reading that goes on
    after midnight, or after two days without power, still sees what it began.
    ``document_clashes`` counts people with the document number of somebody of another name.
    ``worked_seconds`` is time spent reading, pauses left out. ``layouts`` says for each sheet what
    its columns are; ``samples`` keeps its first rows, so that looking at them opens no file.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.TextField(default="returns")
    sender = models.ForeignKey(Sender, models.PROTECT, null=True, related_name="lists")
    filename = models.TextField()
    sha256 = models.TextField()
    size = models.BigIntegerField()
    format = models.TextField()
    encoding = models.TextField(blank=True, default="")
    notices = VerbatimField(default=list)
    layouts = VerbatimField(default=list)
    samples = VerbatimField(default=list)
    gate = models.ForeignKey(Gate, models.PROTECT, null=True, related_name="+")
    crossed_on = models.DateField(null=True)
    mode = models.TextField(blank=True, default="")
    state = models.TextField(choices=ListState.choices, default=ListState.RECEIVED)
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.UUIDField()
    office_id = models.UUIDField()
    started_at = models.DateTimeField(null=True)
    started_by = models.UUIDField(null=True)
    read_as_of = models.DateField(null=True)
    finished_at = models.DateTimeField(null=True)
    rows_total = models.IntegerField(default=0)
    rows_done = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    quarantined = models.IntegerField(default=0)
    not_people = models.IntegerField(default=0)
    new_persons = models.IntegerField(default=0)
    matched = models.IntegerField(default=0)
    waiting = models.IntegerField(default=0)
    document_clashes = models.IntegerField(default=0, db_default=0)
    worked_seconds = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "sha256"], name="the_same_file_counts_once"),
            models.CheckConstraint(
                condition=Q(rows_done__lte=models.F("rows_total")),
                name="no_more_rows_done_than_there_are",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at"], name="lists_newest_first"),
            models.Index(fields=["state"], condition=Q(state="reading"), name="lists_being_read"),
        ]

    def __str__(self) -> str:
        return self.filename


class ListContent(ScopedModel):
    """The bytes of a list as they arrived. In the database, so that one backup holds everything."""

    received_list = models.OneToOneField(
        ReceivedList, models.PROTECT, primary_key=True, related_name="content"
    )
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class SentBack(ScopedModel):
    """A spreadsheet of rows set aside that came back mended, kept as it came, read in chunks.

    ``rows_done`` is the cursor over its rows, moved in the transaction of the rows it counts, like
    that of a list. Whoever sent it, it is read in their name as of ``read_as_of``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    received_list = models.ForeignKey(ReceivedList, models.PROTECT, related_name="sent_back")
    filename = models.TextField()
    content = models.BinaryField()
    state = models.TextField(choices=ListState.choices, default=ListState.READING)
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.UUIDField()
    read_as_of = models.DateField()
    finished_at = models.DateTimeField(null=True)
    rows_total = models.IntegerField()
    rows_done = models.IntegerField(default=0)
    accepted = models.IntegerField(default=0)
    left_out = models.IntegerField(default=0)
    still_aside = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    worked_seconds = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_done__lte=models.F("rows_total")),
                name="no_more_mended_rows_done_than_there_are",
            ),
        ]
        indexes = [
            models.Index(
                fields=["state"], condition=Q(state="reading"), name="sent_back_being_read"
            ),
        ]

    def __str__(self) -> str:
        return self.filename


class SubmissionState(models.TextChoices):
    """What became of it when it was taken in; for envelopes of a device see ``Outcome``."""

    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"
    NOT_A_PERSON = "not_person"
    RECEIVED = "received"
    HELD = "held"
    RETURNED = "returned"
    CONFLICT = "conflict"


class SubmissionSource(models.TextChoices):
    """How we were told."""

    LIST = "list"
    FORM = "form"
    DEVICE = "device"


class Submission(ScopedModel):
    """What we were told, word for word. Never changed; corrections are added.

    From a list: one row of it. ``sheet`` counts from 0, ``row`` from 1 as the sheet numbers it;
    ``raw`` has its cells, ``kind`` is what the row is (person, header, title, total, signature, …).
    From a form: ``form`` is the form with its version, ``raw`` the answers as typed, by question;
    ``office_id`` is where. ``received_by`` and ``received_at`` say who took it down and when.
    ``reading`` is our reading, ``reason`` the code of why it is set aside.
    From a device: ``raw`` is the opened envelope, ``kind`` register, enrich or counts, ``sequence``
    its number on the device, ``base`` the envelope it goes on from, ``token`` the family's token,
    ``made_at`` the device's time; ``sha256`` is of the envelope's bytes.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.TextField(
        choices=SubmissionSource.choices,
        default=SubmissionSource.LIST,
        db_default=SubmissionSource.LIST.value,
    )
    received_list = models.ForeignKey(
        ReceivedList, models.PROTECT, null=True, related_name="rows", db_index=False
    )
    sheet = models.IntegerField(null=True)
    row = models.IntegerField(null=True)
    form = models.TextField(blank=True, default="", db_default="")
    office_id = models.UUIDField(null=True)
    kind = models.TextField()
    raw = VerbatimField()
    reading = models.JSONField(null=True)
    state = models.TextField(choices=SubmissionState.choices)
    reason = models.TextField(blank=True, default="")
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.UUIDField()
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, related_name="submissions", db_index=False
    )
    sequence = models.IntegerField(null=True)
    base = models.UUIDField(null=True)
    token = models.TextField(blank=True, default="", db_default="")
    made_at = models.DateTimeField(null=True)
    sha256 = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "sequence"],
                condition=Q(device__isnull=False),
                name="a_device_gives_a_number_once",
            ),
            models.UniqueConstraint(
                fields=["received_list", "sheet", "row"],
                condition=Q(corrects__isnull=True),
                name="a_row_of_a_list_is_told_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="quarantined") | ~Q(reason=""),
                name="what_is_set_aside_says_why",
            ),
            models.CheckConstraint(
                condition=Q(
                    source="list",
                    received_list__isnull=False,
                    sheet__isnull=False,
                    row__isnull=False,
                    form="",
                )
                | (
                    Q(
                        source="form",
                        received_list__isnull=True,
                        sheet__isnull=True,
                        row__isnull=True,
                        office_id__isnull=False,
                    )
                    & ~Q(form="")
                )
                | (
                    Q(
                        source="device",
                        received_list__isnull=True,
                        office_id__isnull=False,
                        device__isnull=False,
                        sequence__gte=1,
                        made_at__isnull=False,
                        sha256__isnull=False,
                    )
                    & ~Q(form="")
                ),
                name="a_submission_names_exactly_one_source",
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_list", "state", "sheet", "row"], name="rows_of_a_list_by_state"
            ),
            models.Index(
                fields=["received_at"], condition=Q(state="held"), name="held_envelopes_by_age"
            ),
            models.Index(fields=["token"], condition=~Q(token=""), name="submissions_by_token"),
            models.Index(
                fields=["device", "-received_at"],
                condition=Q(reason="answers_left_out"),
                name="submissions_with_answers_out",
            ),
            models.Index(
                fields=["base"], condition=Q(base__isnull=False), name="submissions_by_base"
            ),
        ]

    def __str__(self) -> str:
        return self.form or f"{self.sheet}:{self.row}"

    @property
    def place(self) -> tuple[int, int]:
        """Sheet and row of a list's row."""
        assert self.sheet is not None, "a form has no sheet"
        assert self.row is not None, "a form has no row"
        return self.sheet, self.row

    @property
    def whole_list(self) -> ReceivedList:
        """The list a row stands in."""
        assert self.received_list is not None, "a form stands in no list"
        return self.received_list


class Outcome(models.Model):
    """What became of an envelope of a device after it was received: added once, never changed.

    Beside the submission and not in it, so that what we were told is not written anew. Says
    nothing of anybody: an id, a state (``accepted``, ``returned``, ``quarantined``, ``conflict``)
    and the code of why.
    """

    submission = models.OneToOneField(
        Submission, models.PROTECT, primary_key=True, related_name="outcome"
    )
    state = models.TextField()
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="accepted")
                | (Q(state__in=["returned", "quarantined", "conflict"]) & ~Q(reason="")),
                name="an_outcome_is_known_and_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(reason="token_twice"), name="outcomes_of_a_paper_twice"
            ),
        ]

    def __str__(self) -> str:
        return self.state
