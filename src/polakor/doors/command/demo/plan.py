"""What a pack's ``demo.toml`` says, as values."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OfficePlan:
    """An office with its organisation; names by language."""

    code: str
    names: Labels
    organisation: str
    organisation_names: Labels

    def name(self, language: str) -> str:
        """Its name in ``language``, or in the first there is."""
        return in_language(self.names, language)


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """Somebody who may sign in."""

    username: str
    name: str
    role: str
    areas: tuple[str, ...]
    office: str
    what_to_try: str


@dataclass(frozen=True, slots=True)
class EmergencyPlan:
    """A named period of returns. No ``gates``: all of them."""

    code: str
    names: Labels
    since: date
    until: date
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """A count of one gate that was published for one day, or for several together.

    ``shares`` holds one weight for each day; ``female`` and ``children`` are None where they were
    not published.
    """

    gate: str
    since: date
    until: date
    shares: tuple[float, ...]
    total: int
    female: int | None
    children: int | None
    method: str
    source: str


@dataclass(frozen=True, slots=True)
class Wave:
    """A published sum over months, with the curve and the gates it is spread over."""

    since: date
    until: date
    total: int
    female: int
    child_share: float
    source: str
    knots: tuple[tuple[date, float], ...]
    gates: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class ListPlan:
    """One list file: who sends it and the gates whose people stand on it."""

    filename: str
    sender: str
    gates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """Full records: one in ``every`` of those who were counted; ``heads`` by kind of column."""

    every: int
    seen_twice: float
    title: str
    total: str
    lists: tuple[ListPlan, ...]
    heads: Labels


@dataclass(frozen=True, slots=True)
class Fitting:
    """A word on a list for the ``share`` of those whom it fits (sex 0: any; ages included)."""

    word: str
    share: float
    sex: int
    from_age: int
    to_age: int


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the cells of a list, with weights. ``sexes`` by ISO 5218 code."""

    sexes: Mapping[int, tuple[str, ...]]
    modes: tuple[tuple[str, float], ...]
    flags: tuple[Fitting, ...]
    needs: tuple[Fitting, ...]
    documents: tuple[tuple[str, float, str], ...]
    phones: tuple[str, ...]
    phone_share: float
    destinations: tuple[tuple[str, float], ...]
    adult_ages: tuple[tuple[int, int, float], ...]
    child_ages: tuple[tuple[int, int, float], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One part of a name: own script, Latin spellings, another script or ``""``, sex or 0."""

    own: str
    latin: tuple[str, ...]
    other: str
    sex: int


@dataclass(frozen=True, slots=True)
class NameWords:
    """Parts of names, the commonest first."""

    family: tuple[Word, ...]
    given: tuple[Word, ...]
    first: tuple[Word, ...]
    second: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A head over one or several columns of the messy list, with the heads below it."""

    columns: tuple[str, ...]
    text: str
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Messy:
    """The list that is left for trying out."""

    filename: str
    sheet: str
    people: int
    known: int
    titles: tuple[str, ...]
    total: str
    signature: str
    heads: tuple[Head, ...]
    sexes: Mapping[int, tuple[str, ...]]
    era: int
    digits: str
    remarks: tuple[str, ...]
    nameless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole demonstration."""

    seed: int
    password: str
    language: str
    offices: tuple[OfficePlan, ...]
    accounts: tuple[AccountPlan, ...]
    emergencies: tuple[EmergencyPlan, ...]
    published: tuple[Published, ...]
    waves: tuple[Wave, ...]
    sample: Sample
    words: Words
    names: NameWords
    messy: Messy
    reception: Mapping[str, Any]
    recruiters: tuple[Mapping[str, Any], ...]
    orders: tuple[Mapping[str, Any], ...]


def in_language(labels: Labels, language: str) -> str:
    """The label in ``language``, or the first there is."""
    return labels.get(language) or next(iter(labels.values()))


def read_plan(path: Path) -> Plan:
    """Read a ``demo.toml``. Raises KeyError or TypeError where it lacks something: it is ours."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Plan(
        seed=data["seed"],
        password=data["password"],
        language=data["language"],
        offices=tuple(
            OfficePlan(row["code"], row["name"], row["organisation"], row["organisation_name"])
            for row in data["office"]
        ),
        accounts=tuple(_account(row) for row in data["account"]),
        emergencies=tuple(
            EmergencyPlan(row["code"], row["name"], row["from"], row["to"], tuple(row["gates"]))
            for row in data["emergency"]
        ),
        published=tuple(_published(row) for row in data["published"]),
        waves=tuple(_wave(row) for row in data["wave"]),
        sample=_sample(data["sample"]),
        words=_words(data["words"]),
        names=NameWords(
            **{
                part: tuple(_word(row) for row in data["names"][part])
                for part in ("family", "given", "first", "second")
            }
        ),
        messy=_messy(data["messy"]),
        reception=data.get("reception", {}),
        recruiters=tuple(data.get("recruiter", ())),
        orders=tuple(data.get("order", ())),
    )


