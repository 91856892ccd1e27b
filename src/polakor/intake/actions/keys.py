"""Put a new key in force, and write down that it was done."""

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.intake import keys
from polakor.intake.permissions import IntakePermission


def rotate_sealing_key(*, actor: Actor) -> keys.ServerKey:
    """Give devices a new key to seal to, from their next connection on; older ones still open.

    Needs ``intake:device:manage``.
    """
    actor.require(IntakePermission.DEVICE_MANAGE)
    made = keys.rotate("seal")
    with acting_as(actor):
        record_event(actor=actor, event="intake:key:rotated", target_kind="key", target_id=made.kid)
    return made
