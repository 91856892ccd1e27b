"""The worker: a job that was cut off is done all the same, and a lost database is waited for."""

import logging
import os
import signal
import threading
import time

import psycopg
import pytest
from tests.doors.command.conftest import Site

from polakor.doors.command import worker


def begin_job(site: Site) -> None:
    """Put the slow job into the queue and wait until it is being done."""
    make_table(site)
    put_in(site)
    until = time.monotonic() + 20
    while not site.ask("select 1 from began"):
        assert time.monotonic() < until
        time.sleep(0.1)


def make_table(site: Site) -> None:
    """Where the job writes down that it began; the queue is opened to the running role."""
    site.ask("create table began (at timestamptz)")
    site.ask("grant select, insert, update, delete on all tables in schema public to polakor_app")
    site.ask("grant usage on all sequences in schema public to polakor_app")


def put_in(site: Site) -> None:
    """One more job."""
    site.ask(
        "insert into procrastinate_jobs (queue_name, task_name, args) "
        "values ('default', 'tiny_jobs.slow', '{}')"
    )


def states(site: Site) -> list[str]:
    """The states of all jobs."""
    return [row[0] for row in site.ask("select status::text from procrastinate_jobs order by id")]


def wait_for(site: Site, wanted: list[str], patience: float = 25.0) -> None:
    """Wait until the jobs are in these states."""
    until = time.monotonic() + patience
    while states(site) != wanted:
        assert time.monotonic() < until, states(site)
        time.sleep(0.2)


def test_a_job_cut_off_by_a_killed_worker_is_done_by_the_next(site: Site) -> None:
    site.start()
    begin_job(site)
    os.kill(site.programs()["worker"], signal.SIGKILL)
    wait_for(site, ["succeeded"])
    assert site.ask("select count(*) from began") == [(2,)]
    site.stop()


def test_a_job_cut_off_by_ctrl_c_is_done_after_the_next_start(site: Site) -> None:
    site.start()
    begin_job(site)
    began = time.monotonic()
    site.stop()
    assert time.monotonic() - began < 15
    site.start()
    wait_for(site, ["succeeded"])
    site.stop()


def test_the_worker_goes_on_after_the_database_was_killed(site: Site) -> None:
    site.start()
    before = site.programs()["worker"]
    os.kill(site.programs()["postgres"], signal.SIGKILL)
    time.sleep(1)
    until = time.monotonic() + 30
    while True:
        try:
            make_table(site)
            break
        except psycopg.OperationalError:
            assert time.monotonic() < until
            time.sleep(0.2)
    site.ask("insert into began values (now())")
    put_in(site)
    wait_for(site, ["succeeded"])
    assert site.programs()["worker"] == before
    site.stop()


def test_a_room_that_fails_does_not_hold_up_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ending, done = threading.Event(), []

    def good() -> None:
        done.append(1)
        if len(done) == 5:
            ending.set()

    def bad() -> None:
        raise ValueError("broken")

    monkeypatch.setattr(worker, "TURN", 0.01)
    monkeypatch.setattr(worker, "turns", lambda: [("bad", bad), ("good", good)])
    with caplog.at_level(logging.ERROR):
        worker.take_turns(ending)
    assert len(done) == 5
    assert 1 <= len([r for r in caplog.records if "bad" in r.message]) < 5
