"""Gates: their words, where they are, and what they are like on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from polakor.reference.models import Gate, GateStatusPeriod
from polakor.reference.queries.codes import word_key
from polakor.reference.queries.pack import in_language

UNKNOWN = "unknown"
CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class GateOnDay:
    """A gate as it is on one day. ``state`` is ``unknown`` where no period covers the day."""

    code: str
    labels: Mapping[str, str]
    province: str
    country: str
    gate_class: str
    latitude: float | None
    longitude: float | None
    attributes: Mapping[str, Any]
    state: str
    hours: str
    who: Mapping[str, str]
    source: str
    verification_status: str

    def label(self, language: str) -> str:
        """The gate's name in ``language``, else in English."""
        return in_language(self.labels, language)


def gates_on(day: date) -> list[GateOnDay]:
    """Every gate there is on ``day``, open or not, in the order of the pack. Two queries."""
    periods = GateStatusPeriod.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day
    )
    rows = (
        Gate.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            valid_from__lte=day,
            retired_on__isnull=True,
        )
        .prefetch_related(Prefetch("periods", queryset=periods, to_attr="covering"))
        .order_by("position")
    )
    return [_on_day(row) for row in rows]


def gates_open_on(day: date) -> list[GateOnDay]:
    """Gates people may come through on ``day``: all but the closed ones. Two queries.

    Restricted and unknown count as open: who came through must be writable.
    """
    return [gate for gate in gates_on(day) if gate.state != CLOSED]


def gate_choices(language: str, *, on: date) -> list[tuple[str, str]]:
    """``(code, name)`` of every gate there is on a day, closed ones too, for a form. Two queries.

    Closed ones too, because somebody may say they came through one.
    """
    return [(gate.code, gate.label(language)) for gate in gates_on(on)]


def gate_labels(language: str) -> dict[str, str]:
    """Names of all gates by code, retired ones too, in the order of the pack. One query."""
    rows = Gate.objects.order_by("position").values_list("code", "labels")
    return {code: in_language(words, language) for code, words in rows}


def gate_provinces() -> dict[str, str]:
    """Province by gate (``""`` where a gate lies in none), retired ones too. One query."""
    return dict(Gate.objects.values_list("code", "province"))


def gate_exists(code: str) -> bool:
    """Whether there is, or was, a gate with this code. One query."""
    return Gate.objects.filter(code=code).exists()


def gates_by_word() -> dict[str, str]:
    """Gate codes by every way they are written (``queries.codes.word_key``). One query."""
    found: dict[str, str] = {}
    for gate in Gate.objects.filter(retired_on__isnull=True).order_by("position"):
        words = [gate.code, *gate.labels.values(), *gate.attributes.get("other_names", [])]
        for word in words:
            found.setdefault(word_key(word), gate.code)
    return found


def _on_day(row: Gate) -> GateOnDay:
    covering: list[GateStatusPeriod] = row.covering  # type: ignore[attr-defined]
    period = covering[0] if covering else None
    return GateOnDay(
        code=row.code,
        labels=row.labels,
        province=row.province,
        country=row.country,
        gate_class=row.gate_class,
        latitude=row.latitude,
        longitude=row.longitude,
        attributes=row.attributes,
        state=period.state if period else UNKNOWN,
        hours=period.hours if period else "",
        who=period.who if period else {},
        source=period.source if period else row.source,
        verification_status=period.verification_status if period else row.verification_status,
    )
