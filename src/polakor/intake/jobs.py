"""What this room does in the background: take up what a dead worker let fall, compare devices.

The reading of a list passes through several rooms; its job lies in ``flows/read_list.py``.
"""

from dataclasses import replace
from datetime import timedelta
from time import monotonic

from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.machine import SETUP
from polakor.intake.actions.attachments import sweep_parts
from polakor.intake.actions.devices import reconcile_devices
from polakor.intake.actions.lists import resume_reading
from polakor.intake.models import ReceivedList, SentBack
from polakor.intake.permissions import IntakePermission
from polakor.intake.queries.devices import last_reconciled
from polakor.intake.queries.hold import READ_LIST, READ_SENT_BACK, is_held, last_job
from polakor.intake.queries.lists import unfinished_lists
from polakor.intake.queries.sent_back import unfinished_sent_back
from polakor.reference.queries.pack import pack_in_force

GRACE = 3.0
"""Seconds a job may take from being fetched to holding its list."""

WORKER = replace(
    SETUP,
    name="worker",
    permissions=frozenset(
        {
            "intake:list:resume",
            "intake:device:reconcile",
            IntakePermission.ATTACHMENT_SWEEP,
        }
    ),
)
LOOK_EVERY = 60.0
"""Seconds between two looks whether the night's comparison of devices is due."""
NIGHT = 2
"""The hour of the day from which it is."""
SWEEP_EVERY = 3600.0
"""Seconds between two looks for attachments whose rest never came."""
_next_sweep = 0.0


def tick() -> int:
    """Twice a second in the worker: take up what a dead reader let fall, sweep now and then.

    Returns how many were taken up.

    A list that is being read is held. One that nobody holds was let fall by a killed process,
    unless its job waits in the queue or was fetched this very moment. A reading that failed is not
    begun again by itself: its page says so and offers it.
    """
    taken_up = 0
    _sweep_now_and_then()
    with acting_as(WORKER):
        unfinished: list[ReceivedList | SentBack] = [*unfinished_lists(), *unfinished_sent_back()]
        for received in unfinished:
            if not is_held(received.id) and _is_let_fall(received):
                taken_up += resume_reading(actor=WORKER, received=received)
    night.turn()
    return taken_up


class Night:
    """When devices are compared with what is here: once every night."""

    def __init__(self) -> None:
        self.next_look = 0.0

    def turn(self) -> int:
        """Compare when it is time. Returns whether it was."""
        if monotonic() < self.next_look:
            return 0
        self.next_look = monotonic() + LOOK_EVERY
        now, last = timezone.localtime(), last_reconciled()
        due = now.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
        if now < due or (last is not None and last >= due):
            return 0
        reconcile_devices(actor=WORKER)
        return 1


night = Night()


def _sweep_now_and_then() -> None:
    global _next_sweep
    if monotonic() < _next_sweep:
        return
    _next_sweep = monotonic() + SWEEP_EVERY
    days = pack_in_force().settings["field"]["attachment_days"]
    sweep_parts(actor=WORKER, before=timezone.now() - timedelta(days=int(days)))


def _is_let_fall(received: ReceivedList | SentBack) -> bool:
    task = READ_LIST if isinstance(received, ReceivedList) else READ_SENT_BACK
    job = last_job(received.id, task)
    if job is None or job.status == "succeeded":
        return True  # read by a command that died
    return job.status == "doing" and job.seconds > GRACE
