"""Charts as SVG: digits inside, words in the page around. One drawing serves screen and paper."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from polakor.doors.ui import charts

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
class Bubble:
    """A province on the bubble map: where it lies, how large, what is written beside it."""

    latitude: float
    longitude: float
    size: int
    word: str


def curve_on_paper(drawing: charts.Drawing) -> SafeString:
    """The page's chart by day as one picture that needs no style sheet."""
    parts = []
    for at, line in enumerate(drawing.lines):
        kind = "chart-line" if at else "chart-axis"
        parts.append(f'<path {_look(kind, True)} d="M{drawing.left} {line.y}H{drawing.right}"/>')
        x = float(drawing.left) - 8
        parts.append(_text(x, float(line.text_y), line.words, "end", True))
    for column in drawing.columns:
        kind = "chart-unfinished" if column.unfinished else "chart-column"
        parts.append(
            f'<rect {_look(kind, True)} x="{column.x}" y="{column.y}" width="{column.width}"'
            f' height="{column.height}"/>'
        )
        if column.words:
            at_x, at_y = float(column.middle), float(drawing.label_y)
            parts.append(_text(at_x, at_y, column.words, "middle", True))
    for run in drawing.second:
        path = " ".join(f"{x},{y}" for x, y in run)
        parts.append(f'<polyline {_look("chart-second", True)} points="{path}"/>')
        parts += [f'<circle {_look("chart-point", True)} cx="{x}" cy="{y}" r="3"/>' for x, y in run]
    return _svg(drawing.size.width, drawing.size.height, parts)


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
        if not place.size:
            continue
        radius = max(40 * math.sqrt(place.size / largest), 3)
        parts.append(
            f'<circle {_look("chart-bubble", paper)} cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
        )
    for place in every:
        x = margin + (place.longitude - west) * shrink * scale
        y = margin + (north - place.latitude) * scale
        parts.append(_text(x, y + 5, place.word, "middle", paper))
    return _svg(width, height, parts)


def shades(values: Iterable[int], base: int) -> tuple[int, ...]:
    """Limits that cut counts into at most five shades: round, and multiples of ``base``."""
    most = max([1, *values])
    power = 10 ** int(math.log10(most))
    top = max(step * power for step in (1, 2, 5) if step * power <= most)
    limits = {max(base, round(top * part / base) * base) for part in (0.05, 0.15, 0.4, 0.75)}
    return tuple(sorted(limits))


def shade(value: int, limits: Sequence[int]) -> int:
    """The shade (1 to 5) of a count."""
    return 1 + sum(value >= limit for limit in limits)


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
