"""Somebody can run statements as the role that runs Polakor. This is what they still cannot do."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.cast import Cast

from polakor.access.context import acting_as

pytestmark = pytest.mark.django_db

ADD = """
INSERT INTO access_auditevent
  (id, account_id, role, office_id, event, target_kind, target_id, reason, detail{more})
SELECT gen_random_uuid(), %s, 'auditor', gen_random_uuid(), 'registry:person:read', 'person', 'x',
  '', '{{}}'{values}
"""


def run(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(statement: str, *values: object) -> str:
    with pytest.raises(DatabaseError) as caught:
        run(statement, *values)
    return str(caught.value)


def test_an_act_is_written_down_in_ones_own_name_alone(cast: Cast) -> None:
    statement = ADD.format(more="", values="")
    with acting_as(cast.dara):
        run(statement, cast.dara.account_id)
        assert "row-level security" in refused(statement, cast.vannak.account_id)
    assert "row-level security" in refused(statement, cast.dara.account_id)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "'2020-01-01'"),
        ("tx", "1"),
        ("number", "1"),
        ("scopes", "'{}'"),
    ],
)
def test_when_and_for_whom_is_the_databases_own(cast: Cast, column: str, value: str) -> None:
    with acting_as(cast.dara):
        statement = ADD.format(more=f", {column}", values=f", {value}")
        assert "permission denied" in refused(statement, cast.dara.account_id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_grant SET role = 'national_supervisor'",
        "UPDATE access_grant SET areas = '{*}'",
        "UPDATE access_auditevent SET reason = 'x'",
        "UPDATE access_auditseal SET hash = '\\x00'",
        "DELETE FROM access_auditevent",
        "DELETE FROM access_auditseal",
        "DELETE FROM registry_person",
        "DELETE FROM intake_submission",
        "UPDATE intake_submission SET raw = '[]'",
        "UPDATE registry_matchdecision SET verdict = 'same'",
        "TRUNCATE registry_person",
        "ALTER TABLE registry_person DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE taken (line text)",
        "COPY registry_person TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
        "SET ROLE postgres",
    ],
)
def test_not_even_in_the_name_of_the_nation(cast: Cast, statement: str) -> None:
    with acting_as(cast.vannak):
        assert refused(statement)
