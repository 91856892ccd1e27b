"""Sealing and signing: what was sealed opens, what was changed does not, and keys last."""

import contextlib
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polakor.intake import keys
from polakor.intake.rules.sealing import (
    SealError,
    Session,
    bound_to,
    bytes_of,
    is_signed,
    key_name,
    open_sealed,
    public_bytes,
    public_key,
    sign,
    text_of,
)

ENVELOPE = "01900000-0000-7000-8000-000000000009"
DEVICE = "01900000-0000-7000-8000-000000000008"


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.KEYS = tmp_path / "keys"
    keys.session_key.cache_clear()
    return tmp_path / "keys"


def sealed(session: Session, content: bytes = b"told") -> dict[str, Any]:
    return session.seal(
        envelope_id=ENVELOPE, device=DEVICE, sequence=4, content=content, iv=os.urandom(12)
    )


def opened(one: dict[str, Any], sequence: int = 4) -> bytes:
    key = keys.opener(one["server_key"], one["session"])
    bound = bound_to(ENVELOPE, DEVICE, sequence)
    return open_sealed(key, bytes_of(one["iv"]), bytes_of(one["body"]), bound)


def test_what_a_device_seals_the_server_opens(folder: Path) -> None:
    session = Session(keys.key_in_force("seal").public)
    assert opened(sealed(session, "គ្រួសារ".encode())) == "គ្រួសារ".encode()


def test_a_seal_holds_the_id_the_device_and_the_number(folder: Path) -> None:
    one = sealed(Session(keys.key_in_force("seal").public))
    with pytest.raises(SealError):
        opened(one, sequence=5)


def test_what_was_sealed_to_an_older_key_still_opens(folder: Path) -> None:
    old = keys.key_in_force("seal")
    one = sealed(Session(old.public))
    new = keys.rotate("seal")
    assert new.kid != old.kid
    assert keys.key_in_force("seal").kid == new.kid
    assert opened(one) == b"told"


def test_a_key_of_another_server_opens_nothing(folder: Path) -> None:
    one = sealed(Session(keys.key_in_force("seal").public))
    with pytest.raises(SealError, match="unknown key"):
        opened({**one, "server_key": "0" * 16})


def test_keys_are_readable_by_their_owner_alone(folder: Path) -> None:
    keys.key_in_force("sign")
    found = list(folder.glob("sign-*.pem"))
    assert len(found) == 1
    assert stat.S_IMODE(found[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_several_processes_that_begin_at_once_have_one_key(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _: keys.key_in_force("seal").kid, range(16)))
    assert len(names) == 1


def test_an_answer_is_signed_and_a_changed_one_is_not(folder: Path) -> None:
    key = keys.key_in_force("sign")
    signature = sign(key.private, b"statement")
    assert len(signature) == 64
    assert is_signed(key.public, b"statement", signature)
    assert not is_signed(key.public, b"Statement", signature)
    assert not is_signed(key.public, b"statement", signature[:-1])


def test_a_public_key_travels_as_spki(folder: Path) -> None:
    public = keys.key_in_force("seal").public
    assert key_name(public_key(public_bytes(public))) == key_name(public)


@given(st.binary())
def test_bytes_survive_base64url_without_padding(octets: bytes) -> None:
    assert bytes_of(text_of(octets)) == octets


@given(st.text())
def test_text_that_is_no_base64url_is_said_so_and_nothing_else_happens(text: str) -> None:
    with contextlib.suppress(SealError):
        bytes_of(text)
