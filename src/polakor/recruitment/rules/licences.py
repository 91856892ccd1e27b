"""What an agency may do on a day, from all that was decided about it. Pure.

Decisions are added, never changed: one that was wrong is undone by another row, so that what was
known on an earlier day can be said again (``known_at``).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

Standing = Literal[
    "licensed", "recruiting_stopped", "suspended", "expired", "revoked", "unlicensed"
]
STANDINGS: tuple[Standing, ...] = (
    "licensed",
    "recruiting_stopped",
    "suspended",
    "expired",
    "revoked",
    "unlicensed",
)
"""In the order in which they grow worse. ``recruiting_stopped``: whoever is out already is looked
after, nobody new may be sent."""

GIVES = ("granted", "renewed")
STOPS = ("suspended", "recruiting_stopped")
ACTS = (*GIVES, *STOPS, "resumed", "revoked")
WITH_A_REASON = frozenset({*STOPS, "revoked"})


@dataclass(frozen=True, slots=True)
class Act:
    """One decision about a licence.

    ``on_day``: from when it holds; ``until``: its last day, None where it has none (a licence
    always has one). ``recorded_at`` and ``undone_at``: when the register learned of it, and that
    it was a mistake.
    """

    id: UUID
    act: str
    on_day: date
    until: date | None
    licence: str
    recorded_at: datetime
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Holds:
    """What holds on a day: ``since`` and ``until`` when, by which ``act`` (None: never any)."""

    standing: Standing
    since: date | None = None
    until: date | None = None
    licence: str = ""
    act: UUID | None = None


def known(acts: Iterable[Act], known_at: datetime | None = None) -> list[Act]:
    """Acts that held at a moment as the register knew it then, in the order they took effect."""
    found = [
        act
        for act in acts
        if (known_at is None or act.recorded_at <= known_at)
        and (act.undone_at is None or (known_at is not None and act.undone_at > known_at))
    ]
    return sorted(found, key=lambda act: (act.on_day, act.recorded_at, act.id))


def standing_on(acts: Iterable[Act], day: date, known_at: datetime | None = None) -> Holds:
    """What an agency may do on ``day``. A stop outlives a renewal until it ends or is lifted."""
    term: Act | None = None
    stop: Act | None = None
    revoked: Act | None = None
    for act in known(acts, known_at):
        if act.on_day > day:
            break
        if act.act == "revoked":
            revoked, term, stop = act, None, None
        elif act.act in GIVES:
            term, revoked = act, None
        elif act.act in STOPS:
            stop = act
        elif act.act == "resumed":
            stop = None
    if revoked is not None:
        return Holds("revoked", revoked.on_day, None, revoked.licence, revoked.id)
    if term is None:
        return Holds("unlicensed")
    if term.until is not None and term.until < day:
        return Holds("expired", term.until, None, term.licence, term.id)
    if stop is not None and (stop.until is None or stop.until >= day):
        standing: Standing = "suspended" if stop.act == "suspended" else "recruiting_stopped"
        return Holds(standing, stop.on_day, stop.until, term.licence, stop.id)
    return Holds("licensed", term.on_day, term.until, term.licence, term.id)


def may_follow(acts: Sequence[Act], act: str, day: date) -> bool:
    """Whether a decision fits what holds on its day.

    A licence is granted to who has none, renewed where there is one (also one that has run out),
    stopped and revoked where it runs, resumed where it is stopped.
    """
    standing = standing_on(acts, day).standing
    return standing in {
        "granted": ("unlicensed", "revoked", "expired"),
        "renewed": ("licensed", "recruiting_stopped", "suspended", "expired"),
        "suspended": ("licensed", "recruiting_stopped"),
        "recruiting_stopped": ("licensed",),
        "resumed": ("suspended", "recruiting_stopped"),
        "revoked": ("licensed", "recruiting_stopped", "suspended", "expired"),
    }.get(act, ())
