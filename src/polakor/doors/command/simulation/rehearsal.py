"""One rehearsal from an empty folder to its verdict."""

import random
import time
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from polakor.doors.command import demo
from polakor.doors.command.errors import CommandFailure, tell
from polakor.doors.command.simulation import throwaway
from polakor.doors.command.simulation.crowd import Crowd
from polakor.doors.command.simulation.judging import (
    Verdict,
    judge,
    read_register,
    wait_until_settled,
)
from polakor.doors.command.simulation.scenario import Scenario
from polakor.doors.command.simulation.truth import Truth
from polakor.doors.command.simulation.wave import Desk, Wave, set_clocks


@dataclass(frozen=True)
class Rehearsal:
    """What is asked for. ``scale`` other than 1 is said in the answer."""

    scenario: Scenario
    devices: int
    seed: int
    scale: float = 1.0

    def run(self, folder: Path) -> dict[str, Any]:
        """Play the wave in ``folder`` and judge it. ``sound``: nobody lost, nobody doubled."""
        began = time.monotonic()
        tell("Starting a Polakor for the rehearsal ...")
        with throwaway.running(folder) as found:
            throwaway.speak_django(found)
            wave = self._prepare(found)
            ready = time.monotonic()
            wave.play()
            sent = time.monotonic()
            tell("All is sent; waiting for the worker ...")
            unsettled = wait_until_settled(lambda: found.addresses)
            settled = time.monotonic()
            verdict = judge(wave.truth, read_register(found.addresses))
            counted = self._report()
        times = {
            "seconds": round(time.monotonic() - began, 1),
            "seconds_starting": round(ready - began, 1),
            "seconds_sending": round(sent - ready, 1),
            "seconds_settling_after": round(settled - sent, 1),
        }
        return {**self._told(wave, verdict), "unsettled": unsettled, "report": counted, **times}

    def _prepare(self, found: throwaway.Throwaway) -> Wave:
        plan = demo.plan()
        if plan is None:
            raise CommandFailure("this country pack has no demo.toml to draw people from")
        dice = random.Random(self.seed)
        troubles, truth = self.scenario.troubles, Truth()
        officer = throwaway.Officer(found.url, throwaway.open_accounts())
        offset = _offset(self.scenario)
        gates = sorted({one.gate for one in self.scenario.gate_days})
        desks = []
        for number in range(self.devices):
            device, line = officer.enrol(f"desk {number + 1}", gates[number % len(gates)])
            dice_of_desk = random.Random(f"{self.seed} {number}")
            desks.append(Desk(number, device, line, truth, troubles, dice_of_desk, offset))
        crowd = Crowd(self.scenario, plan, throwaway.provinces(), self.seed)
        papers = throwaway.issue_papers(round(self.scenario.arrivals * troubles.with_token))
        tell(f"{len(desks)} devices, {len(papers):,} numbered papers")
        wave = Wave(self.scenario, crowd, desks, papers, truth, dice)
        wave.happened.clocks_wrong = set_clocks(desks, troubles, dice)
        return wave

    def _report(self) -> int | None:
        """What the returns report of those days says, as anybody in the office would read it."""
        from polakor.access.queries.actors import actor_by_name
        from polakor.evidence.queries.returns import count_returns
        from polakor.evidence.rules.period import Period

        days = self.scenario.days
        actor = actor_by_name(throwaway.SUPERVISOR)
        counted = count_returns(actor=actor, period=Period(days[0], days[-1]), by=[])
        total: int | None = counted.as_data()["registrations"]["total"]
        return total

    def _told(self, wave: Wave, verdict: Verdict) -> dict[str, Any]:
        scenario, truth, states = self.scenario, wave.truth, verdict.states
        return {
            "scenario": scenario.code,
            "days": len(scenario.days),
            "from": str(scenario.days[0]),
            "to": str(scenario.days[-1]),
            "scale": self.scale,
            "seed": self.seed,
            "devices": self.devices,
            "arrivals": scenario.arrivals,
            "peak_day": scenario.peak_day,
            "records": len(truth.made),
            "registered": verdict.registered,
            "accepted": verdict.accepted,
            "held": states["held"],
            "conflicts": states["conflict"],
            "returned": states["returned"],
            "quarantined": states["quarantined"],
            "lost": len(verdict.lost),
            "records_lost": len(verdict.records_lost),
            "doubled": len(verdict.doubled),
            "never_sent": verdict.never_sent,
            "receipts_changed": truth.changed_receipts,
            "on_another_day_or_gate": verdict.misplaced,
            "circular": verdict.circular,
            "happened": asdict(wave.happened),
            "sound": verdict.holds and not truth.changed_receipts,
        }


def _offset(scenario: Scenario) -> timedelta:
    """How far the country's clock was ahead of UTC in those days. Needs Django."""
    from polakor.intake.queries.known import known

    zone = known().zone
    assert isinstance(zone, ZoneInfo), "a pack names its time zone"
    return datetime.combine(scenario.days[0], datetime.min.time(), zone).utcoffset() or timedelta(0)
