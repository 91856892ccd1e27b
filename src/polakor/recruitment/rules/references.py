"""The reference of an answer of the public register: whom it is about, and when it was asked.

Nothing is kept of who asked. The register says again what it knew at that second, because its rows
are only ever added; so a reference proves an answer, whoever shows it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from polakor.base.ids import ALPHABET, check_letter

_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
_BASE, _WIDTH, _NUMBER = len(ALPHABET), 7, 7


@dataclass(frozen=True, slots=True)
class Reference:
    """``body``: the letters of the number without its prefix and dashes; ``at``: a whole second."""

    body: str
    at: datetime


def end_of_second(moment: datetime) -> datetime:
    """The whole second a moment lies before, so that what was just recorded is seen."""
    whole = moment.replace(microsecond=0)
    return whole if whole == moment else whole + timedelta(seconds=1)


def reference_of(number: str, at: datetime) -> str:
    """``XXXXXXX-XXXX-XXXX`` for a recruiter's number and a moment. ``at``: aware."""
    body = "".join(number.split("-")[1:])
    left = int((end_of_second(at) - _BEGAN).total_seconds())
    letters = ""
    for _ in range(_WIDTH):
        left, rest = divmod(left, _BASE)
        letters = ALPHABET[rest] + letters
    tail = letters + check_letter(body + letters)
    return f"{body}-{tail[:4]}-{tail[4:]}"


def read_reference(text: str) -> Reference | None:
    """What a reference says, or None where a letter of it is wrong or missing."""
    bare = "".join(letter for letter in text.upper() if letter.isalnum())
    if len(bare) != _NUMBER + _WIDTH + 1 or any(letter not in ALPHABET for letter in bare):
        return None
    body, letters, last = bare[:_NUMBER], bare[_NUMBER:-1], bare[-1]
    if check_letter(body + letters) != last or check_letter(body[:-1]) != body[-1]:
        return None
    seconds = 0
    for letter in letters:
        seconds = seconds * _BASE + ALPHABET.index(letter)
    return Reference(body, _BEGAN + timedelta(seconds=seconds))
