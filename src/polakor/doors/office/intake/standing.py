"""How far a list is: figures for a progress bar, a speed, the time that is left."""

from dataclasses import dataclass

from polakor.intake.models import ListState, ReceivedList, SentBack
from polakor.intake.queries.hold import is_stopped


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows in each heap; ``speed`` in rows a second, ``seconds_left`` None until it can be told."""

    total: int
    done: int
    good: int
    aside: int
    rest: int
    share: float
    speed: float | None
    seconds_left: float | None
    is_reading: bool
    is_stopped: bool


def standing_of(received: ReceivedList) -> Standing:
    """The standing of a list. At most two queries, and none unless it is being read."""
    return _standing(received, received.quarantined)


def standing_of_mended(sent: SentBack) -> Standing:
    """The standing of a spreadsheet of mended rows. At most two queries, none once it is read."""
    return _standing(sent, sent.still_aside)


def _standing(read: ReceivedList | SentBack, aside: int) -> Standing:
    done, total = read.rows_done, read.rows_total
    reading = read.state == ListState.READING
    speed = done / read.worked_seconds if done and read.worked_seconds else None
    return Standing(
        total=total,
        done=done,
        good=done - aside,
        aside=aside,
        rest=total - done,
        share=done / total if total else 1.0,
        speed=speed,
        seconds_left=(total - done) / speed if speed and reading else None,
        is_reading=reading,
        is_stopped=is_stopped(read),
    )
