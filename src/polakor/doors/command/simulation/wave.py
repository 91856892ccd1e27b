"""Plays a wave day by day: every device in turn writes, sends, hears nothing, is lost."""

import json
import random
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from polakor.doors.command.errors import tell
from polakor.doors.command.simulation.crowd import Crowd, Family
from polakor.doors.command.simulation.devices import FieldDevice, Line, until_heard
from polakor.doors.command.simulation.scenario import Scenario, Troubles
from polakor.doors.command.simulation.throwaway import bar
from polakor.doors.command.simulation.truth import Made, Truth

AT_ONCE = 6
"""Devices that work at the same moment: more only wait for each other on a small server."""
BATCH = 100
PATIENCE = 300.0
OPENS, OPEN_HOURS = time(6, tzinfo=UTC), 13
"""A gate's day, in UTC of a country far east: morning to evening stay one day there."""
SEEN_LATER = ("heavy_debt", "wage_theft", "no_documents")


@dataclass(frozen=True, slots=True)
class Job:
    """A family to write down, or (``adds``) to add to at a second desk."""

    family: Family
    adds: bool = False


@dataclass
class Desk:
    """A device with the clerk who works it, and what it has not had a receipt for yet."""

    number: int
    device: FieldDevice
    line: Line
    truth: Truth
    troubles: Troubles
    dice: random.Random
    offset: timedelta
    outbox: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    _sent: list[dict[str, Any]] = field(default_factory=list)

    def work(self, jobs: Sequence[Job], *, online: bool) -> None:
        """A day of records; sent as they come, or kept where there is no network."""
        if online:
            self.flush()
        for number, job in enumerate(jobs):
            self._write(job, number / len(jobs))
            if online and len(self.outbox) >= BATCH:
                self.flush()
        if online:
            self.flush()

    def flush(self) -> None:
        """Send everything kept, in batches, until each has its receipt."""
        while self.outbox:
            told = list(self.outbox.values())[:BATCH]
            if self.dice.random() < self.troubles.shuffled:
                self.dice.shuffle(told)
            again = min(len(self._sent), round(len(told) * self.troubles.resent))
            body = self.device.request([*told, *self.dice.sample(self._sent, again)])
            if self.dice.random() < self.troubles.answer_lost:
                self.line.post_and_hear_nothing("/field/sync/", body)
            receipts = until_heard(self.line, "/field/sync/", body, PATIENCE)
            for one in self.truth.hear(receipts):
                kept = self.outbox.pop(one, None)
                if kept is not None:
                    self._sent = [*self._sent[-BATCH:], kept]

    def bring(self, envelopes: Sequence[Mapping[str, Any]]) -> None:
        """Bring a file that another device saved."""
        body = json.dumps({"envelopes": envelopes}, separators=(",", ":")).encode()
        self.truth.hear(until_heard(self.line, "/field/file/", body, PATIENCE))

    def _write(self, job: Job, part_of_day: float) -> None:
        family = job.family
        at = datetime.combine(family.day, OPENS) - self.offset
        at += timedelta(hours=OPEN_HOURS * part_of_day)
        changes = {
            "gate": family.gate,
            "made_at": (at + self.device.skew).isoformat(timespec="seconds"),
        }
        told = self.device.payload(**changes, **(self._adds(job) if job.adds else _first(family)))
        people = () if job.adds else tuple((one.id, one.human) for one in family.members)
        identifier = UUID(told["id"])
        self.truth.note(
            Made(
                identifier,
                told["kind"],
                family.gate,
                family.day,
                people,
                token=told["token"] or "",
                base=family.id if job.adds else None,
            )
        )
        self.outbox[identifier] = self.device.seal(told)

    def _adds(self, job: Job) -> dict[str, Any]:
        """What a second desk adds: by the number on the paper, or by the record it looked at."""
        family = job.family
        by_paper = family.token and self.dice.random() < 0.5
        return {
            "kind": "enrich",
            "base": None if by_paper else str(family.id),
            "token": family.token or None,
            "household": {"answers": {"onward": "bus"}, "unanswered": {}},
            "members": [
                {
                    "id": str(family.members[0].id),
                    "answers": {"flags": [self.dice.choice(SEEN_LATER)]},
                    "unanswered": {},
                }
            ],
        }


def _first(family: Family) -> dict[str, Any]:
    return {
        "id": str(family.id),
        "token": family.token or None,
        "household": {"answers": family.answers, "unanswered": {}},
        "members": [
            {"id": str(one.id), "answers": one.answers, "unanswered": {}} for one in family.members
        ],
    }


