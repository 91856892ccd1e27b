"""What a device sends: sealed envelopes, what is inside them, and whether it can be registered.

No bytes make an exception here: what is wrong comes back as the code of a reason
(``intake.rules.envelope_reasons``), so that one bad envelope never stops those beside it.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeGuard
from uuid import UUID

from polakor.base.dates import CLOCK_LEEWAY
from polakor.intake.rules.answers import given
from polakor.intake.rules.sealing import SealError, bytes_of

KINDS = frozenset({"register", "enrich", "counts"})
LARGEST_SEQUENCE = 2**31 - 1
MOST_MEMBERS = 200
OLDEST = 1850
"""No year of birth is before it."""
SEXES = {"0": 0, "1": 1, "2": 2, "9": 9}
UNANSWERED = frozenset({"unknown", "refused", "not_applicable"})
TO_MEND = frozenset(
    {
        "age_impossible",
        "answers_wrong",
        "birth_impossible",
        "device_barred",
        "form_unknown",
        "gate_unknown",
        "id_taken",
        "mode_missing",
        "nobody_in_it",
        "person_known",
        "person_twice",
        "sequence_taken",
        "sex_and_age_missing",
        "time_unreadable",
        "token_unreadable",
        "too_many_people",
    }
)
"""Reasons for which an envelope goes back to the clerk; for the others the office looks at it."""
_FORM = re.compile(r"[a-z][a-z0-9_-]{0,39}/[0-9]{1,4}")
_TOKEN = re.compile(r"[0-9A-Z-]{1,40}")
_KEY_NAME = re.compile(r"[0-9a-f]{16}")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


# The three values below are made for every record on the busiest path: freezing them would cost
# twice what making them does. Nobody changes them.
@dataclass(slots=True)
class Sealed:
    """An envelope as it came. ``texts`` are its id and device as written on it."""

    id: UUID
    device: UUID
    sequence: int
    server_key: str
    session: str
    iv: bytes
    body: bytes
    texts: tuple[str, str]


@dataclass(slots=True)
class Member:
    """One person of an envelope, as far as a record needs: names and the rest come later.

    ``sex`` ISO 5218; ``age`` in whole years or None, ``band`` the lower bound of an age band
    chosen instead; ``birth`` (year, month, day) as far as told.
    ``helped``: a flag or a need was told, so a case worker must be able to open the record.
    """

    id: UUID
    sex: int
    age: int | None
    band: int | None
    birth: tuple[int | None, int | None, int | None]
    home: str
    helped: bool
    unanswered: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Envelope:
    """An opened envelope: ``text`` word for word, and what is needed to keep and register it.

    ``told`` is the same as JSON.
    """

    id: UUID
    device: UUID
    sequence: int
    text: str
    sha256: bytes
    kind: str
    form: str
    base: UUID | None
    token: str
    gate: str
    made_at: datetime
    crossed_on: date | None
    mode: str
    destination: str
    members: tuple[Member, ...]
    told: Mapping[str, Any]
    sealed: object = None


def read_sealed(value: object) -> Sealed | str:
    """What is written on an envelope, or the reason why nothing can be read there."""
    if not isinstance(value, dict):
        return "not_an_envelope"
    names = ("id", "device", "server_key", "session", "iv", "body")
    told = [text for name in names if isinstance(text := value.get(name), str)]
    sequence = value.get("seq")
    if len(told) != len(names) or not is_sequence(sequence):
        return "not_an_envelope"
    identifier, device, key, session, iv, body = told
    try:
        return Sealed(
            UUID(identifier),
            UUID(device),
            sequence,
            key if _KEY_NAME.fullmatch(key) else "",
            session,
            bytes_of(iv),
            bytes_of(body),
            (identifier, device),
        )
    except (SealError, ValueError):
        return "not_an_envelope"


def is_sequence(value: object) -> TypeGuard[int]:
    """Whether ``value`` can be a number a device gives."""
    return type(value) is int and 1 <= value <= LARGEST_SEQUENCE


def read_content(sealed: Sealed, content: bytes, value: object = None) -> Envelope | str:
    """The envelope in ``content``, or the reason why it cannot be kept as a submission.

    ``value`` is the sealed envelope as it came, carried along.
    """
    try:
        text = content.decode()
        told = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return "unreadable"
    if not isinstance(told, dict):
        return "unreadable"
    try:
        return _envelope(sealed, told, text, content, value)
    except _WrongError as wrong:
        return wrong.reason
    except (TypeError, ValueError, OverflowError, AttributeError, KeyError):
        return "unreadable"


class _WrongError(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _no_number(_text: str) -> None:
    raise ValueError("not a number of JSON")


def _envelope(
    sealed: Sealed, told: dict[str, Any], text: str, content: bytes, value: object
) -> Envelope:
    names = (told["id"].lower(), told["device"].lower(), told["seq"])
    if names != (str(sealed.id), str(sealed.device), sealed.sequence):
        raise _WrongError("says_another_id")
    kind, form = told["kind"], told["form"]
    if kind not in KINDS or not _FORM.fullmatch(form):
        raise _WrongError("form_unknown")
    base, token = told.get("base"), told.get("token") or ""
    if token and not _TOKEN.fullmatch(token):
        raise _WrongError("token_unreadable")
    made_at = datetime.fromisoformat(told["made_at"])
    if made_at.tzinfo is None or not 2000 <= made_at.year <= 2200:
        raise _WrongError("time_unreadable")
    household = told.get("household") or {}
    answers = household.get("answers") or {}
    mode = answers.get("return_mode") or ""
    destination = answers.get("destination") or ""
    members: tuple[Member, ...] = ()
    if kind == "register":
        missing = household.get("unanswered") or {}
        if not mode and "return_mode" not in missing:
            raise _WrongError("mode_missing")
        members = _members(told["members"], destination, bool(answers.get("needs")), made_at)
    return Envelope(
        id=sealed.id,
        device=sealed.device,
        sequence=sealed.sequence,
        text=text,
        sha256=hashlib.sha256(content).digest(),
        kind=kind,
        form=form,
        base=UUID(base) if base else None,
        token=token,
        gate=_short(told.get("gate") or ""),
        made_at=made_at.astimezone(UTC),
        crossed_on=_day(answers.get("crossed_on"), made_at),
        mode=_short(mode),
        destination=_short(destination),
        members=members,
        told=told,
        sealed=value,
    )


def _day(told: object, made_at: datetime) -> date | None:
    """The day of crossing where the form names it whole and not clearly to come."""
    try:
        day = date.fromisoformat(told) if isinstance(told, str) and len(told) == 10 else None
    except ValueError:
        return None
    if day is None or day.year < OLDEST or day > made_at.date() + CLOCK_LEEWAY:
        return None
    return day


def _short(code: object) -> str:
    """A code; what is no code at all is answered like one that nobody knows."""
    return code if isinstance(code, str) and len(code) <= 60 else "?"


def _members(
    told: Sequence[Mapping[str, Any]], destination: str, needs: bool, made_at: datetime
) -> tuple[Member, ...]:
    if not told:
        raise _WrongError("nobody_in_it")
    if len(told) > MOST_MEMBERS:
        raise _WrongError("too_many_people")
    members = tuple(_member(one, destination, needs, made_at) for one in told)
    if len({one.id for one in members}) != len(members):
        raise _WrongError("person_twice")
    return members


def _member(told: Mapping[str, Any], destination: str, needs: bool, made_at: datetime) -> Member:
    answers, missing = told.get("answers") or {}, told.get("unanswered") or {}
    sex = answers.get("sex")
    sex = sex if isinstance(sex, str) else ""
    birth = _birth(answers.get("birth"), made_at)
    # With a birth, an age is no longer asked for: what stood there before is read by nobody.
    told_birth = birth[0] is not None
    age = None if told_birth else _age(answers, "age")
    band = None if told_birth or age is not None else _age(answers, "age_band")
    known = sex in SEXES or told_birth or age is not None or band is not None
    if not known and not _ONE_OF.intersection(missing):
        raise _WrongError("sex_and_age_missing")
    return Member(
        id=UUID(told["id"]),
        sex=SEXES.get(sex, 0),
        age=age,
        band=band,
        birth=birth,
        home=_short(answers.get("destination") or destination),
        helped=needs or bool(answers.get("flags")) or bool(answers.get("needs")),
        unanswered={
            _PERSON_FACTS[question]: why
            for question, why in missing.items()
            if question in _PERSON_FACTS and why in UNANSWERED
        },
    )


_ONE_OF = frozenset({"sex", "birth", "age", "age_band"})
"""One of these is answered of everybody, or why it cannot be."""
_PERSON_FACTS = {
    "sex": "sex",
    "birth": "birth",
    "age": "birth",
    "age_band": "birth",
    "destination": "home",
    "phone": "phone",
    "document": "document",
}


def _age(answers: Mapping[str, Any], question: str) -> int | None:
    age = answers.get(question)
    if not given(age):
        return None
    if type(age) is not int or not 0 <= age <= 130:
        raise _WrongError("age_impossible")
    return age


def _birth(told: object, made_at: datetime) -> tuple[int | None, int | None, int | None]:
    if not given(told):
        return None, None, None
    found = _DATE.fullmatch(told) if isinstance(told, str) else None
    if found is None:
        raise _WrongError("birth_impossible")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if not OLDEST <= year <= made_at.year + 1:
        raise _WrongError("birth_impossible")
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise _WrongError("birth_impossible") from None
    return year, month, day


def sealed_fingerprint(value: object) -> bytes:
    """SHA-256 over what came, whatever it was: the same bytes twice are one envelope."""
    return hashlib.sha256(as_text(value).encode()).digest()


def as_text(value: object) -> str:
    """What came as JSON in ASCII, keys in order; what is nested beyond all sense as a word."""
    try:
        return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    except RecursionError:
        return '"nested too deep"'
