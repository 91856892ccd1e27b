"""A device in the field as tests play it: what it makes, seals and sends. All are made up."""

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from polakor.access.rules.actors import Actor
from polakor.base.ids import uuid7
from polakor.intake import keys
from polakor.intake.actions.devices import enrol_device
from polakor.intake.rules.sealing import Session

GATE = "KH-TH-PPT"


@dataclass
class FieldDevice:
    """One device with its numbers; ``seal`` makes what travels, ``family`` what is inside."""

    id: UUID
    secret: str = ""
    gate: str = GATE
    made: int = 0
    skew: timedelta = timedelta(0)
    session: Session = field(default_factory=lambda: Session(keys.key_in_force("seal").public))

    @property
    def headers(self) -> dict[str, str]:
        """What it shows of itself."""
        return {"Authorization": f"Device {self.id}:{self.secret}"}

    def payload(self, **changes: Any) -> dict[str, Any]:
        """A record of one woman with the next number; ``changes`` replace parts of it."""
        self.made += 1
        made_at = datetime.now(UTC) + self.skew
        told: dict[str, Any] = {
            "id": str(uuid7()),
            "device": str(self.id),
            "seq": self.made,
            "kind": "register",
            "form": "arrival/1",
            "base": None,
            "token": None,
            "gate": self.gate,
            "made_at": made_at.isoformat(),
            "household": {"answers": {"return_mode": "spontaneous"}, "unanswered": {}},
            "members": [member()],
        }
        return {**told, **changes}

    def seal(self, told: dict[str, Any]) -> dict[str, Any]:
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


def member(**answers: Any) -> dict[str, Any]:
    """One person of a family: a woman of 31 unless ``answers`` say otherwise."""
    return {"id": str(uuid7()), "answers": {"sex": "2", "age": 31, **answers}, "unanswered": {}}


def enrolled(actor: Actor, name: str = "desk 1", gate: str = GATE) -> FieldDevice:
    """A device that ``actor`` took into service."""
    device, secret = enrol_device(actor=actor, name=name, gate=gate)
    return FieldDevice(device.id, secret, gate)
