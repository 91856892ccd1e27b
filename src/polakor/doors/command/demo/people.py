"""People who never lived: drawn from common words, the same ones every time for the same seed."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

from polakor.doors.command.demo.counts import Passing
from polakor.doors.command.demo.plan import Fitting, NameWords, Plan, Word

Cells = dict[str, str]
"""What a row says, by kind of column (the keys of ``[sample.heads]``)."""
Places = Mapping[str, Sequence[tuple[str, ...]]]
"""By province: places in it, each as names from the province down, in the country's script."""
Picked = TypeVar("Picked")


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody invented. ``number`` is "" for a document without one, or for none."""

    sex: int
    birth: date
    family: Word
    given: Word
    place: tuple[str, ...]
    phone: str
    document: str
    number: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody invented at a gate. ``anew``: an earlier list told of the same person already."""

    who: Invented
    passing: Passing
    anew: bool = False


@dataclass
class Inventor:
    """Draws people. ``chance`` is the only source of chance."""

    plan: Plan
    places: Places
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        """Begin at the plan's seed."""
        self.chance = random.Random(self.plan.seed)

    def sightings(self, passings: Sequence[Passing]) -> list[Sighting]:
        """Somebody for everybody who passed; a few are somebody who passed before."""
        told: list[Sighting] = []
        known: dict[tuple[int, bool], list[Sighting]] = {}
        for passing in passings:
            group = known.setdefault((passing.sex, passing.child), [])
            again = self.chance.random() < self.plan.sample.seen_twice * 1.25
            earlier = self.chance.choice(group) if group and again else None
            if earlier is not None and (passing.day - earlier.passing.day).days >= 1:
                told.append(Sighting(earlier.who, passing, anew=True))
                continue
            sighting = Sighting(self.somebody(passing), passing)
            group.append(sighting)
            told.append(sighting)
        return told

    def somebody(self, passing: Passing) -> Invented:
        """Somebody new of this sex and age group."""
        words = self.plan.words
        kind, form = "", ""
        if not passing.child:
            kind, _, form = self._pick([(one, one[1]) for one in words.documents])
        phone = ""
        if not passing.child and self.chance.random() < words.phone_share:
            phone = self._digits(self.chance.choice(words.phones))
        return Invented(
            sex=passing.sex,
            birth=self._birth(passing),
            family=self._common(self._families),
            given=self._given(passing.sex),
            place=self.chance.choice(self.places[self._pick(words.destinations)]),
            phone=phone,
            document=kind,
            number=self._digits(form),
        )

    def flags(self, sighting: Sighting) -> list[str]:
        """Words of what was seen in somebody; mostly nothing."""
        return self._fitting(self.plan.words.flags, sighting)

    def needs(self, sighting: Sighting) -> list[str]:
        """Words of what somebody needs; mostly nothing."""
        return self._fitting(self.plan.words.needs, sighting)

    def row(self, sighting: Sighting, gates: Mapping[str, str]) -> Cells:
        """What an office writes of somebody; ``gates`` are names by code.

        Who is told of again is told of by another clerk: in another script or spelling, with an
        age for a birth date, mostly without papers.
        """
        who, passing, chance = sighting.who, sighting.passing, self.chance
        papers = not sighting.anew or chance.random() < 0.3
        cells = {
            "day": passing.day.strftime("%d/%m/%Y"),
            "gate": gates[passing.gate],
            "sex": chance.choice(self.plan.words.sexes[who.sex]),
            "phone": who.phone if papers else "",
            "document": who.document if papers else "",
            "number": who.number if papers else "",
            "mode": self._pick(self.plan.words.modes),
            "flags": ", ".join(self.flags(sighting)),
            "needs": ", ".join(self.needs(sighting)),
        }
        cells |= self.written_names(who, 1 if sighting.anew else 0)
        cells |= self.written_birth(who, passing.day, vague=sighting.anew)
        deep = len(who.place) if sighting.anew else self._pick([(3, 62.0), (2, 14.0), (1, 24.0)])
        cells |= {f"place{n}": name for n, name in enumerate(who.place[:deep], 1)}
        return cells

    def written_names(self, who: Invented, spelling: int) -> Cells:
        """The name in one or two scripts; ``spelling`` chooses among the Latin ones."""
        own = f"{who.family.own} {who.given.own}"
        latin = f"{_nth(who.family.latin, spelling)} {_nth(who.given.latin, spelling)}"
        other = ""
        if who.family.other and who.given.other:
            other = f"{who.family.other} {who.given.other}"
        scripts = self._pick([("own", 34.0), ("both", 48.0), ("latin", 12.0), ("other", 6.0)])
        if spelling and scripts == "both":
            scripts = "own"
        if scripts == "other" and other:
            return {"name_other": other}
        cells = {}
        if scripts != "latin" or "name_latin" not in self.plan.sample.heads:
            cells["name"] = own
        if scripts in {"both", "latin", "other"}:
            cells["name_latin"] = latin
        return cells

    def written_birth(self, who: Invented, day: date, *, vague: bool) -> Cells:
        """A birth date, its year, or an age."""
        how = self._pick([("date", 62.0), ("year", 12.0), ("age", 26.0)])
        if how == "date" and not vague:
            return {"birth": who.birth.strftime("%d/%m/%Y")}
        if how == "year":
            return {"birth": str(who.birth.year)}
        return {"age": str((day - who.birth).days // 365)}

    def _birth(self, passing: Passing) -> date:
        words = self.plan.words
        ages = words.child_ages if passing.child else words.adult_ages
        low, high, _ = self._pick([(one, one[2]) for one in ages])
        days = self.chance.randint(low * 366, high * 365 + 364)
        return passing.day - timedelta(days=days)

    def _given(self, sex: int) -> Word:
        names = self._givens[sex]
        if not self.plan.names.first or self.chance.random() < 0.6:
            return self._common(names)
        first, second = self._common(self._firsts[sex]), self._common(self._seconds[sex])
        latin = tuple(
            _nth(first.latin, n) + _nth(second.latin, n)
            for n in range(max(len(first.latin), len(second.latin)))
        )
        other = first.other + second.other if first.other and second.other else ""
        return Word(first.own + second.own, latin, other, sex)

    def _common(self, words: "Ranked") -> Word:
        return self.chance.choices(words.words, cum_weights=words.upto)[0]

    def _pick(self, weighted: Sequence[tuple[Picked, float]]) -> Picked:
        return self.chance.choices(
            [one for one, _ in weighted], [weight for _, weight in weighted]
        )[0]

    def _digits(self, form: str) -> str:
        return "".join(str(self.chance.randrange(10)) if sign == "#" else sign for sign in form)

    def _fitting(self, fittings: Sequence[Fitting], sighting: Sighting) -> list[str]:
        age = (sighting.passing.day - sighting.who.birth).days // 365
        return [
            one.word
            for one in fittings
            if self.chance.random() < one.share
            and one.sex in (0, sighting.who.sex)
            and one.from_age <= age <= one.to_age
        ]

    @cached_property
    def _families(self) -> "Ranked":
        return ranked(self.plan.names.family, 0)

    @cached_property
    def _givens(self) -> dict[int, "Ranked"]:
        return _by_sex(self.plan.names, "given")

    @cached_property
    def _firsts(self) -> dict[int, "Ranked"]:
        return _by_sex(self.plan.names, "first")

    @cached_property
    def _seconds(self) -> dict[int, "Ranked"]:
        return _by_sex(self.plan.names, "second")


def told_of(
    inventor: Inventor, passings: Sequence[Passing], gates: Mapping[str, str]
) -> list[tuple[Sighting, Cells]]:
    """Somebody for everybody who passed, each with what an office writes of them."""
    return [(one, inventor.row(one, gates)) for one in inventor.sightings(passings)]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Words with weights that fall with their rank."""

    words: tuple[Word, ...]
    upto: tuple[float, ...]


def ranked(words: Sequence[Word], sex: int) -> Ranked:
    """Those of ``words`` that fit ``sex`` (0: all), each less common than the one before."""
    fitting = tuple(one for one in words if not sex or one.sex in (0, sex))
    return Ranked(fitting, tuple(accumulate(1 / (rank + 12) for rank in range(len(fitting)))))


def _by_sex(names: NameWords, part: str) -> dict[int, Ranked]:
    return {sex: ranked(getattr(names, part), sex) for sex in (1, 2)}


def _nth(spellings: Sequence[str], number: int) -> str:
    return spellings[min(number, len(spellings) - 1)]


def misspelt(who: Invented) -> Invented:
    """The same person without what would tell for certain: no papers, no phone."""
    return replace(who, phone="", document="", number="")