def _account(row: Mapping[str, Any]) -> AccountPlan:
    return AccountPlan(
        username=row["username"],
        name=row["name"],
        role=row["role"],
        areas=tuple(row["areas"]),
        office=row["office"],
        what_to_try=row["try"],
    )


def _published(row: Mapping[str, Any]) -> Published:
    return Published(
        gate=row["gate"],
        since=row["from"],
        until=row["to"],
        shares=tuple(row.get("shares", [1])),
        total=row["total"],
        female=row.get("female"),
        children=row.get("children"),
        method=row.get("method", "tally"),
        source=row["source"],
    )


def _wave(row: Mapping[str, Any]) -> Wave:
    return Wave(
        since=row["from"],
        until=row["to"],
        total=row["total"],
        female=row["female"],
        child_share=row["child_share"],
        source=row["source"],
        knots=tuple((day, float(people)) for day, people in row["knots"]),
        gates=tuple((gate, float(weight)) for gate, weight in row["gates"]),
    )


def _sample(row: Mapping[str, Any]) -> Sample:
    return Sample(
        every=row["every"],
        seen_twice=row["seen_twice"],
        title=row["title"],
        total=row["total"],
        lists=tuple(
            ListPlan(one["filename"], one["sender"], tuple(one["gates"])) for one in row["list"]
        ),
        heads=row["heads"],
    )


def _words(row: Mapping[str, Any]) -> Words:
    return Words(
        sexes=_sexes(row),
        modes=tuple((word, float(weight)) for word, weight in row["modes"]),
        flags=tuple(Fitting(*one) for one in row["flags"]),
        needs=tuple(Fitting(*one) for one in row["needs"]),
        documents=tuple((word, float(weight), form) for word, weight, form in row["documents"]),
        phones=tuple(row["phones"]),
        phone_share=row["phone_share"],
        destinations=tuple((code, float(weight)) for code, weight in row["destinations"]),
        adult_ages=tuple((low, high, float(weight)) for low, high, weight in row["adult_ages"]),
        child_ages=tuple((low, high, float(weight)) for low, high, weight in row["child_ages"]),
    )


def _sexes(row: Mapping[str, Any]) -> dict[int, tuple[str, ...]]:
    return {1: tuple(row["male"]), 2: tuple(row["female"])}


def _word(row: list[Any]) -> Word:
    own, latin, other, *sex = row
    return Word(own, tuple(latin.split("/")), other, sex[0] if sex else 0)


def _messy(row: Mapping[str, Any]) -> Messy:
    return Messy(
        filename=row["filename"],
        sheet=row["sheet"],
        people=row["people"],
        known=row["known"],
        titles=tuple(row["titles"]),
        total=row["total"],
        signature=row["signature"],
        heads=tuple(
            Head(tuple(columns.split()), text, tuple(below))
            for columns, text, *below in row["heads"]
        ),
        sexes=_sexes(row["sexes"]),
        era=row["era"],
        digits=row["digits"],
        remarks=tuple(row["remarks"]),
        nameless=tuple(row["nameless"]),
    )
