"""Columns that several rooms share."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL


class TransactionNumber(models.BigIntegerField):  # type: ignore[type-arg]
    """Number of the transaction that wrote the row.

    A reader that follows a growing table by a running number misses rows of transactions that
    began earlier and commit later. Following (transaction, number) up to the oldest transaction
    still open (``pg_snapshot_xmin``) misses none and reads none twice.
    """

    def __init__(self, **options: object) -> None:
        options.setdefault("editable", False)
        options["db_default"] = RawSQL("(pg_current_xact_id()::text::bigint)", [])
        super().__init__(**options)  # type: ignore[arg-type]

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        """Leave the default out: it is the field's own."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_default", None)
        return name, path, list(args), dict(kwargs)


class ScopedModel(models.Model):
    """A table whose rows are seen only by those who share a scope (``rules/scopes.py``)."""

    scopes = ArrayField(models.TextField())

    class Meta:
        abstract = True
