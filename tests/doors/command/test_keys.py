"""`polakor keys`: a new key to seal to, and what was sealed to the old one still opens."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast
from tests.factories.devices import FieldDevice, enrolled, member

from polakor.access.queries.events import events_visible_to
from polakor.doors.command import main
from polakor.doors.command.commands import keys as command
from polakor.doors.command.errors import CommandFailure
from polakor.flows.receive_envelopes import receive_envelopes
from polakor.intake import keys

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(settings: Any, tmp_path: Path) -> None:
    settings.KEYS = tmp_path / "keys"


def polakor(*words: str) -> int:
    return command.run(main.parser_for("keys", command).parse_args(words))


def test_a_new_key_is_given_to_devices_and_the_old_one_still_opens(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    device = enrolled(cast.sokha)
    old = keys.key_in_force("seal").kid
    before = device.seal(device.payload(members=[member()]))
    assert polakor("rotate") == 0
    new = keys.key_in_force("seal").kid
    assert new != old
    assert f"{old}  still opens\n{new}  in force" in capsys.readouterr().out
    carried = Client().get("/field/down/", headers=device.headers).json()["keys"]
    assert carried["server_kid"] == new

    fresh = FieldDevice(device.id, device.secret, made=device.made)
    after = fresh.seal(fresh.payload(members=[member()]))
    assert (before["server_key"], after["server_key"]) == (old, new)
    taken = receive_envelopes(actor=cast.sokha, sealed=[before, after], device_id=device.id)
    assert [one.state for one in taken.receipts] == ["received", "received"]


def test_showing_makes_no_new_key_and_rotating_is_written_down(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    polakor()
    polakor("show")
    assert len(keys.every_key("seal")) == 1
    polakor("rotate")
    new = keys.key_in_force("seal").kid
    told = events_visible_to(cast.sreymom, event="intake:key:rotated")
    assert [one.target_id for one in told] == [new]
    assert "Keep the older ones" in capsys.readouterr().out


def test_a_key_that_the_running_program_could_not_read_is_not_made(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.key_in_force("seal")
    monkeypatch.setattr("os.geteuid", lambda: Path(settings.KEYS).stat().st_uid + 1)
    with pytest.raises(CommandFailure, match="belongs to another account"):
        polakor("rotate")
    assert len(keys.every_key("seal")) == 1
