"""Statements that pass Django by still fail as Django's do."""

import pytest
from django.db import DataError, transaction

from polakor.access.bulk import run_prepared


@pytest.mark.django_db
def test_a_prepared_statement_raises_the_errors_that_everybody_waits_for() -> None:
    with pytest.raises(DataError), transaction.atomic():
        run_prepared("SELECT 1 / $1::int", [0])
    assert run_prepared("SELECT 6 / $1::int", [2]) == [(3,)]
