"""Tags and filters of every page. They only write; what to show is decided before."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

import polakor
from polakor.base.dates import PartialDate
from polakor.doors.ui import attribution, charts, figures, languages, marks, navigation, scripts

register = template.Library()


# -- values ---------------------------------------------------------------------------------


@register.filter(is_safe=False)
def number(value: figures.Numeric | None, places: int | None = None) -> str:
    """``{{ 12345|number }}`` -> ``12,345``; ``None`` -> ``–``."""
    return figures.number(value, places)


@register.filter
def signed(value: figures.Numeric | None) -> str:
    """``{{ -318|signed }}`` -> ``−318``; ``6`` -> ``+6``."""
    return figures.signed(value)


@register.filter
def percent(share: figures.Numeric | None, places: int = 0) -> str:
    """``{{ 0.45|percent }}`` -> ``45 %``."""
    return figures.percent(share, places)


@register.filter
def day(value: date | datetime | None) -> str:
    """``22 November 2026``."""
    return figures.day(value)


@register.filter
def short_day(value: date | datetime | None) -> str:
    """``22 Nov``."""
    return figures.short_day(value)


@register.filter
def clock(value: datetime | None) -> str:
    """``18:04``."""
    return figures.clock(value)


@register.filter
def moment(value: datetime | None) -> str:
    """``22 November 2026, 18:04``."""
    return figures.moment(value)


@register.filter
def recent(value: datetime | None) -> str:
    """``18:04`` today, ``yesterday 21:10``, else ``20 Nov 21:10``."""
    return figures.recent(value)


@register.filter
def partial(value: PartialDate | str | None) -> str:
    """A partial date, or its ISO text, only as exact as it was told."""
    return figures.partial(value)


@register.filter
def duration(value: timedelta | float | None) -> str:
    """A span, or seconds: ``8 h 40 min``."""
    return figures.duration(value)


@register.filter
def size(octets: int | None) -> str:
    """``1.4 MB``."""
    return figures.size(octets)


@register.filter
def people(count: int) -> str:
    """``12 people``."""
    return figures.people(count)


@register.filter
def spoken(text: str | None) -> SafeString:
    """``{{ person.name|spoken }}``: each script of a name carries its ``lang``."""
    pieces = scripts.runs(text or "")
    return format_html_join(
        "",
        "{}",
        ((_piece(language, piece),) for language, piece in pieces),
    )


def _piece(language: str, piece: str) -> SafeString:
    if not language:
        return format_html("{}", piece)
    return format_html('<bdi lang="{}">{}</bdi>', language, piece)


# -- status ---------------------------------------------------------------------------------


@register.simple_tag
def mark(kind: str) -> SafeString:
    """``{% mark "now" %}``: the bare shape in its colour. Write its word beside it."""
    return format_html('<span class="{}">{}</span>', marks.tone(kind), _svg(kind))


@register.simple_tag
def status(kind: str, word: Any) -> SafeString:
    """``{% status "now" _("Needs someone now") %}``: shape, word and colour together."""
    return format_html('<span class="status {}">{}{}</span>', marks.tone(kind), _svg(kind), word)


def _svg(kind: str) -> SafeString:
    # Built from this package's own constants; nothing a user wrote passes through.
    return mark_safe(marks.svg(kind))  # noqa: S308


@register.filter
def tone(kind: str) -> str:
    """The colour class of a kind of mark, for a box around it."""
    return marks.tone(kind)


# -- pictures of figures --------------------------------------------------------------------


@register.simple_tag
def bar(value: float | None, top: float, tick: float | None = None) -> SafeString:
    """``{% bar value top tick %}``: a bar for a table row; print the figure in its own cell.

    ``top`` is the value that fills the width; ``tick`` a second count drawn as an upright line.
    """
    parts = []
    if value is None and tick is None:
        return SafeString("")
    if value is not None:
        parts.append(('<rect class="bar-fill" y="2" width="{}" height="8"/>', _share(value, top)))
    if tick is not None:
        parts.append(('<path class="bar-tick" d="M{} 0V12"/>', _share(tick, top)))
    drawn = format_html_join("", "{}", ((format_html(text, at),) for text, at in parts))
    return format_html(
        '<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        drawn,
    )


@register.inclusion_tag("ui/_progress.html")
def progress(total: int, good: int, aside: int = 0, *, label: Any = "") -> dict[str, Any]:
    """``{% progress total good aside label=… %}``: how far; the words stand around it."""
    whole = max(total, 1)
    return {
        "label": label,
        "total": total,
        "done": good + aside,
        "good_width": _share(good, whole),
        "aside_at": _share(good, whole),
        "aside_width": _share(aside, whole),
    }


@register.inclusion_tag("ui/_day_chart.html")
def day_chart(
    labels: Sequence[str],
    values: Sequence[float | None],
    second: Sequence[float | None] = (),
    *,
    label: Any = "",
    unfinished_last: bool = False,
) -> dict[str, Any]:
    """``{% day_chart labels values second label=… unfinished_last=True %}``: columns and a line.

    Put a legend above and the same figures in a table nearby; ``None`` is "no report".
    """
    drawings = [
        charts.draw(
            size, labels, values, second, unfinished_last=unfinished_last, write=figures.number
        )
        for size in (charts.NARROW, charts.BROAD)
    ]
    return {"drawings": drawings, "label": label}


def _share(value: float, top: float) -> str:
    return f"{min(max(value / top, 0), 1) * 100:.2f}" if top else "0"


# -- the page around ------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def navigation_links(context: Context) -> list[navigation.Link]:
    """Where this account can go."""
    request = _request(context)
    return navigation.links_for(request) if request else []


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[languages.LanguageLink]:
    """This page in the other languages."""
    request = _request(context)
    return languages.links(request) if request else []


@register.simple_tag(takes_context=True)
def actor(context: Context) -> Any:
    """Who is signed in, or ``None``; never asks the database."""
    return getattr(_request(context), "actor", None)


@register.simple_tag(takes_context=True)
def is_demo(context: Context) -> bool:
    """True when all that is shown is invented."""
    return bool(getattr(_request(context), "demo", settings.DEMO))


@register.simple_tag(takes_context=True)
def same_page(context: Context, **changes: Any) -> str:
    """``{% same_page page=3 %}``: this page's question with parts changed; ``None`` drops one."""
    request = _request(context)
    if request is None:
        return "?"
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def places_attribution() -> str:
    """Whose place names these are."""
    return attribution.places_attribution()


@register.simple_tag
def product_version() -> str:
    """The version of Polakor that made the page."""
    return polakor.__version__


def _request(context: Context) -> HttpRequest | None:
    found = context.get("request")
    return found if isinstance(found, HttpRequest) else None


# -- forms ----------------------------------------------------------------------------------


@register.filter
def widget_kind(field: Any) -> str:
    """Which template draws a form field: ``choice``, ``tick``, ``file``, ``hidden``, ``line``."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    kind = getattr(widget, "input_type", "")
    if kind == "checkbox" and not getattr(widget, "allow_multiple_selected", False):
        return "tick"
    if kind in {"radio", "checkbox"}:
        return "choice"
    return "file" if kind == "file" else "line"
