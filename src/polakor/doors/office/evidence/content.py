"""From counts to what stands on the page: names, shares, order, and which picture shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from polakor.doors.office.evidence import pictures
from polakor.doors.office.evidence.asked import Asked
from polakor.doors.office.evidence.words import (
    AGE_GROUPS,
    METHODS,
    SOURCES,
    about_word,
    band_words,
    sex_word,
    shown_word,
)
from polakor.doors.ui import figures
from polakor.evidence.queries.situation import FEMALE, HIDDEN, FlagLine, GateLine, Situation
from polakor.evidence.rules.figures import Figure, Shown
from polakor.reference.queries.codes import labels_of_lists
from polakor.reference.queries.gates import gate_labels, gate_provinces
from polakor.reference.queries.places import Province, provinces

MOST_PROVINCES = 9


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One of the figures at the head."""

    label: str
    value: str
    note: str
    source: str
    tone: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class GateRow:
    """A gate in words."""

    code: str
    name: str
    province: str
    line: GateLine
    difference: int | None


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A flag or a need in words."""

    name: str
    kind: str
    persons: str
    today: str
    waiting: str
    longest_wait: timedelta | None
    secret: bool


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """A province in words. ``share`` None where the count is not shown."""

    code: str
    name: str
    short: str
    value: str
    share: float | None
    size: int


@dataclass(frozen=True, slots=True)
class Names:
    """Words for every code on the page."""

    gates: Mapping[str, str]
    gate_provinces: Mapping[str, str]
    flags: Mapping[str, str]
    needs: Mapping[str, str]
    modes: Mapping[str, str]
    provinces: Sequence[Province]


def names_in(language: str) -> Names:
    """Words for every code of the report. Four queries."""
    lists = labels_of_lists(["flags", "needs", "return_modes"], language)
    return Names(
        gates=gate_labels(language),
        gate_provinces=gate_provinces(),
        flags=lists["flags"],
        needs=lists["needs"],
        modes=lists["return_modes"],
        provinces=provinces(language),
    )


def content(shown: Situation, asked: Asked, language: str) -> dict[str, Any]:
    """Everything the templates and the PDF need, in words of ``language`` (the one in force)."""
    names = names_in(language)
    province_rows = _province_rows(shown, names)
    sizes = [row.size for row in province_rows if row.code]
    limits = pictures.shades(sizes, shown.cuts.protection.base)
    return {
        "asked": asked,
        "shown": shown,
        "title": title(asked, language),
        "period": period_words(shown.period.since, shown.period.until),
        "empty": not shown.total.value and shown.tallied.value is None,
        "figures": _key_figures(shown),
        "flags": [_flag_row(line, names.flags) for line in shown.flags],
        "needs": [_flag_row(line, names.needs) for line in shown.needs],
        "gates": [_gate_row(line, names) for line in shown.gates],
        "silent": [_gate_row(line, names) for line in shown.gates if line.silent],
        "no_tally": ", ".join(
            names.gates.get(line.gate, line.gate)
            for line in shown.gates
            if line.tallied is None and line.registered
        ),
        "gates_top": max([1, *(max(g.registered, g.tallied or 0) for g in shown.gates)]),
        "pair": _pair(shown),
        "day_words": [f"{line.day.day}/{line.day.month}" for line in shown.days],
        "day_registered": [line.registered for line in shown.days],
        "day_tallied": [line.tallied for line in shown.days],
        "sexes": _sexes(shown),
        "ages": _age_rows(shown),
        "modes": _mode_rows(shown, names),
        "tallied": _tally_rows(shown),
        "provinces": province_rows,
        "most_provinces": _most(province_rows),
        "tiles": _tiles(province_rows, names, limits),
        "steps": _steps(limits),
        "limits": limits,
        "source_line": source_line(shown.total),
        "both_sources": _("As of %(moment)s · Sources: registration and gate tally")
        % {"moment": figures.moment(shown.as_of)},
        "screening_line": _("As of %(moment)s · Source: quick screening")
        % {"moment": figures.moment(shown.as_of)},
        "methods": [f"{name}: {METHODS[code]}" for name, code in _method_names()],
    }


def _method_names() -> list[tuple[str, str]]:
    return [
        (_("Registered"), "crossings"),
        (_("Different persons"), "persons"),
        (_("Gate tally"), "tallies"),
        (_("Set aside"), "aside"),
    ]


def title(asked: Asked, language: str) -> str:
    """What the report is called."""
    return asked.named.name(language) if asked.named else _("People who came back")


def period_words(since: date, until: date) -> str:
    """Two days as a span."""
    if since == until:
        return figures.day(since)
    return _("%(since)s to %(until)s") % {
        "since": figures.day(since),
        "until": figures.day(until),
    }


def source_line(figure: Figure) -> str:
    """As of when and from where, under a table."""
    return _("As of %(moment)s · Source: %(source)s") % {
        "moment": figures.moment(figure.as_of),
        "source": SOURCES[figure.source],
    }


def _brief(as_of: datetime, source: str) -> str:
    return f"{figures.clock(as_of)} · {SOURCES[source]}"


def _key_figures(shown: Situation) -> list[KeyFigure]:
    as_of = shown.as_of
    registration = _brief(as_of, "registration")
    found = [
        KeyFigure(
            _("Registered in total"),
            figures.number(shown.total.value),
            _("%(persons)s different persons") % {"persons": figures.number(shown.persons.value)},
            registration,
        ),
        _second_figure(shown),
        KeyFigure(
            _("Gate tally in total"),
            figures.number(shown.tallied.value),
            _("people counted, no names") if shown.tallied.value is not None else _("no report"),
            _brief(as_of, "gate_tally"),
        ),
        _female_figure(shown),
        KeyFigure(
            _("Needs help now"),
            about_word(shown.waiting),
            _("longest wait %(span)s") % {"span": figures.duration(shown.longest_wait)}
            if shown.longest_wait
            else _("still waiting for someone"),
            _brief(as_of, "screening"),
            tone="danger" if shown.waiting != Shown("exact", 0) else "",
        ),
        _silence_figure(shown),
        KeyFigure(
            _("Lists with rows set aside"),
            figures.number(shown.lists_aside.value),
            _("%(rows)s rows to be corrected") % {"rows": figures.number(shown.rows_aside.value)},
            _brief(as_of, "lists"),
        ),
        KeyFigure(
            _("Difference"),
            figures.signed(shown.difference),
            _("registered less tallied; never added"),
            _("%(clock)s · both") % {"clock": figures.clock(as_of)},
            tone="caution" if shown.difference else "",
        ),
    ]
    return found


def female_share(by_sex: Mapping[int, int]) -> float | None:
    """Share of women and girls among those whose sex is known."""
    known = by_sex.get(FEMALE, 0) + by_sex.get(1, 0)
    return by_sex.get(FEMALE, 0) / known if known else None


def _female_figure(shown: Situation) -> KeyFigure:
    """The share of those registered and of the tally; the tally alone if nobody registered."""
    counted: dict[int, int] = {}
    for (sex, _group), number in shown.tally_profile.items():
        counted[sex] = counted.get(sex, 0) + number
    tallied = female_share(counted)
    if not shown.total.value:
        words = figures.number(counted.get(FEMALE)) if tallied is not None else _("no report")
        source = _brief(shown.as_of, "gate_tally")
        return KeyFigure(_("Female"), figures.percent(tallied, 1), words, source)
    words = _("%(female)s registered; children %(children)s") % {
        "female": figures.number(shown.by_sex.get(FEMALE, 0)),
        "children": about_word(shown.children),
    }
    if tallied is not None:
        words += " · " + _("gate tally %(share)s") % {"share": figures.percent(tallied, 1)}
    source = _brief(shown.as_of, "registration")
    return KeyFigure(_("Female"), figures.percent(female_share(shown.by_sex), 1), words, source)


def _second_figure(shown: Situation) -> KeyFigure:
    source = _brief(shown.as_of, "registration")
    if shown.registered_today is not None:
        female = figures.number(shown.by_sex_today.get(FEMALE, 0))
        note = _("%(female)s of them female") % {"female": female}
        return KeyFigure(
            _("Registered today"), figures.number(shown.registered_today.value), note, source
        )
    busiest = max(shown.days, key=lambda day: (max(day.registered, day.tallied or 0), day.day))
    if (busiest.tallied or 0) > busiest.registered:
        source = _brief(shown.as_of, "gate_tally")
    most = max(busiest.registered, busiest.tallied or 0)
    return KeyFigure(_("Busiest day"), figures.number(most), figures.day(busiest.day), source)


def _silence_figure(shown: Situation) -> KeyFigure:
    source = _brief(shown.as_of, "messages")
    if not shown.ongoing:
        return KeyFigure(
            _("Gates in the report"),
            figures.number(len(shown.gates)),
            _("the period is over"),
            source,
        )
    silent = sum(line.silent for line in shown.gates)
    return KeyFigure(
        _("Gates not reporting"),
        figures.number(silent),
        _("no message for over %(span)s")
        % {"span": figures.duration(timedelta(minutes=shown.cuts.silent_minutes))},
        source,
        tone="caution" if silent else "",
        beside=_("of %(all)s") % {"all": figures.number(len(shown.gates))},
    )


def _flag_row(line: FlagLine, words: Mapping[str, str]) -> FlagRow:
    secret = line.flag == HIDDEN
    waits = line.waiting != Shown("exact", 0)
    return FlagRow(
        name=_("Should be spoken with in private") if secret else words.get(line.flag, line.flag),
        kind="kept" if secret else ("check" if waits else "done"),
        persons=shown_word(line.persons),
        today=shown_word(line.today),
        waiting=shown_word(line.waiting),
        longest_wait=line.longest_wait,
        secret=secret,
    )


def _gate_row(line: GateLine, names: Names) -> GateRow:
    province = {p.code: p.name for p in names.provinces}.get(
        names.gate_provinces.get(line.gate, ""), ""
    )
    difference = None if line.tallied is None else line.registered - line.tallied
    return GateRow(line.gate, names.gates.get(line.gate, line.gate), province, line, difference)


def _pair(shown: Situation) -> dict[str, str]:
    """Registrations and tallies beside each other, and what may be said of the gap."""
    if shown.difference is None:
        kind, words = "unknown", _("No gate tally was entered. That is not zero: nobody told us.")
    elif shown.difference == 0:
        kind, words = "same", _("Both counts agree.")
    else:
        kind = "check"
        words = _(
            "Not settled: not yet registered, or counted twice. Both are shown; they are neither "
            "added nor chosen between."
        )
    return {
        "left": figures.number(shown.total.value),
        "right": figures.number(shown.tallied.value),
        "kind": kind,
        "title": _("Difference %(difference)s") % {"difference": figures.signed(shown.difference)},
        "words": words,
    }


def _sexes(shown: Situation) -> list[dict[str, Any]]:
    """Columns of the age table: those that hold anybody, women and men always."""
    order = [FEMALE, 1, *(sex for sex in (0, 9) if shown.by_sex.get(sex))]
    return [{"sex": sex, "name": sex_word(sex), "total": shown.by_sex.get(sex, 0)} for sex in order]


def _age_rows(shown: Situation) -> list[dict[str, Any]]:
    sexes = [column["sex"] for column in _sexes(shown)]
    return [
        {
            "name": name,
            "cells": [
                shown_word(shown.by_age.get((sex, band), Shown("exact", 0))) for sex in sexes
            ],
        }
        for band, name in band_words(shown.bands).items()
    ]


def _mode_rows(shown: Situation, names: Names) -> list[dict[str, Any]]:
    total = shown.total.value or 0
    return [
        {
            "name": names.modes.get(mode, mode),
            "value": count,
            "share": count / total if total else None,
            "top": total,
        }
        for mode, count in shown.by_mode.items()
        if count
    ]


def _tally_rows(shown: Situation) -> list[dict[str, Any]]:
    total = shown.tallied.value or 0
    order = list(AGE_GROUPS)
    cells = sorted(
        shown.tally_profile.items(),
        key=lambda cell: (-cell[0][0] if cell[0][0] in (1, 2) else 1, order.index(cell[0][1])),
    )
    return [
        {
            "name": f"{sex_word(sex)} · {AGE_GROUPS[group]}",
            "value": count,
            "share": count / total if total else None,
        }
        for (sex, group), count in cells
    ]


def _province_rows(shown: Situation, names: Names) -> list[ProvinceRow]:
    """Provinces from most to fewest, then those not known."""
    total = shown.total.value or 0
    known = {province.code: province for province in names.provinces}
    rows = []
    for code, cell in shown.by_province.items():
        if code and code not in known:
            continue
        name = known[code].name if code else _("Not known yet")
        short = known[code].short if code else ""
        share = cell.size / total if total and cell.kind in {"exact", "rounded"} else None
        rows.append(ProvinceRow(code, name, short, shown_word(cell), share, cell.size))
    return sorted(rows, key=lambda row: (not row.code, -row.size, row.code))


def _most(rows: Sequence[ProvinceRow]) -> list[ProvinceRow]:
    known = [row for row in rows if row.code and row.size][:MOST_PROVINCES]
    return [*known, *(row for row in rows if not row.code and row.value != "0")]


def _tiles(
    rows: Sequence[ProvinceRow], names: Names, limits: Sequence[int]
) -> list[dict[str, Any]]:
    by_code = {row.code: row for row in rows}
    return [
        {
            "row": province.row,
            "column": province.column,
            "step": pictures.shade(by_code[province.code].size, limits),
            "href": f"#province-{province.code}",
            "short": province.short,
            "name": province.name,
            "value": by_code[province.code].value,
        }
        for province in sorted(names.provinces, key=lambda p: (p.row, p.column))
        if province.code in by_code
    ]


def _steps(limits: Sequence[int]) -> list[str]:
    words = [f"<{figures.number(limit)}" for limit in limits]
    return [*words, f"{figures.number(limits[-1])}+"]


def bubble_map(shown: Situation, language: str, *, paper: bool = False) -> SafeString:
    """Provinces where they lie, numbered by their code. One query."""
    places = [
        pictures.Bubble(
            province.centroid[0],
            province.centroid[1],
            shown.by_province[province.code].size,
            province.code,
        )
        for province in provinces(language)
        if province.code in shown.by_province
    ]
    return pictures.bubbles(places, paper=paper)
