"""The worker: background jobs from the queue, and the rooms' small regular turns.

``python -m polakor.doors.command.worker``. Both parts live through a lost database: they wait and
connect again. A job cut off by a killed worker is given back to the queue.
"""

import asyncio
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module, util

logger = logging.getLogger("polakor.worker")

ROOMS_WITH_TURNS = ("access", "evidence", "intake", "registry", "journeys", "protection", "flows")
TURN = 0.5
BUSY_TURN = 0.1
MUCH = 100
"""After a turn that did so much the next comes after ``BUSY_TURN`` seconds, not ``TURN``."""
LEAST_PAUSE = 0.05
LONGEST_PAUSE = 5.0
STRANDED_AFTER = 30.0
LAST_SECONDS = 4.0
JOBS_AT_ONCE = 1


def turns() -> list[tuple[str, Callable[[], object]]]:
    """Return the ``tick`` of every room whose ``jobs`` has one, in the order of the house."""
    from django.apps import apps

    found = []
    for room in ROOMS_WITH_TURNS:
        name = f"polakor.{room}.jobs"
        installed = room == "flows" or apps.is_installed(f"polakor.{room}")
        if not installed or util.find_spec(name) is None:
            continue
        tick = getattr(import_module(name), "tick", None)
        if callable(tick):
            found.append((room, tick))
    return found


def take_turns(ending: threading.Event) -> None:
    """Give every room its turns until ``ending``, each in a thread of its own.

    A long turn of one room (sealing some thousand acts) must not keep another from counting: the
    longer the end of the log, the dearer every report.
    """
    threads = [
        threading.Thread(target=_turns_of, args=(room, tick, ending), daemon=True)
        for room, tick in turns()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _turns_of(room: str, tick: Callable[[], object], ending: threading.Event) -> None:
    """A turn twice a second, sooner after one that found much to do, later after failures."""
    from django.db import connection

    wait = 0.0
    while not ending.is_set():
        began = time.monotonic()
        try:
            done = tick()
            wait = BUSY_TURN if isinstance(done, int) and done >= MUCH else TURN
        except Exception:  # the worker must outlive any one turn
            logger.exception("the turn of %s failed", room)
            connection.close()
            wait = min(LONGEST_PAUSE, max(TURN, wait * 2))
        ending.wait(max(LEAST_PAUSE, wait - (time.monotonic() - began)))
    connection.close()


async def give_back_stranded(queue: object, silent_for: float) -> int:
    """Return to the queue what a worker silent for so many seconds was doing; return how many."""
    manager = queue.job_manager  # type: ignore[attr-defined]
    stranded = list(await manager.get_stalled_jobs(seconds_since_heartbeat=silent_for))
    for job in stranded:
        await manager.retry_job(job)
        logger.warning("job %s (%s) was cut off and runs again", job.id, job.task_name)
    return len(stranded)


async def _rescue(queue: object) -> None:
    while True:
        try:
            await give_back_stranded(queue, STRANDED_AFTER)
        except Exception:  # the next look comes soon
            logger.exception("stranded jobs could not be looked for")
        await asyncio.sleep(STRANDED_AFTER / 3)


async def work(ending: threading.Event) -> None:
    """Run jobs until ``ending``; come back after every loss of the database."""
    from procrastinate.contrib.django import app

    pause = 0.5
    first = True
    while not ending.is_set():
        began = time.monotonic()
        try:
            connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
            with app.replace_connector(connector) as queue:
                async with queue.open_async():
                    if first and os.environ.get("POLAKOR_ONLY_WORKER") == "1":
                        # Nobody else works on this database: whatever is being done is stranded.
                        await give_back_stranded(queue, 0)
                    first = False
                    await _work_once(queue, ending)
        except Exception:  # whatever broke, the queue must be served again
            logger.exception("the queue was lost; trying again")
        if ending.is_set():
            return
        pause = 0.5 if time.monotonic() - began > LONGEST_PAUSE else min(LONGEST_PAUSE, pause * 2)
        await asyncio.sleep(pause)


async def _work_once(queue: object, ending: threading.Event) -> None:
    running = asyncio.create_task(
        queue.run_worker_async(  # type: ignore[attr-defined]
            concurrency=JOBS_AT_ONCE,
            fetch_job_polling_interval=1.0,
            abort_job_polling_interval=1.0,
            install_signal_handlers=False,
            stalled_worker_timeout=STRANDED_AFTER,
        )
    )
    rescue = asyncio.create_task(_rescue(queue))
    try:
        while not running.done() and not ending.is_set():
            await asyncio.wait({running}, timeout=0.2)
        if not running.done():
            # No new job is begun. One that is not done in time is left as it is, "doing", and so
            # given back by the next start; a limit of the queue's own would note it as aborted.
            running.cancel()
            await asyncio.wait({running})
        if not running.cancelled():
            running.result()
    finally:
        rescue.cancel()


def main() -> int:
    """Work until SIGTERM or Ctrl-C."""
    import django

    django.setup()
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    regular = threading.Thread(target=take_turns, args=(ending,), daemon=True)
    regular.start()
    logger.info("the worker is ready")
    threading.Thread(target=_leave_in_time, args=(ending,), daemon=True).start()
    asyncio.run(work(ending))
    regular.join(5)
    return 0


def _leave_in_time(ending: threading.Event) -> None:
    """End even in the middle of a long job: it is given back to the queue at the next start."""
    ending.wait()
    time.sleep(LAST_SECONDS)
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
