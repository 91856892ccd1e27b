"""Forms of the country pack: one row for each version of each form ever loaded."""

from django.db import models
from django.db.models import F, Q

from polakor.reference.models.codes import VERIFICATION


class FormVersion(models.Model):
    """One version of a form, kept for as long as a record may name it.

    ``key`` is what a record names it by (``arrival/1``); ``definition`` its JSON without the lists
    it uses; ``meaning`` a hash of all of it that may not change within a version; ``retired_on``
    when the pack dropped it: it is still read, and no longer filled in.
    """

    key = models.TextField(primary_key=True)
    code = models.TextField()
    version = models.SmallIntegerField()
    tier = models.SmallIntegerField()
    position = models.SmallIntegerField(default=0)
    definition = models.JSONField()
    meaning = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.TextField()
    verification_status = models.TextField()
    pack = models.TextField()
    loaded_at = models.DateTimeField(auto_now_add=True)
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="one_row_for_each_version_of_a_form"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=1), name="versions_of_a_form_count_from_1"
            ),
            models.CheckConstraint(
                condition=Q(verification_status__in=VERIFICATION),
                name="a_form_says_how_far_it_is_trusted",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="a_form_does_not_end_before_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.key
