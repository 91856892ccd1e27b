"""Charts as SVG: digits inside, words in the page around. One drawing serves screen and paper."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe

from polakor.doors.ui.figures import number
from polakor.evidence.queries.situation import DayLine

# A picture that leaves the page takes its looks along; in the page the style sheet gives them.
PAPER: Mapping[str, str] = {
    "chart-line": 'stroke="#c9c4b8" stroke-width="1"',
    "chart-axis": 'stroke="#6b6659" stroke-width="1"',
    "chart-column": 'fill="#0b5563"',
    "chart-unfinished": 'fill="#dfeeee" stroke="#0b5563" stroke-width="1.5" stroke-dasharray="4 3"',
    "chart-second": 'fill="none" stroke="#111" stroke-width="2"',
    "chart-point": 'fill="#fff" stroke="#111" stroke-width="2"',
    "chart-bubble": 'fill="#0b5563" fill-opacity="0.55" stroke="#0b5563" stroke-width="1.5"',
    "chart-word": 'font-family="Noto Sans Khmer" font-size="15" fill="#333"',
}


@dataclass(frozen=True, slots=True)
class Frame:
    """Size of a drawing and where its axes begin, in its own units."""

    width: int
    height: int
    left: int
    bottom: int
    labels: int


NARROW = Frame(360, 240, 76, 34, 4)
BROAD = Frame(1080, 280, 80, 32, 12)
TOP = 14
RIGHT = 10


@dataclass(frozen=True, slots=True)
class Bubble:
    """A province on the bubble map: where it lies, how large, what is written beside it."""

    latitude: float
    longitude: float
    size: int
    word: str


def curve(
    days: Sequence[DayLine], frame: Frame, *, today: date | None, paper: bool = False
) -> SafeString:
    """Columns for registrations, a line for gate tallies, one step a day.

    ``today``: this day is drawn as not complete.
    """
    most = max([1, *(day.registered for day in days), *(day.tallied or 0 for day in days)])
    ticks = _ticks(most)
    floor = frame.height - frame.bottom
    high = (floor - TOP) / ticks[-1]
    step = (frame.width - frame.left - RIGHT) / max(len(days), 1)
    parts: list[str] = []
    for tick in ticks:
        y = floor - tick * high
        kind = "chart-axis" if tick == 0 else "chart-line"
        parts.append(
            f'<line {_look(kind, paper)} x1="{frame.left}" x2="{frame.width - RIGHT}"'
            f' y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        parts.append(_text(frame.left - 8, y + 6, number(tick), "end", paper))
    points: list[tuple[float, float]] = []
    every = max(1, math.ceil(len(days) / frame.labels))
    for at, day in enumerate(days):
        left = frame.left + at * step
        tall = day.registered * high
        kind = "chart-unfinished" if day.day == today else "chart-column"
        width = max(step * 0.68, 0.6)
        parts.append(
            f'<rect {_look(kind, paper)} x="{left + (step - width) / 2:.1f}" y="{floor - tall:.1f}"'
            f' width="{width:.1f}" height="{tall:.1f}"/>'
        )
        if day.tallied is not None:
            points.append((left + step / 2, floor - day.tallied * high))
        if at % every == (len(days) - 1) % every:
            words = f"{day.day.day}/{day.day.month}"
            parts.append(_text(left + step / 2, frame.height - 8, words, "middle", paper))
    parts += _line(points, paper, dots=len(points) <= 45)
    return _svg(frame.width, frame.height, parts)


def bubbles(places: Iterable[Bubble], *, width: int = 520, paper: bool = False) -> SafeString:
    """Provinces where they lie (equirectangular), circles by area, their short word in the middle.

    The words are Latin letters or digits only: other scripts are not drawn right everywhere.
    """
    every = list(places)
    if not every:
        return _svg(width, 10, [])
    north, south = max(b.latitude for b in every), min(b.latitude for b in every)
    west, east = min(b.longitude for b in every), max(b.longitude for b in every)
    margin, shrink = 44, math.cos(math.radians((north + south) / 2))
    scale = (width - 2 * margin) / max((east - west) * shrink, 0.1)
    height = round((north - south) * scale + 2 * margin)
    largest = max([1, *(b.size for b in every)])
    parts = []
    for place in sorted(every, key=lambda b: -b.size):
        x = margin + (place.longitude - west) * shrink * scale
        y = margin + (north - place.latitude) * scale
        radius = 40 * math.sqrt(place.size / largest) if place.size else 2
        parts.append(
            f'<circle {_look("chart-bubble", paper)} cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
        )
    for place in every:
        x = margin + (place.longitude - west) * shrink * scale
        y = margin + (north - place.latitude) * scale
        parts.append(_text(x, y + 5, place.word, "middle", paper))
    return _svg(width, height, parts)


def shades(values: Iterable[int]) -> tuple[int, ...]:
    """Four limits that cut counts into five shades, as round as the largest count is large."""
    most = max([1, *values])
    power = 10 ** int(math.log10(most))
    top = max(step * power for step in (1, 2, 5) if step * power <= most)
    limits = [max(1, round(top * part)) for part in (0.05, 0.15, 0.4, 0.75)]
    return tuple(sorted({*limits}))


def shade(value: int, limits: Sequence[int]) -> int:
    """The shade (1 to 5) of a count."""
    return 1 + sum(value >= limit for limit in limits)


def _ticks(most: int) -> list[int]:
    power = 10 ** max(0, math.floor(math.log10(most)))
    for step in (power / 5, power / 2, power, power * 2):
        if step >= 1 and math.ceil(most / step) <= 5:
            break
    count = math.ceil(most / step)
    return [round(at * step) for at in range(count + 1)]


def _line(points: Sequence[tuple[float, float]], paper: bool, *, dots: bool) -> list[str]:
    if not points:
        return []
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts = [f'<polyline {_look("chart-second", paper)} points="{path}"/>']
    if dots:
        parts += [
            f'<circle {_look("chart-point", paper)} cx="{x:.1f}" cy="{y:.1f}" r="3.2"/>'
            for x, y in points
        ]
    return parts


def _text(x: float, y: float, words: str, anchor: str, paper: bool) -> str:
    look = f" {PAPER['chart-word']}" if paper else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{look}>{words}</text>'


def _look(kind: str, paper: bool) -> str:
    return PAPER[kind] if paper else f'class="{kind}"'


def _svg(width: int, height: int, parts: Sequence[str]) -> SafeString:
    # Numbers and codes of the country pack only; nothing a user wrote comes in here.
    return mark_safe(  # noqa: S308
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )
