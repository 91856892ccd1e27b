"""Who reads a list right now, and what became of its job."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from polakor.intake.models import ListState, ReceivedList, SentBack

READ_LIST = "intake.read_list"
READ_SENT_BACK = "intake.read_sent_back"
"""Names of the jobs. Their work passes through several rooms and lies in ``flows``."""

_KEY = "hashtextextended('intake list ' || %s, 0)"
_IS_HELD = f"""
SELECT EXISTS (
  SELECT FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND ((classid::bigint << 32) | objid::bigint) = {_KEY})
"""  # noqa: S608 - nothing foreign is pasted in
_LAST_JOB = """
SELECT j.id, j.status::text,
       coalesce(extract(epoch FROM clock_timestamp() - (
         SELECT max(e.at) FROM procrastinate_events e
         WHERE e.job_id = j.id AND e.type = 'started')), 0)::float
FROM procrastinate_jobs j
WHERE j.task_name = %s AND j.args->>'list_id' = %s
ORDER BY j.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Job:
    """The last job that was to read a list; ``seconds`` since a worker took it."""

    id: int
    status: str
    seconds: float


@contextmanager
def holding(list_id: UUID) -> Iterator[bool]:
    """Hold a list while reading it; False when another process holds it.

    The hold belongs to the database session: a killed process loses it at once, whatever it was
    doing. It keeps two readers from doing the same work; that no row is doubled does not hang on
    it (the cursor ``rows_done`` is locked and moved with the rows).
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({_KEY})", [str(list_id)])
        row = cursor.fetchone()
    held = bool(row and row[0])
    try:
        yield held
    finally:
        # After a lost connection there is nothing left to give back.
        if held and connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock({_KEY})", [str(list_id)])


def is_held(list_id: UUID) -> bool:
    """Whether some process reads the list right now. One query; takes no lock itself."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_HELD, [str(list_id)])
        row = cursor.fetchone()
    return bool(row and row[0])


def last_job(list_id: UUID, task: str = READ_LIST) -> Job | None:
    """The newest job for a list, or for a spreadsheet that was sent back. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST_JOB, [task, str(list_id)])
        row = cursor.fetchone()
    return Job(*row) if row else None


def is_stopped(received: ReceivedList | SentBack) -> bool:
    """Whether what should be read has no reader, and no job that will bring one.

    At most two queries.
    """
    if received.state != ListState.READING or is_held(received.id):
        return False
    task = READ_LIST if isinstance(received, ReceivedList) else READ_SENT_BACK
    job = last_job(received.id, task)
    return job is not None and job.status in {"failed", "aborted", "cancelled"}
