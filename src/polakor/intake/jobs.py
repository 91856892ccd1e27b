"""What this room does in the background: take up again what a dead worker let fall.

The reading of a list passes through several rooms; its job lies in ``flows/read_list.py``.
"""

from dataclasses import replace

from polakor.access.context import acting_as
from polakor.access.machine import SETUP
from polakor.intake.actions.lists import resume_reading
from polakor.intake.models import ReceivedList, SentBack
from polakor.intake.queries.hold import READ_LIST, READ_SENT_BACK, is_held, last_job
from polakor.intake.queries.lists import unfinished_lists
from polakor.intake.queries.sent_back import unfinished_sent_back

GRACE = 3.0
"""Seconds a job may take from being fetched to holding its list."""

WORKER = replace(SETUP, name="worker", permissions=frozenset({"intake:list:resume"}))


def tick() -> int:
    """Twice a second in the worker: take up what a dead reader let fall. Returns how many.

    A list that is being read is held. One that nobody holds was let fall by a killed process,
    unless its job waits in the queue or was fetched this very moment. A reading that failed is not
    begun again by itself: its page says so and offers it.
    """
    taken_up = 0
    with acting_as(WORKER):
        unfinished: list[ReceivedList | SentBack] = [*unfinished_lists(), *unfinished_sent_back()]
        for received in unfinished:
            if not is_held(received.id) and _is_let_fall(received):
                taken_up += resume_reading(actor=WORKER, received=received)
    return taken_up


def _is_let_fall(received: ReceivedList | SentBack) -> bool:
    task = READ_LIST if isinstance(received, ReceivedList) else READ_SENT_BACK
    job = last_job(received.id, task)
    if job is None or job.status == "succeeded":
        return True  # read by a command that died
    return job.status == "doing" and job.seconds > GRACE
