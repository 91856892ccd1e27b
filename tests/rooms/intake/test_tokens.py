"""Batches of tokens: issued with a key of their own, barred in ranges, told apart at every desk."""

import stat
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.cast import Cast

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.models import AuditEvent
from polakor.intake.actions.tokens import A_SHEET, MOST_SHEETS, bar_tokens, issue_tokens
from polakor.intake.errors import (
    BatchKeyGone,
    BatchSize,
    BatchUnknown,
    GateUnknown,
    NotInTheBatch,
    ReasonMissing,
)
from polakor.intake.queries.tokens import batches, token_batches_for_devices, token_standing
from polakor.intake.rules.sealing import bytes_of
from polakor.intake.rules.tokens import Batch, Verdict, make_token, read_token, signed_text
from polakor.intake.token_keys import batch_key

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: Any) -> Path:
    settings.KEYS = tmp_path / "keys"
    return tmp_path / "keys"


def test_a_batch_has_its_own_code_key_and_numbers(cast: Cast, keys: Path) -> None:
    one = issue_tokens(actor=cast.vannak, sheets=2, gate="KH-TH-PPT")
    other = issue_tokens(actor=cast.dara, sheets=1)
    assert (one.first, one.last, one.gate_id) == (1, 2 * A_SHEET, "KH-TH-PPT")
    assert one.code != other.code
    assert bytes(one.public_key) != bytes(other.public_key)
    file = keys / "tokens" / f"{one.code}.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with acting_as(cast.sreymom):
        event = AuditEvent.objects.get(event="intake:token:issued", target_id=one.code)
    assert event.detail == {"tokens": 48, "gate": "KH-TH-PPT"}


def test_the_private_key_is_nowhere_in_the_database(cast: Cast) -> None:
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    secret = batch_key(batch.code).private_numbers().private_value.to_bytes(32, "big")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_tokenbatch")
        stored = b"".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for row in cursor.fetchall()
            for value in row
        )
    assert secret not in stored
    assert secret.hex().encode() not in stored


def test_only_who_answers_for_gates_issues_and_bars(cast: Cast) -> None:
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    for actor in (cast.sokha, cast.chenda, cast.rith, cast.sreymom, cast.thida):
        with pytest.raises(PermissionRefused):
            issue_tokens(actor=actor, sheets=1)
        with pytest.raises(PermissionRefused):
            bar_tokens(actor=actor, code=batch.code, first=1, last=2, reason="lost")
    assert list(batches(cast.sokha)) == [batch]
    with pytest.raises(PermissionRefused):
        batches(cast.rith)


def test_what_cannot_be_issued_or_barred_is_refused(cast: Cast) -> None:
    for sheets in (0, -1, MOST_SHEETS + 1):
        with pytest.raises(BatchSize):
            issue_tokens(actor=cast.vannak, sheets=sheets)
    with pytest.raises(GateUnknown):
        issue_tokens(actor=cast.vannak, sheets=1, gate="nowhere")
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    for first, last in ((0, 3), (5, 4), (20, 25)):
        with pytest.raises(NotInTheBatch):
            bar_tokens(actor=cast.vannak, code=batch.code, first=first, last=last, reason="lost")
    with pytest.raises(ReasonMissing):
        bar_tokens(actor=cast.vannak, code=batch.code, first=1, last=2, reason="  ")
    with pytest.raises(BatchUnknown):
        bar_tokens(actor=cast.vannak, code="???", first=1, last=2, reason="lost")


def test_a_lost_key_is_said_plainly(cast: Cast, keys: Path) -> None:
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    (keys / "tokens" / f"{batch.code}.pem").unlink()
    with pytest.raises(BatchKeyGone):
        batch_key(batch.code)


def test_devices_get_all_they_need_to_judge_without_us(cast: Cast) -> None:
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    bar_tokens(actor=cast.vannak, code=batch.code, first=3, last=5, reason="stolen from the desk")
    told = token_batches_for_devices()
    known = {
        one["code"]: Batch(
            one["code"], one["first"], one["last"], bytes_of(one["key"]),
            tuple((first, last) for first, last in one["barred"]),
        )
        for one in told
    }  # fmt: skip
    private = batch_key(batch.code)
    good, barred = (signed_text(make_token(batch.code, number), private) for number in (2, 4))
    assert read_token(good, known).verdict is Verdict.GOOD
    assert read_token(barred, known).verdict is Verdict.BARRED
    assert "stolen" not in str(told)


def test_a_paper_nobody_used_stands_unused_barred_forged_or_foreign(cast: Cast) -> None:
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    bar_tokens(actor=cast.dara, code=batch.code, first=7, last=7, reason="wet")

    def word(text: str) -> str:
        return token_standing(cast.sokha, text).word

    assert word(make_token(batch.code, 1)) == "unused"
    assert word(signed_text(make_token(batch.code, 1), batch_key(batch.code))) == "unused"
    assert word(make_token(batch.code, 7)) == "barred"
    assert token_standing(cast.sokha, make_token(batch.code, 7)).reason == "wet"
    assert word(make_token(batch.code, 25)) == "forged"
    assert word("https://example.org/") == "foreign"
    assert word("12345") == "slip"
    unknown = "ZZZ" if batch.code != "ZZZ" else "YYY"
    assert word(make_token(unknown, 1)) == "foreign"