@dataclass
class Happened:
    """How often what went wrong."""

    families: int = 0
    enrichments: int = 0
    tokens_twice: int = 0
    offline_days: int = 0
    swapped_days: int = 0
    clocks_wrong: int = 0
    devices_lost: int = 0
    files_brought: int = 0


@dataclass
class Wave:
    """A scenario, the devices that meet it, and the truth about it."""

    scenario: Scenario
    crowd: Crowd
    desks: list[Desk]
    papers: list[str]
    truth: Truth
    dice: random.Random
    happened: Happened = field(default_factory=Happened)

    def play(self) -> None:
        """Every day in order; at the end all devices that are left have sent everything."""
        last = self._lost_on()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for day in self.scenario.days:
                self._day(day, [desk for desk in self.desks if last.get(desk.number) == day], pool)
            list(pool.map(Desk.flush, self.desks))
        for desk in self.desks:
            desk.line.close()

    def _lost_on(self) -> dict[int, date]:
        """Which devices are lost, and on which day."""
        count = min(len(self.desks) - 2, round(len(self.desks) * self.scenario.troubles.lost))
        lost = self.dice.sample(self.desks, max(0, count))
        return {desk.number: self.dice.choice(self.scenario.days) for desk in lost}

    def _day(self, day: date, losing: Sequence[Desk], pool: ThreadPoolExecutor) -> None:
        work = self._deal(day)
        self._swap(work)
        going = {desk.number for desk in losing}
        silent = self.scenario.troubles.dead_network
        turns = []
        for desk, jobs in zip(self.desks, work, strict=True):
            online = desk.number not in going and self.dice.random() >= silent
            self.happened.offline_days += not online
            turns.append(pool.submit(desk.work, jobs, online=online))
        for turn in turns:
            turn.result()
        for desk in losing:
            self._lose(desk)
        people = sum(len(job.family.members) for jobs in work for job in jobs if not job.adds)
        waiting = sum(len(desk.outbox) for desk in self.desks)
        tell(f"{day}: {people:,} people; {waiting:,} records wait on devices without a network")

    def _deal(self, day: date) -> list[list[Job]]:
        """Families side by side over all desks, and what second desks add somewhere between."""
        families = [
            family
            for one in self.scenario.gate_days
            if one.day == day
            for family in self.crowd.of(one)
        ]
        self._give_papers(families)
        share = -(-len(families) // len(self.desks)) or 1
        work = [
            [Job(family) for family in families[at * share : (at + 1) * share]]
            for at in range(len(self.desks))
        ]
        for family in families:
            if self.dice.random() < self.scenario.troubles.enriched:
                jobs = self.dice.choice(work)
                jobs.insert(self.dice.randint(0, len(jobs)), Job(family, adds=True))
                self.happened.enrichments += 1
        self.happened.families += len(families)
        return work

    def _give_papers(self, families: Sequence[Family]) -> None:
        before = ""
        for family in families:
            if before and self.dice.random() < self.scenario.troubles.token_twice:
                family.token = before
                self.happened.tokens_twice += 1
            elif self.papers and self.dice.random() < self.scenario.troubles.with_token:
                before = family.token = self.papers.pop()

    def _swap(self, work: list[list[Job]]) -> None:
        """At noon some devices change hands: each goes on with the other's queue."""
        count = round(len(work) * self.scenario.troubles.swapped / 2)
        places = self.dice.sample(range(len(work)), 2 * count)
        for one, other in zip(places[::2], places[1::2], strict=True):
            noon, their_noon = len(work[one]) // 2, len(work[other]) // 2
            evening, work[one][noon:] = work[one][noon:], work[other][their_noon:]
            work[other][their_noon:] = evening
            self.happened.swapped_days += 2

    def _lose(self, desk: Desk) -> None:
        """A device is gone; what it had saved to a file at noon another brings."""
        self.desks.remove(desk)
        self.happened.devices_lost += 1
        kept = list(desk.outbox)
        saved: list[UUID] = []
        if self.dice.random() < self.scenario.troubles.lost_with_file:
            saved = kept[: len(kept) // 2]
            self.happened.files_brought += 1
            self.dice.choice(self.desks).bring([desk.outbox[one] for one in saved])
        self.truth.lose(kept[len(saved) :])
        desk.line.close()
        bar(desk.device.id)


def set_clocks(desks: Sequence[Desk], troubles: Troubles, dice: random.Random) -> int:
    """Give some devices a wrong clock. Returns how many."""
    wrong = [desk for desk in desks if dice.random() < troubles.wrong_clock]
    for desk in wrong:
        desk.device.skew = timedelta(hours=dice.uniform(-1, 1) * troubles.clock_hours)
    return len(wrong)
