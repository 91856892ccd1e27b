"""Statements in somebody's name are never compiled, whatever the server is set to."""

import pytest
from django.db import connection

from polakor.access.context import acting_as
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def compiling() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        return str(cursor.fetchone()[0])


def test_a_server_that_compiles_does_not_while_somebody_acts(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = on")
    assert compiling() == "on"
    with acting_as(cast.rith):
        assert compiling() == "off"
