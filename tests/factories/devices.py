"""A device in the field as tests play it: what it makes, seals and sends. All are made up."""

from dataclasses import dataclass, field

from polakor.access.rules.actors import Actor
from polakor.doors.command.simulation import devices
from polakor.doors.command.simulation.devices import member
from polakor.intake import keys
from polakor.intake.actions.devices import enrol_device
from polakor.intake.rules.sealing import Session

__all__ = ["GATE", "FieldDevice", "enrolled", "member"]

GATE = "KH-TH-PPT"


@dataclass
class FieldDevice(devices.FieldDevice):
    """The device of rehearsals, sealing to this server's own key."""

    secret: str = ""
    gate: str = GATE
    session: Session = field(default_factory=lambda: Session(keys.key_in_force("seal").public))


def enrolled(actor: Actor, name: str = "desk 1", gate: str = GATE) -> FieldDevice:
    """A device that ``actor`` took into service."""
    device, secret = enrol_device(actor=actor, name=name, gate=gate)
    return FieldDevice(device.id, secret, gate)
