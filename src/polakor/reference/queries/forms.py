"""Forms of the pack: those to be filled in, and any version a record may name."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q

from polakor.reference.errors import FormUnknown
from polakor.reference.models import Code, FormVersion
from polakor.reference.queries.pack import PackInForce, pack_in_force
from polakor.reference.rules.forms import AGE_BANDS, Form

_held: dict[tuple[str, str], Form] = {}
_MOST_HELD = 64


def form(key: str) -> Form:
    """One version of a form (``arrival/1``), a retired one too, with every code of its lists.

    Codes that were retired are among them: a device without a network still offers them. One query
    the second time in a process, four the first. Raises ``FormUnknown``.
    """
    pack = pack_in_force()
    known = _held.get((pack.content_hash, key))
    if known is not None:
        return known
    row = FormVersion.objects.filter(key=key).first()
    if row is None:
        raise FormUnknown(form=key)
    found = Form.from_json(_whole([row.definition], pack, on=None)[0])
    if len(_held) >= _MOST_HELD:
        _held.clear()
    _held[(pack.content_hash, key)] = found
    return found


def forms_in_force(on: date) -> list[Form]:
    """The newest version of each form that may be filled in on a day. Three queries."""
    return [Form.from_json(told) for told in forms_as_json(on)]


def forms_as_json(on: date) -> list[dict[str, Any]]:
    """The same as JSON for devices, with the choices that may be made on that day.

    Words are in every language of the pack; nothing else is needed to fill a form in. ``lists``:
    ``{list: [{code, label, hidden}]}``; the rest as ``docs/guides/country-pack.md`` says.
    """
    rows = FormVersion.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on, retired_on__isnull=True
    )
    newest: dict[str, FormVersion] = {}
    for row in rows.order_by("version"):
        newest[row.code] = row
    told = sorted(newest.values(), key=lambda row: (row.tier, row.position))
    return _whole([row.definition for row in told], pack_in_force(), on=on)


def form_as_json(key: str, on: date) -> dict[str, Any]:
    """One version as JSON, with the choices that may be made on ``on``. Raises ``FormUnknown``."""
    row = FormVersion.objects.filter(key=key).first()
    if row is None:
        raise FormUnknown(form=key)
    return _whole([row.definition], pack_in_force(), on=on)[0]


def _whole(
    definitions: Iterable[Mapping[str, Any]], pack: PackInForce, *, on: date | None
) -> list[dict[str, Any]]:
    """Definitions with the lists they use and how long the code of a place may be. One query."""
    told = [dict(definition) for definition in definitions]
    names = {q["list"] for one in told for q in one["questions"] if "list" in q}
    rows = Code.objects.filter(list_name__in=names - {AGE_BANDS})
    if on is not None:
        rows = rows.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            valid_from__lte=on,
            retired_on__isnull=True,
        )
    lists: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for row in rows.order_by("position"):
        label = {language: row.labels[language] for language in pack.languages}
        one: dict[str, Any] = {"code": row.code, "label": label}
        if row.attributes.get("hidden"):
            one["hidden"] = True
        lists[row.list_name].append(one)
    if AGE_BANDS in names:
        lists[AGE_BANDS] = _bands(pack.age_bounds, pack.languages)
    digits = list(pack.settings["places"]["code_digits"])
    for one in told:
        used = {question["list"] for question in one["questions"] if "list" in question}
        one["lists"] = {name: lists[name] for name in sorted(used)}
        one["place_digits"] = digits
    return told


@lru_cache(maxsize=8)
def _bands(bounds: tuple[int, ...], languages: tuple[str, ...]) -> list[dict[str, Any]]:
    ends = [f"–{bound - 1}" for bound in bounds[1:]] + ["+"]
    return [
        {"code": str(low), "label": dict.fromkeys(languages, f"{low}{end}")}
        for low, end in zip(bounds, ends, strict=True)
    ]
