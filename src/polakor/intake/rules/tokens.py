"""Family tokens: how a number is written and signed, and what can be said of one that is shown.

``KHA-00472-X``: three letters of the batch, five digits of the sheet, a check letter. The code on
the sheet reads ``PLK1:<token>:<signature>``, signed with the key of the batch (ECDSA P-256), so
that a tablet without a network knows a printed sheet from a made one. ``doors/field/static/field/
tokens.js`` judges the same way (``tests/vectors/tokens.json``).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric import ec

from polakor.base.ids import ALPHABET
from polakor.intake.rules.sealing import (
    SealError,
    bytes_of,
    is_signed,
    public_key,
    sign,
    text_of,
)

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 3
MOST_IN_A_BATCH = 99_999
HEAD = "PLK1:"
_BASE = len(ALPHABET)
_LENGTH = 9
_LONGEST_TYPED = 16  # more letters or digits than a hand would type for nine
_SHAPE = re.compile(rf"([{CODE_LETTERS}]{{{CODE_LENGTH}}})([0-9]{{5}})([{ALPHABET}])")
_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_TO_DIGITS = str.maketrans("OQDILZSBG", "000112586")
_TO_LETTERS = str.maketrans("2568", "ZSGB")


class Verdict(StrEnum):
    """What can be said of a token from its letters, its signature and the batches known."""

    GOOD = "good"
    SLIP = "slip"
    """A letter is wrong or missing: look at the paper again."""
    FOREIGN = "foreign"
    """Not one of our sheets at all."""
    FORGED = "forged"
    """It says it is ours, but was never printed by us."""
    BARRED = "barred"
    """Printed by us, then lost or stolen."""
    UNSURE = "unsure"
    """Well written, of a batch that is not known here: perhaps newer than the list of batches."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is known of a batch: sheets ``first`` to ``last``, its public key (SPKI), ranges barred.

    Ranges are first and last sheet, both included.
    """

    code: str
    first: int
    last: int
    key: bytes
    barred: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TokenReading:
    """A token as it is stored (empty when none was shown) and its verdict."""

    token: str
    verdict: Verdict


def make_token(code: str, number: int) -> str:
    """The token of sheet ``number`` (1 to 99,999) of a batch. Raises ``ValueError``."""
    if len(code) != CODE_LENGTH or any(letter not in CODE_LETTERS for letter in code):
        raise ValueError("a batch is named by three letters")
    if not 1 <= number <= MOST_IN_A_BATCH:
        raise ValueError("a sheet has a number of five digits")
    return f"{code}-{number:05d}-{token_check(f'{code}{number:05d}')}"


def token_check(body: str) -> str:
    """The check letter of batch and number (Luhn mod 32): catches every single wrong sign.

    A letter counts as its place in ``ALPHABET``, a digit as itself; a place holds one or the other.
    """
    total = 0
    for place, sign_ in enumerate(reversed(body)):
        value = int(sign_) if sign_.isdigit() else ALPHABET.index(sign_)
        value *= 2 if place % 2 == 0 else 1
        total += value // _BASE + value % _BASE
    return ALPHABET[-total % _BASE]


def signed_text(token: str, private: ec.EllipticCurvePrivateKey) -> str:
    """What the code on the sheet reads."""
    return f"{HEAD}{token}:{text_of(sign(private, token.encode()))}"


def batch_code(token: str) -> str:
    """The batch a token says it is of."""
    return token[:CODE_LENGTH]


def sheet_number(token: str) -> int:
    """The sheet of a token as it is stored."""
    return int(token[CODE_LENGTH + 1 : -2])


def tidy_token(text: str) -> str:
    """The token in ``text`` as it is stored, or an empty text where a sign is wrong or missing.

    Small letters, Khmer digits, missing dashes, spaces and look-alikes (O for 0) are forgiven.
    """
    bare = _bare(text)
    if len(bare) != _LENGTH:
        return ""
    code = bare[:CODE_LENGTH].translate(_TO_LETTERS)
    found = _SHAPE.fullmatch(code + bare[CODE_LENGTH:-1].translate(_TO_DIGITS) + bare[-1])
    if not found or token_check(found[1] + found[2]) != found[3]:
        return ""
    return "-".join(found.groups())


def read_token(text: str, batches: Mapping[str, Batch]) -> TokenReading:
    """Read what was typed or scanned against the batches known, by their code. Never raises."""
    text = text.strip()
    if text[: len(HEAD)].upper() == HEAD:
        return _scanned(text[len(HEAD) :], batches)
    token = tidy_token(text)
    if token:
        return TokenReading(token, _judged(token, batches))
    typed = 0 < len(_bare(text)) <= _LONGEST_TYPED and not re.search(r"[:/.@]", text)
    return TokenReading("", Verdict.SLIP if typed else Verdict.FOREIGN)


def _scanned(content: str, batches: Mapping[str, Batch]) -> TokenReading:
    token, _, signature = content.partition(":")
    if not token or tidy_token(token) != token:
        return TokenReading("", Verdict.FORGED)
    batch = batches.get(batch_code(token))
    if batch is not None and not _is_genuine(token, signature, batch):
        return TokenReading(token, Verdict.FORGED)
    return TokenReading(token, _judged(token, batches))


def _is_genuine(token: str, signature: str, batch: Batch) -> bool:
    try:
        return is_signed(public_key(batch.key), token.encode(), bytes_of(signature))
    except SealError:
        return False


def _judged(token: str, batches: Mapping[str, Batch]) -> Verdict:
    batch = batches.get(batch_code(token))
    if batch is None:
        return Verdict.UNSURE
    number = sheet_number(token)
    if not batch.first <= number <= batch.last:
        return Verdict.FORGED
    if any(first <= number <= last for first, last in batch.barred):
        return Verdict.BARRED
    return Verdict.GOOD


def _bare(text: str) -> str:
    folded = text.translate(_KHMER_DIGITS).upper()
    return "".join(sign_ for sign_ in folded if sign_.isascii() and sign_.isalnum())
