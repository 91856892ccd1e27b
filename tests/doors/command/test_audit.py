"""`polakor audit`: the chain is walked, and the first broken link is named in one line."""

import json

import pytest
from django.db import connection, transaction
from tests.cast import enter_cast

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.doors.command import main
from polakor.doors.command.commands import audit
from polakor.doors.command.errors import CommandFailure


def polakor(*words: str) -> int:
    return audit.run(main.parser_for("audit", audit).parse_args(words))


@pytest.fixture
def events(committed_db: str) -> int:
    """Some acts that nobody sealed yet."""
    cast = enter_cast()
    with acting_as(cast.vannak):
        for number in range(5):
            record_event(
                actor=cast.vannak, event="a:b:c", target_kind="person", target_id=str(number)
            )
    return 5


def change(statement: str) -> None:
    """What somebody with every right in the database could do; {} is a sealed event's number."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('polakor.scopes', 'audit', true)")
        cursor.execute("SELECT event_number FROM access_auditseal WHERE position = 3")
        cursor.execute(statement.format(cursor.fetchone()[0]))


def root(capsys: pytest.CaptureFixture[str]) -> str:
    assert polakor("root") == 0
    return capsys.readouterr().out.strip()


def test_it_seals_what_is_not_sealed_and_says_that_the_record_holds(
    events: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert polakor("verify") == 0
    said = capsys.readouterr().out
    assert "holds" in said
    assert polakor("verify", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["links"] >= events
    assert told["broken_at"] is None


def test_the_root_stays_the_same_until_somebody_acts(
    events: int, capsys: pytest.CaptureFixture[str]
) -> None:
    first = root(capsys)
    assert first == root(capsys)
    assert polakor("verify", "--kept", first) == 0


@pytest.mark.owner
@pytest.mark.superuser
@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE access_auditevent SET reason = 'x' WHERE number = {}", "its event was changed"),
        ("DELETE FROM access_auditevent WHERE number = {}", "its event was removed"),
        ("DELETE FROM access_auditseal WHERE event_number = {}", "a link is missing"),
    ],
)
def test_the_first_broken_link_is_named_in_one_line(
    events: int, statement: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root(capsys)
    change(statement)
    with pytest.raises(CommandFailure, match=f"broken at link 3: {why}") as refused:
        polakor("verify")
    assert "\n" not in str(refused.value)


@pytest.mark.owner
@pytest.mark.superuser
def test_whoever_cuts_off_the_end_is_found_by_a_root_kept_outside(
    events: int, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = root(capsys)
    last = int(kept.partition(":")[0])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('polakor.scopes', 'audit', true)")
        cursor.execute("SELECT event_number FROM access_auditseal WHERE position = %s", [last])
        number = cursor.fetchone()[0]
        cursor.execute("DELETE FROM access_auditseal WHERE position = %s", [last])
        cursor.execute("DELETE FROM access_auditevent WHERE number = %s", [number])
    assert polakor("verify") == 0
    with pytest.raises(CommandFailure, match=f"broken at link {last}: .* gone"):
        polakor("verify", "--kept", kept)


@pytest.mark.owner
@pytest.mark.superuser
def test_whoever_rewrites_the_whole_chain_is_found_by_a_root_kept_outside(
    events: int, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = root(capsys)
    change("UPDATE access_auditevent SET reason = 'x' WHERE number = {}")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_auditseal")
    assert polakor("verify") == 0
    last = kept.partition(":")[0]
    with pytest.raises(CommandFailure, match=f"broken at link {last}: it is not the root kept"):
        polakor("verify", "--kept", kept)


def test_a_root_that_is_none_is_refused(events: int) -> None:
    with pytest.raises(CommandFailure, match="looks like"):
        polakor("verify", "--kept", "yesterday's")
