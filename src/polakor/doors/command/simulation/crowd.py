"""Who comes: families of invented people, some of whom were here before."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from polakor.base.ids import uuid7
from polakor.doors.command.demo.counts import GateDay, Passing
from polakor.doors.command.demo.people import Invented, Inventor, Places, Sighting
from polakor.doors.command.demo.plan import Plan
from polakor.doors.command.simulation.scenario import Scenario, one_by_one

SCRIPTS = {"name": "name_km", "name_latin": "name_latin", "name_other": "name_th"}
"""What a name is called in the demonstration's cells, and in a form."""
PAPERS_SHOWN_AGAIN = 0.3
"""Who crosses again shows the paper of the first time this often."""
MOST_REMEMBERED = 20_000
"""Of each sex and age group: enough to draw those who cross again from."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody as one desk writes them down. ``human`` is one number for one human, always."""

    id: UUID
    human: int
    answers: dict[str, object]


@dataclass(slots=True)
class Family:
    """People who stand at a desk together. ``id`` is the envelope's."""

    id: UUID
    gate: str
    day: date
    members: tuple[Member, ...]
    answers: dict[str, object]
    token: str = ""


@dataclass
class Crowd:
    """Makes families, the same ones for the same seed. ``provinces`` are codes that exist."""

    scenario: Scenario
    plan: Plan
    provinces: Sequence[str]
    seed: int
    humans: int = 0
    _known: dict[tuple[int, bool], list[tuple[int, Invented, date]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Draw people as the demonstration does, with the papers and flags of the wave."""
        words = replace(self.plan.words, documents=self.scenario.papers, flags=self.scenario.flags)
        places: Places = {code: [(code,)] for code in self.provinces}
        self._inventor = Inventor(replace(self.plan, words=words, seed=self.seed), places)
        self._chance = random.Random(self.seed)

    def of(self, gate_day: GateDay) -> Iterator[Family]:
        """The families of one gate and day. Everybody who was counted is in one of them."""
        people = one_by_one(gate_day)
        self._chance.shuffle(people)
        # A family is led by an adult as long as there are any.
        people.sort(key=lambda one: one[1], reverse=True)
        waiting = list(people)
        sizes, weights = zip(*self.scenario.sizes, strict=True)
        while waiting:
            size = min(len(waiting), self._chance.choices(sizes, weights)[0])
            told = [waiting.pop()] + [self._anybody(waiting) for _ in range(size - 1)]
            yield self._family(gate_day, told)

    def _anybody(self, waiting: list[tuple[int, bool]]) -> tuple[int, bool]:
        """Children first by half: most of them come with somebody."""
        at = 0 if self._chance.random() < 0.5 else self._chance.randrange(len(waiting))
        if waiting[at][1]:
            waiting[at], waiting[0] = waiting[0], waiting[at]
            return waiting.pop(0)
        return waiting.pop()

    def _family(self, one: GateDay, people: Sequence[tuple[int, bool]]) -> Family:
        members: list[Member] = []
        humans: set[int] = set()
        for number, (sex, child) in enumerate(people):
            human, sighting = self._somebody(Passing(one.gate, one.day, sex, child), humans)
            humans.add(human)
            relation = {"relation": "child" if child else "companion"} if number else {}
            members.append(Member(uuid7(), human, {**self._answers(sighting), **relation}))
            if not number:
                head = sighting.who
        answers: dict[str, object] = {
            "return_mode": self._chance.choices(["spontaneous", "deported"], [9, 1])[0],
            "destination": head.place[0],
        }
        if head.phone:
            answers["phone"] = head.phone
        return Family(uuid7(), one.gate, one.day, tuple(members), answers)

    def _somebody(self, passing: Passing, here: set[int]) -> tuple[int, Sighting]:
        known = self._known.setdefault((passing.sex, passing.child), [])
        if known and self._chance.random() < self.scenario.troubles.circular:
            human, who, last = self._chance.choice(known)
            if last < passing.day and human not in here:
                return human, Sighting(who, passing, anew=True)
        self.humans += 1
        who = self._inventor.somebody(passing)
        if len(known) < MOST_REMEMBERED:
            known.append((self.humans, who, passing.day))
        return self.humans, Sighting(who, passing)

    def _answers(self, sighting: Sighting) -> dict[str, object]:
        """What a clerk writes; of somebody who was here before another clerk writes otherwise."""
        who, anew = sighting.who, sighting.anew
        told: dict[str, object] = {"sex": str(who.sex)}
        names = self._inventor.written_names(who, 1 if anew else 0)
        told |= {SCRIPTS[script]: text for script, text in names.items()}
        birth = self._inventor.written_birth(who, sighting.passing.day, vague=anew)
        if "age" in birth:
            told["age"] = int(birth["age"])
        else:
            told["birth"] = "-".join(reversed(birth["birth"].split("/")))
        if who.document and (not anew or self._chance.random() < PAPERS_SHOWN_AGAIN):
            told["document"] = who.document
            if who.number:
                told["document_number"] = who.number
        flags = self._inventor.flags(sighting)
        return {**told, "flags": flags} if flags else told
