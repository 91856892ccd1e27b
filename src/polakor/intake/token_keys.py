"""The private key of a batch of tokens: a file, needed only while its sheets are printed.

``settings.KEYS/tokens/<code>.pem``, mode 0600, never in the database and never in a log. It is kept
after the first printing because a printer spoils sheets; whoever takes the file can make sheets of
that one batch and nothing else, and the batch can be barred. Lost with its folder, the batch can
no longer be printed, and what was printed stays good.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from polakor.intake.errors import BatchKeyGone
from polakor.intake.rules.sealing import CURVE


def make_batch_key(code: str) -> ec.EllipticCurvePrivateKey:
    """A new key for a batch. Raises ``FileExistsError`` for a code that has one."""
    private = ec.generate_private_key(CURVE)
    content = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder / f"{code}.pem", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return private


def batch_key(code: str) -> ec.EllipticCurvePrivateKey:
    """The key of a batch. Raises ``BatchKeyGone``."""
    try:
        content = (_folder() / f"{code}.pem").read_bytes()
    except FileNotFoundError:
        raise BatchKeyGone from None
    private = serialization.load_pem_private_key(content, password=None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    return private


def _folder() -> Path:
    return Path(settings.KEYS) / "tokens"
