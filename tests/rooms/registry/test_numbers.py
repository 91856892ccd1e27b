"""Numbers of people that a process fetches ahead."""

import pytest
from django.db import transaction

from polakor.registry.actions import records


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_reserve", records._Reserve())


def test_those_of_a_transaction_that_was_undone_are_not_given(committed_db: str) -> None:
    with transaction.atomic():
        records.numbers_for(1)
        transaction.set_rollback(True)
    assert records._reserve._left == []


def test_those_left_over_are_given_without_asking_again(committed_db: str) -> None:
    with transaction.atomic():
        first = records.numbers_for(3)
    with transaction.atomic():
        rest = records.numbers_for(records._RESERVED)
    given = [*first, *rest]
    assert len(set(given)) == len(given) == records._RESERVED + 3
    assert len(records._reserve._left) == 0
