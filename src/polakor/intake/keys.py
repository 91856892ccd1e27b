"""The server's own keys: what devices seal to, what answers and ledgers are signed with.

Files in ``settings.KEYS``, mode 0600, made when first asked for; never in the database, never in a
log. The newest of a kind is in force, older ones stay usable: a device may come back after weeks
with envelopes sealed to one of them. Whoever loses this folder cannot open what still travels.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from polakor.intake.rules.sealing import CURVE, SealError, key_name, opening_key

Use = Literal["seal", "sign", "ledger"]


@dataclass(frozen=True, slots=True)
class ServerKey:
    """A key with its name (``kid``)."""

    kid: str
    private: ec.EllipticCurvePrivateKey

    @property
    def public(self) -> ec.EllipticCurvePublicKey:
        """The half that devices hold."""
        return self.private.public_key()


def key_in_force(use: Use) -> ServerKey:
    """The key new envelopes are sealed to, or new answers signed with."""
    return _known(use)[-1]


def every_key(use: Use) -> tuple[ServerKey, ...]:
    """All keys of a use that are usable, oldest first."""
    return _known(use)


def key_named(use: Use, kid: str) -> ServerKey | None:
    """The key called ``kid``, in force or older; None if this server never had it."""
    return next((key for key in _known(use) if key.kid == kid), None)


def rotate(use: Use) -> ServerKey:
    """Put a new key in force. Processes that run take it up at their next question."""
    folder = _folder()
    with _alone(folder):
        _make(folder, use)
    return key_in_force(use)


@lru_cache(maxsize=8192)
def session_key(kid: str, session: str) -> AESGCM | None:
    """The key of one session of a device; None for a server key unknown. Kept: ECDH is dear.

    Raises ``SealError`` for a session that is no point of the curve.
    """
    key = key_named("seal", kid)
    return None if key is None else opening_key(key.private, session)


def opener(kid: str, session: str) -> AESGCM:
    """The key to open with. Raises ``SealError``: ``unknown key`` when it is none of ours."""
    found = session_key(kid, session)
    if found is None:
        session_key.cache_clear()  # a key may have been brought back from a copy meanwhile
        raise SealError("unknown key")
    return found


def _folder() -> Path:
    folder = Path(settings.KEYS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _known(use: Use) -> tuple[ServerKey, ...]:
    """Every key of a use, oldest first; read again whenever the folder changes."""
    folder = Path(settings.KEYS)
    try:
        changed = folder.stat().st_mtime_ns
    except FileNotFoundError:
        changed = 0
    found = _read(str(folder), use, changed)
    if found:
        return found
    with _alone(_folder()):
        if not list(folder.glob(f"{use}-*.pem")):
            _make(folder, use)
    return _read(str(folder), use, folder.stat().st_mtime_ns)


@lru_cache(maxsize=16)
def _read(folder: str, use: Use, changed: int) -> tuple[ServerKey, ...]:
    keys = []
    for path in sorted(Path(folder).glob(f"{use}-*.pem")):
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
        assert isinstance(private, ec.EllipticCurvePrivateKey), f"{path.name} is no P-256 key"
        keys.append(ServerKey(key_name(private.public_key()), private))
    return tuple(keys)


def _make(folder: Path, use: Use) -> None:
    """Write a key whole or not at all: to a file beside, then under its name."""
    private = ec.generate_private_key(CURVE)
    name = f"{use}-{time.time_ns():020d}-{key_name(private.public_key())}"
    beside = folder / f".{name}.{os.getpid()}"
    content = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(folder / f"{name}.pem")
    whole = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(whole)
    finally:
        os.close(whole)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Several web processes begin at once: the first makes the key, the others find it."""
    handle = os.open(folder / ".lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
