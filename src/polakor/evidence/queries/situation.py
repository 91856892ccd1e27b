"""The situation report: every count of it from one snapshot, rollups and live tail together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import CASES, NATION
from polakor.evidence.permissions import EvidencePermission
from polakor.evidence.queries.cuts import Cuts, cuts_in_force
from polakor.evidence.queries.places_in_log import LOCK, NOWHERE, place_in_log
from polakor.evidence.queries.snapshots import hashing
from polakor.evidence.rules.disclosure import (
    few_or_none,
    protect_cells,
    protect_one,
    too_few,
)
from polakor.evidence.rules.figures import Figure, Shown
from polakor.evidence.rules.period import Period
from polakor.evidence.rules.sources import GATE_TALLY, LISTS, REGISTRATION
from polakor.evidence.sql import named
from polakor.reference.queries.codes import entries, hidden_flags

FEMALE = 2
MALE = 1
HIDDEN = "*"
NOTHING = frozenset({"none", "none_observed"})
"""What is noted when nothing is: no reason to help."""
TRIES = 4


@dataclass(frozen=True, slots=True)
class GateLine:
    """One gate: registrations beside its tally (None: no report), and its last message."""

    gate: str
    registered: int
    registered_today: int | None
    tallied: int | None
    tallied_today: int | None
    last_at: datetime | None
    silent: bool


@dataclass(frozen=True, slots=True)
class FlagLine:
    """Persons with one flag or need, and how many still wait. ``*`` stands for hidden flags."""

    flag: str
    persons: Shown
    today: Shown
    waiting: Shown
    longest_wait: timedelta | None


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the curve. ``tallied`` None: no tally that day."""

    day: date
    registered: int
    tallied: int | None


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the report shows. Cells about people are already protected."""

    period: Period
    today: date
    as_of: datetime
    revision: str
    total: Figure
    persons: Figure
    registered_today: Figure | None
    tallied: Figure
    tallied_today: Figure | None
    waiting: Shown
    longest_wait: timedelta | None
    lists_aside: Figure
    rows_aside: Figure
    by_sex: Mapping[int, int]
    by_sex_today: Mapping[int, int]
    children: Shown
    by_age: Mapping[tuple[int, int], Shown]
    by_mode: Mapping[str, int]
    by_province: Mapping[str, Shown]
    tally_profile: Mapping[tuple[int, str], int]
    gates: tuple[GateLine, ...]
    days: tuple[DayLine, ...]
    flags: tuple[FlagLine, ...]
    needs: tuple[FlagLine, ...]
    bands: tuple[int, ...]
    cuts: Cuts

    @property
    def difference(self) -> int | None:
        """Registrations less tallies; None when one of the two has nothing to say."""
        if self.tallied.value is None:
            return None
        return (self.total.value or 0) - self.tallied.value

    @property
    def ongoing(self) -> bool:
        """Whether the period holds today."""
        return self.period.holds(self.today)


Counts = dict[str, dict[tuple[str, str], tuple[int, datetime | None]]]


def situation(*, actor: Actor, period: Period, now: datetime | None = None) -> Situation:
    """The situation report of a period, fresh to the moment it is asked.

    Reads counts only, and every count about people small enough to point at one is protected.
    Eleven short queries. Raises ``PermissionRefused`` without ``evidence:report:read``.
    """
    actor.require(EvidencePermission.REPORT_READ)
    as_of = now or timezone.now()
    today = timezone.localdate(as_of)
    cuts = cuts_in_force()
    hidden = sorted(hidden_flags())
    # Counting needs to see every row; what leaves this function names nobody.
    with acting_as(actor.also_seeing(NATION, CASES)):
        counts = _read(period, today, cuts, hidden)
    return _assemble(period, today, as_of, cuts, counts)


def _read(period: Period, today: date, cuts: Cuts, hidden: list[str]) -> Counts:
    """All parts of one snapshot.

    The place in the log is read first, because the planner must know it to find the tail by its
    index; the snapshot says again where it stood, and when folding came between, once more.
    """
    parameters: dict[str, Any] = {
        "since": period.since,
        "until": period.until,
        "today": today,
        "gates": list(period.gates) if period.gates is not None else None,
        "watch": period.emergency if period.gates is not None else "",
        "hidden": hidden,
        "bands": list(cuts.bands),
        "province_digits": cuts.province_digits,
    }
    for attempt in range(TRIES):
        with connection.cursor() as cursor:
            if attempt == TRIES - 1:  # let the folder wait for us, once
                cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
            place = place_in_log() or NOWHERE
            with hashing():
                cursor.execute(
                    named("clusters") + named("situation"), {**parameters, **place.to_the_end()}
                )
            counts: Counts = {}
            for part, first, second, number, at in cursor.fetchall():
                counts.setdefault(part, {})[first, second] = (int(number), at)
        if _stood(counts) == place.logs():
            break
    if period.gates is not None and not _one(counts, "watched")[0]:
        with connection.cursor() as cursor:
            cursor.execute(named("persons_directly"), parameters)
            counts["persons"] = {("", ""): (int(cursor.fetchone()[0]), None)}
    return counts


def _stood(counts: Counts) -> tuple[int, int, int, int]:
    for first, second in counts.pop("place", {("0:0", "0:0"): (0, None)}):
        tx, _, move_tx = first.partition(":")
        number, _, move_number = second.partition(":")
        return int(tx), int(number), int(move_tx), int(move_number)
    return NOWHERE.logs()


def _plain(counts: Counts, part: str) -> dict[str, int]:
    return {first: number for (first, _), (number, _) in counts.get(part, {}).items()}


def _pairs(counts: Counts, part: str) -> dict[tuple[int, int], int]:
    found = counts.get(part, {}).items()
    return {(int(first), int(second)): number for (first, second), (number, _) in found}


def _one(counts: Counts, part: str) -> tuple[int, datetime | None]:
    return counts.get(part, {}).get(("", ""), (0, None))


def _assemble(
    period: Period, today: date, as_of: datetime, cuts: Cuts, counts: Counts
) -> Situation:
    revision = _revision(period, counts)

    def figure(value: int | None, source: str, method: str) -> Figure:
        return Figure(value, as_of, source, method, revision)

    by_gate, profile = _plain(counts, "gate"), _pairs(counts, "profile")
    tallied_by_gate = _plain(counts, "tally_gate")
    tallied_today = _plain(counts, "tally_gate_today")
    ongoing = period.holds(today)
    waiting, since = _one(counts, "waiting")
    shown_waiting = protect_one(waiting, cuts.protection)
    total = sum(by_gate.values())
    return Situation(
        period=period,
        today=today,
        as_of=as_of,
        revision=revision,
        total=figure(total, REGISTRATION, "crossings"),
        persons=figure(_one(counts, "persons")[0], REGISTRATION, "persons"),
        registered_today=figure(
            sum(_plain(counts, "gate_today").values()), REGISTRATION, "crossings"
        )
        if ongoing
        else None,
        tallied=figure(_sum_or_none(tallied_by_gate), GATE_TALLY, "tallies"),
        tallied_today=figure(_sum_or_none(tallied_today), GATE_TALLY, "tallies")
        if ongoing
        else None,
        waiting=shown_waiting,
        longest_wait=_wait(shown_waiting, since, as_of),
        lists_aside=figure(_one(counts, "lists")[0], LISTS, "aside"),
        rows_aside=figure(_one(counts, "rows")[0], LISTS, "aside"),
        by_sex=_by_sex(profile),
        by_sex_today=_by_sex(_pairs(counts, "profile_today")),
        children=_protected_children(profile, cuts),
        by_age=_protected_ages(profile, cuts),
        by_mode=dict(sorted(_plain(counts, "mode").items(), key=lambda item: -item[1])),
        by_province=_protected_provinces(_plain(counts, "province"), cuts),
        tally_profile={
            (int(sex), group): number
            for (sex, group), (number, _) in counts.get("tally_profile", {}).items()
        },
        gates=_gate_lines(period, as_of, cuts, counts),
        days=_day_lines(period, today, counts),
        flags=_flag_lines("flag", as_of, cuts, counts, total),
        needs=_flag_lines("need", as_of, cuts, counts, total),
        bands=(*cuts.bands, -1),
        cuts=cuts,
    )


def _sum_or_none(counts: Mapping[str, int]) -> int | None:
    return sum(counts.values()) if counts else None


def _wait(shown: Shown, since: datetime | None, as_of: datetime) -> timedelta | None:
    """The longest wait, unless so few wait that it would tell of one of them."""
    return as_of - since if since is not None and shown.size else None


def _by_sex(profile: Mapping[tuple[int, int], int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for (sex, _), number in profile.items():
        found[sex] = found.get(sex, 0) + number
    return found


def _children(profile: Mapping[tuple[int, int], int], cuts: Cuts) -> int:
    return sum(n for (_, band), n in profile.items() if 0 <= band < cuts.adult_age)


def _protected_children(profile: Mapping[tuple[int, int], int], cuts: Cuts) -> Shown:
    children = _children(profile, cuts)
    others = sum(profile.values()) - children
    return protect_cells({"children": children, "others": others}, cuts.protection)["children"]


def _protected_ages(
    profile: Mapping[tuple[int, int], int], cuts: Cuts
) -> dict[tuple[int, int], Shown]:
    """Age bands of each sex; how many there are of a sex is open, so each sex stands for itself."""
    shown: dict[tuple[int, int], Shown] = {}
    for sex in sorted({sex for sex, _ in profile} | {MALE, FEMALE}):
        cells = {(sex, band): profile.get((sex, band), 0) for band in (*cuts.bands, -1)}
        shown |= protect_cells(cells, cuts.protection)
    return shown


def _protected_provinces(counts: Mapping[str, int], cuts: Cuts) -> dict[str, Shown]:
    every = {entry.code: 0 for entry in entries("provinces")} | {"": 0}
    return protect_cells(every | dict(counts), cuts.protection)


def _gate_lines(
    period: Period, as_of: datetime, cuts: Cuts, counts: Counts
) -> tuple[GateLine, ...]:
    registered, today = _plain(counts, "gate"), _plain(counts, "gate_today")
    tallied, tallied_today = _plain(counts, "tally_gate"), _plain(counts, "tally_gate_today")
    news = {gate: at for (gate, _), (_, at) in counts.get("news", {}).items()}
    expected = dict.fromkeys([*(period.gates or ()), *registered, *tallied])
    ongoing = period.holds(timezone.localdate(as_of))
    latest = as_of - timedelta(minutes=cuts.silent_minutes)
    lines = []
    for gate in expected:
        last_at = news.get(gate)
        silent = ongoing and (last_at is None or last_at < latest)
        lines.append(
            GateLine(
                gate=gate,
                registered=registered.get(gate, 0),
                registered_today=None if silent and gate not in today else today.get(gate, 0),
                tallied=tallied.get(gate),
                tallied_today=tallied_today.get(gate),
                last_at=last_at,
                silent=silent,
            )
        )
    return tuple(
        sorted(lines, key=lambda line: (-line.registered - (line.tallied or 0), line.gate))
    )


def _day_lines(period: Period, today: date, counts: Counts) -> tuple[DayLine, ...]:
    registered, tallied = _plain(counts, "day"), _plain(counts, "tally_day")
    days = [day for day in period.days() if day <= today] or [period.since]
    return tuple(DayLine(day, registered.get(str(day), 0), tallied.get(str(day))) for day in days)


def _flag_lines(
    kind: str, as_of: datetime, cuts: Cuts, counts: Counts, total: int
) -> tuple[FlagLine, ...]:
    """Lines by flag or by need, in the order of the pack; hidden flags last and as one.

    None while so few people came that a line would speak of each of them. The line of hidden flags
    stands there whether anybody has one or not, so that its coming tells nothing of who came.
    """
    if too_few(total, cuts.protection):
        return ()
    whole, today = _plain(counts, kind), _plain(counts, f"{kind}_today")
    waiting = counts.get(f"{kind}_waiting", {})
    lines = []
    for code in [entry.code for entry in entries(f"{kind}s")]:
        if not whole.get(code) or code in NOTHING:
            continue
        number, since = waiting.get((code, ""), (0, None))
        shown = protect_one(number, cuts.protection)
        lines.append(
            FlagLine(
                flag=code,
                persons=protect_one(whole[code], cuts.protection),
                today=protect_one(today.get(code, 0), cuts.protection),
                waiting=shown,
                longest_wait=_wait(shown, since, as_of),
            )
        )
    if kind == "flag" and total:
        number, _since = waiting.get((HIDDEN, ""), (0, None))
        lines.append(
            FlagLine(
                flag=HIDDEN,
                persons=few_or_none(whole.get(HIDDEN, 0), cuts.protection),
                today=few_or_none(today.get(HIDDEN, 0), cuts.protection),
                waiting=few_or_none(number, cuts.protection),
                longest_wait=None,
            )
        )
    return tuple(lines)


def _revision(period: Period, counts: Counts) -> str:
    """Eight digits that stay the same as long as every count does.

    Made with the secret of the installation: the counts behind it are exact, and trying them all
    would otherwise find those that are not shown.
    """
    content = {
        part: sorted((first, second, number) for (first, second), (number, _) in cells.items())
        for part, cells in counts.items()
        if part not in {"news", "lists", "rows", "watched"}
    }
    asked = [str(period.since), str(period.until), period.gates]
    told = json.dumps([asked, content], sort_keys=True)
    digest = salted_hmac("polakor.evidence.revision", told, algorithm="sha256").hexdigest()
    digits = f"{int(digest[:15], 16) % 10**8:08d}"
    return f"{digits[:4]}-{digits[4:]}"
