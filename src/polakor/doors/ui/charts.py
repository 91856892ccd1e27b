"""Columns by day as inline SVG: digits inside the drawing, words in the page around it.

Khmer inside an SVG breaks in the engines that make PDF, and text drawn for a desk is too small on
a phone; so the same figures are drawn twice, 360 and 1080 units wide, and CSS shows one.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

STEPS = (1, 2, 2.5, 5, 10)
CEILING = 14.0  # free space above the highest level
WIDEST = 64.0
LETTER = 9.4  # width of a digit at 16 px, a little generous


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing's measures in its own units."""

    name: str
    width: int
    height: int
    letter: float


NARROW = Size("narrow", 360, 250, LETTER * 1.1)
BROAD = Size("broad", 1080, 290, LETTER)


@dataclass(frozen=True, slots=True)
class Line:
    """A level of the scale."""

    y: str
    text_y: str
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """One day. ``height`` 0 when nothing was reported; ``words`` is empty where days are dense."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    words: str
    title: str
    unfinished: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a template needs to write one SVG."""

    size: Size
    left: str
    right: str
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    second: tuple[tuple[tuple[str, str], ...], ...]
    label_y: str


def scale_top(highest: float) -> tuple[float, float]:
    """``(top, step)``: round numbers, three to five steps, ``top`` at least ``highest``."""
    if highest <= 4:
        return 4, 1
    size = 1.0
    while size * 10 * 4 < highest:
        size *= 10
    while True:
        for factor in STEPS:
            step = factor * size
            if step * 5 >= highest and step == int(step):
                steps = -(-highest // step)
                return step * max(steps, 3), step
        size *= 10


Write = Callable[[float | None], str]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values and days lie on one drawing."""

    left: float
    right: float
    floor: float
    top: float
    days: int

    @property
    def slot(self) -> float:
        return (self.right - self.left) / max(self.days, 1)

    def middle(self, day: int) -> float:
        return self.left + self.slot * (day + 0.5)

    def y(self, value: float) -> float:
        return self.floor - (self.floor - CEILING) * value / self.top


def draw(
    size: Size,
    labels: Sequence[str],
    values: Sequence[float | None],
    second: Sequence[float | None],
    *,
    unfinished_last: bool,
    write: Write,
) -> Drawing:
    """Place columns (``values``) and a line (``second``, may be empty) on ``size``.

    ``None`` is "no report": no column, and the line is broken there. ``write`` turns a number
    into digits of the page's language.
    """
    known = [value for value in (*values, *second) if value is not None]
    top, step = scale_top(max(known, default=0))
    label = max(map(len, labels), default=0) * size.letter
    frame = _Frame(
        left=len(write(top)) * size.letter + 14,
        right=size.width - max(6, label / 2 - 8),
        floor=size.height - 34,
        top=top,
        days=len(labels),
    )
    levels = [step * n for n in range(round(top / step) + 1)]
    points = [
        None if value is None else (_at(frame.middle(day)), _at(frame.y(value)))
        for day, value in enumerate(second)
    ]
    return Drawing(
        size=size,
        left=_at(frame.left),
        right=_at(frame.right),
        lines=tuple(
            Line(_at(frame.y(level)), _at(frame.y(level) + 5.5), write(level)) for level in levels
        ),
        columns=_columns(frame, size, labels, values, unfinished_last=unfinished_last, write=write),
        second=_unbroken(points),
        label_y=_at(size.height - 8),
    )


def _columns(
    frame: _Frame,
    size: Size,
    labels: Sequence[str],
    values: Sequence[float | None],
    *,
    unfinished_last: bool,
    write: Write,
) -> tuple[Column, ...]:
    wide = min(frame.slot * 0.7, WIDEST)
    last = len(labels) - 1
    # Counted from the last day back, so that today always carries its date.
    label = max(map(len, labels), default=0) * size.letter
    every = math.ceil((label + 10) / frame.slot)
    return tuple(
        Column(
            x=_at(frame.middle(day) - wide / 2),
            y=_at(frame.y(value or 0)),
            width=_at(wide),
            height=_at(frame.floor - frame.y(value or 0)),
            middle=_at(frame.middle(day)),
            words=label if (last - day) % every == 0 else "",
            title=f"{label}: {write(value)}",
            unfinished=unfinished_last and day == last,
        )
        for day, (label, value) in enumerate(zip(labels, values, strict=True))
    )


def _unbroken(
    points: Sequence[tuple[str, str] | None],
) -> tuple[tuple[tuple[str, str], ...], ...]:
    parts: list[list[tuple[str, str]]] = [[]]
    for point in points:
        if point is None:
            parts.append([])
        else:
            parts[-1].append(point)
    return tuple(tuple(part) for part in parts if part)


def _at(value: float) -> str:
    return f"{value:.1f}"
