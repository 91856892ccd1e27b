"""Status marks: a shape says it first, a word second, a colour last."""

from typing import Literal

Tone = Literal["danger", "caution", "ok", "info", "quiet"]

# Drawn on 16 by 16; classes decide between filled and outlined (components.css).
SHAPES: dict[str, str] = {
    "triangle": '<path d="M8 1.2 15.6 15H.4z"/>',
    "diamond": '<path d="M8 .4 15.6 8 8 15.6.4 8z"/>',
    "tick": '<path class="stroke" d="M1.8 8.8l4.4 4.6L14.4 2.6"/>',
    "cross": '<path class="stroke" d="M2.4 2.4l11.2 11.2M13.6 2.4 2.4 13.6"/>',
    "dot": '<circle cx="8" cy="8" r="7"/>',
    "ring": '<circle class="stroke" cx="8" cy="8" r="6.2"/>',
    "square": '<path class="stroke" d="M2 2h12v12H2z"/>',
    "half": (
        '<circle class="stroke" cx="8" cy="8" r="6.2"/><path d="M8 1.8a6.2 6.2 0 0 0 0 12.4z"/>'
    ),
    "dash": '<path class="stroke" d="M1.5 8h13"/>',
}

# What happened -> shape and tone. The word beside it is the page's own.
KINDS: dict[str, tuple[str, Tone]] = {
    "now": ("triangle", "danger"),
    "check": ("diamond", "caution"),
    "done": ("tick", "ok"),
    "same": ("tick", "ok"),
    "reporting": ("dot", "ok"),
    "received": ("dot", "info"),
    "going": ("half", "info"),
    "close": ("half", "info"),
    "kept": ("square", "quiet"),
    "unknown": ("ring", "quiet"),
    "differs": ("cross", "danger"),
    "refused": ("cross", "danger"),
    "silent": ("dash", "quiet"),
    "note": ("dot", "info"),
    # the levels of django.contrib.messages
    "debug": ("dash", "quiet"),
    "info": ("dot", "info"),
    "success": ("tick", "ok"),
    "warning": ("diamond", "caution"),
    "error": ("triangle", "danger"),
}


def svg(kind: str) -> str:
    """The mark of ``kind`` as inline SVG, hidden from screen readers: the word beside it speaks.

    ``KeyError`` for a kind that is not in ``KINDS``.
    """
    shape, _tone = KINDS[kind]
    return (
        f'<svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"'
        f' focusable="false">{SHAPES[shape]}</svg>'
    )


def tone(kind: str) -> Tone:
    """The colour class of ``kind``."""
    return KINDS[kind][1]
