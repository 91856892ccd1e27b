"""Lines of the queue in words: who waits, since when, what makes it urgent, who is looking."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polakor.access.rules.actors import Actor
from polakor.doors.office.registry import wording, workbench_words
from polakor.doors.ui import figures
from polakor.registry.queries.matches import latest_decision_of
from polakor.registry.queries.persons import PersonSummary
from polakor.registry.queries.queue import Queue, WaitingPair


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the queue in words. ``marks``: kind of mark and word, most telling first."""

    address: str
    names: list[str]
    number: str
    proposals: str
    since: str
    marks: Sequence[tuple[str, wording.Words]]
    held: str
    here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one urgency under its heading."""

    heading: wording.Words
    lines: Sequence[Waiting]


def line_of(one: WaitingPair, here: UUID | None) -> Waiting:
    """One line; ``here``: the record that is looked at now."""
    place = one.place
    marks: list[tuple[str, wording.Words]] = []
    if place.second:
        marks.append(("check", workbench_words.WAITS_FOR_SECOND))
    if place.clash:
        marks.append(("now", workbench_words.ONE_PAPER_TWO_NAMES))
    if place.young:
        marks.append(("check", workbench_words.MAY_BE_CHILD))
    return Waiting(
        address=reverse("office_registry:pair", args=[one.candidate_id]),
        names=names_of(one.subject)[:2],
        number=one.subject.number,
        proposals=ngettext("%(n)s candidate", "%(n)s candidates", place.proposals)
        % {"n": place.proposals},
        since=figures.recent(place.waiting_since),
        marks=marks,
        held=_("%(name)s is looking at it") % {"name": one.held_by} if one.held_by else "",
        here=place.subject_id == here,
    )


def grouped(queue: Queue) -> list[Group]:
    """All lines under the headings of their urgency."""
    return [
        Group(workbench_words.URGENCY[urgency], [line_of(one, None) for one in lines])
        for urgency, lines in groupby(queue.lines, key=lambda one: one.place.urgency)
    ]


def names_of(person: PersonSummary) -> list[str]:
    """Names of a person, or a word that none is known."""
    return [text for _script, text in person.names] or [_("name not known")]


def left(count: int) -> str:
    """How many wait, in words."""
    return ngettext("%(n)s left", "%(n)s left", count) % {"n": figures.number(count)}


def undo_in_reach(actor: Actor) -> dict[str, object] | None:
    """What the actor answered last, with the way back; None when there is nothing to undo."""
    latest = latest_decision_of(actor)
    if latest is None or latest.undone:
        return None
    if latest.batch is not None:
        text = ngettext("%(n)s pair", "%(n)s pairs", latest.batch_size)
        name = text % {"n": figures.number(latest.batch_size)}
        address = reverse("office_registry:undo_together", args=[latest.batch])
    else:
        name = latest.subject or _("name not known")
        address = reverse("office_registry:undo", args=[latest.id])
    return {
        "address": address,
        "name": name,
        "verdict": wording.VERDICTS[latest.verdict] if latest.batch is None else "",
        "waits": latest.waits,
    }
