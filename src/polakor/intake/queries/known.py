"""What the pack knows, kept in memory by those who take in envelopes; looked at every few seconds.

An envelope names codes. A gate nobody knows cannot be written down; a place or a mode nobody knows
(a device with a newer pack than the server) must not keep anybody out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from zoneinfo import ZoneInfo

from polakor.reference.errors import FormUnknown
from polakor.reference.models import Place
from polakor.reference.queries.codes import entries
from polakor.reference.queries.forms import form
from polakor.reference.queries.gates import gate_provinces
from polakor.reference.queries.pack import pack_in_force
from polakor.reference.rules.forms import Form

KEPT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Known:
    """``gates`` and ``modes`` by code, ``provinces`` by place, ``limits`` of ``[field]``."""

    gates: frozenset[str]
    modes: frozenset[str]
    provinces: Mapping[str, str]
    limits: Mapping[str, int]
    zone: ZoneInfo


_forms: dict[str, Form | None] = {}
_found: dict[str, tuple[float, tuple[str, str, datetime | None], Known]] = {}


def known() -> Known:
    """What the pack in force knows. Mostly no query; four when it has changed."""
    kept = _found.get("now")
    if kept is not None and kept[0] > monotonic():
        return kept[2]
    return _look(kept)


def form_known(key: str) -> Form | None:
    """The version of a form a record names; None where the pack has none. Mostly no query."""
    known()
    if key not in _forms:
        try:
            _forms[key] = form(key)
        except FormUnknown:
            _forms[key] = None
    return _forms[key]


def _look(kept: tuple[float, tuple[str, str, datetime | None], Known] | None) -> Known:
    pack = pack_in_force()
    mark = (pack.content_hash, pack.code, pack.places_at)
    if kept is None or kept[1] != mark:
        settings = pack.settings
        found = Known(
            gates=frozenset(gate_provinces()),
            modes=frozenset(one.code for one in entries("return_modes")),
            provinces=dict(Place.objects.values_list("code", "province")),
            limits={name: n for name, n in settings["field"].items() if isinstance(n, int)},
            zone=ZoneInfo(str(settings["pack"]["time_zone"])),
        )
    else:
        found = kept[2]
    _forms.clear()
    _found["now"] = (monotonic() + KEPT_SECONDS, mark, found)
    return found
