"""A tablet as the server sees it: what it writes, seals, keeps and sends. Tests use it too."""

import http.client
import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from polakor.base.ids import uuid7
from polakor.intake.rules.sealing import Session, bytes_of, is_signed, public_key

FORM = "arrival/1"
APP = "rehearsal"
TIMEOUT = 60.0
BUSY = frozenset({413, 429, 502, 503})
"""Answers that mean: keep everything and come again."""


@dataclass
class FieldDevice:
    """One device: ``payload`` makes a record, ``seal`` what travels; ``skew`` is its clock's."""

    id: UUID
    secret: str
    gate: str
    session: Session
    made: int = 0
    skew: timedelta = timedelta(0)

    @property
    def headers(self) -> dict[str, str]:
        """What it shows of itself."""
        return {"Authorization": f"Device {self.id}:{self.secret}"}

    @property
    def clock(self) -> datetime:
        """What its clock says now."""
        return datetime.now(UTC) + self.skew

    def payload(self, **changes: Any) -> dict[str, Any]:
        """A record of one woman with the next number; ``changes`` replace parts of it."""
        self.made += 1
        told: dict[str, Any] = {
            "id": str(uuid7()),
            "device": str(self.id),
            "seq": self.made,
            "kind": "register",
            "form": FORM,
            "base": None,
            "token": None,
            "gate": self.gate,
            "made_at": self.clock.isoformat(),
            "household": {"answers": {"return_mode": "spontaneous"}, "unanswered": {}},
        }
        told |= changes
        return told if "members" in told else {**told, "members": [member()]}

    def seal(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """``told`` as it travels."""
        return self.seal_bytes(
            json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(),
            envelope_id=told["id"],
            sequence=told["seq"],
        )

    def seal_bytes(self, content: bytes, *, envelope_id: str, sequence: int) -> dict[str, Any]:
        """Any content as it travels."""
        return self.session.seal(
            envelope_id=envelope_id,
            device=str(self.id),
            sequence=sequence,
            content=content,
            iv=os.urandom(12),
        )

    def sealed(self, count: int = 1, **changes: Any) -> list[dict[str, Any]]:
        """So many records, sealed."""
        return [self.seal(self.payload(**changes)) for _ in range(count)]

    def request(self, envelopes: Sequence[Mapping[str, Any]]) -> bytes:
        """The body of one sync."""
        told = {
            "clock": self.clock.isoformat(),
            "made": self.made,
            "app": APP,
            "envelopes": envelopes,
        }
        return json.dumps(told, separators=(",", ":")).encode()


def member(**answers: Any) -> dict[str, Any]:
    """One person of a family: a woman of 31 unless ``answers`` say otherwise."""
    return {"id": str(uuid7()), "answers": {"sex": "2", "age": 31, **answers}, "unanswered": {}}


class NotHeard(Exception):
    """No answer that counts: nothing is known of what was sent. Keep it and send it again."""

    def __init__(self, why: str, wait: float = 0.2) -> None:
        super().__init__(why)
        self.wait = wait


class Forged(Exception):
    """An answer that the server did not sign."""


@dataclass
class Line:
    """A device's connection to ``address`` (http://host:port); ``sign_key`` checks the answers."""

    address: str
    headers: Mapping[str, str]
    sign_key: bytes
    _open: http.client.HTTPConnection | None = None
    _key: Any = field(default=None)

    def post(self, path: str, body: bytes) -> list[dict[str, Any]]:
        """Send and return the receipts. Raises ``NotHeard`` or ``Forged``."""
        status, answer = self.raw("POST", path, body)
        if status in BUSY:
            raise NotHeard(f"{status}")
        if status != 200:
            raise NotHeard(f"{status}: {answer[:200]!r}", wait=0.5)
        return self.opened(answer)

    def post_and_hear_nothing(self, path: str, body: bytes) -> None:
        """Send whole, and lose the connection before the answer."""
        line = self._line()
        try:
            line.request("POST", path, body, self._headers())
        except (OSError, http.client.HTTPException):
            pass
        finally:
            self.close()

    def raw(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Status and body. Raises ``NotHeard`` when the connection broke."""
        try:
            line = self._line()
            line.request(method, path, body, self._headers())
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as problem:
            self.close()
            raise NotHeard(type(problem).__name__) from problem

    def opened(self, answer: bytes) -> list[dict[str, Any]]:
        """The receipts of a signed answer. Raises ``NotHeard`` or ``Forged``."""
        try:
            told = json.loads(answer)
            statement, signature = told["statement"], bytes_of(told["signature"])
        except (ValueError, KeyError, TypeError) as problem:
            raise NotHeard("an answer that cannot be read") from problem
        if self._key is None:
            self._key = public_key(self.sign_key)
        if not is_signed(self._key, statement.encode(), signature):
            raise Forged("the server did not sign this")
        receipts: list[dict[str, Any]] = json.loads(statement)["receipts"]
        return receipts

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _line(self) -> http.client.HTTPConnection:
        if self._open is None:
            place = urlsplit(self.address)
            self._open = http.client.HTTPConnection(
                place.hostname or "127.0.0.1", place.port, timeout=TIMEOUT
            )
        return self._open

    def _headers(self) -> dict[str, str]:
        return {**self.headers, "Content-Type": "application/json"}


def until_heard(line: Line, path: str, body: bytes, patience: float) -> list[dict[str, Any]]:
    """Send again and again until there is an answer. Raises ``NotHeard`` after ``patience`` s."""
    end = time.monotonic() + patience
    while True:
        try:
            return line.post(path, body)
        except NotHeard as silence:
            if time.monotonic() > end:
                raise
            time.sleep(silence.wait)
