"""Loads a country pack: adds, changes and retires codes and gates; deletes none."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from dataclasses import replace as replaced
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from polakor.base.actors import ActorLike
from polakor.reference.actions.places import PlacesResult, import_places
from polakor.reference.actions.reading import places_of_pack, read_pack_at
from polakor.reference.errors import FormChanged, OtherPackInForce
from polakor.reference.models import Code, FormVersion, Gate, GateStatusPeriod, PackState, Place
from polakor.reference.packs import pack_path
from polakor.reference.rules.pack_types import Entry, FormEntry, GateEntry, Pack

Row = TypeVar("Row", Code, Gate, FormVersion)
ONE_LOAD_AT_A_TIME = 7_205_001  # key of the advisory lock


@dataclass(frozen=True, slots=True)
class Tally:
    """What a load did to one table."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    restored: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load did. ``changed`` is False when the database held this very pack already."""

    pack: str
    version: str
    content_hash: str
    codes: Tally
    gates: Tally
    forms: Tally
    periods_changed: int
    places: PlacesResult | None = None

    @property
    def changed(self) -> bool:
        """Whether anything was written besides the day of loading."""
        written = any(
            tally != Tally(unchanged=tally.unchanged)
            for tally in (self.codes, self.gates, self.forms)
        )
        return written or self.periods_changed > 0


def load_pack(*, actor: ActorLike, path: Path, replace: bool = False) -> LoadResult:
    """Bring codes, gates and provinces to what the pack at ``path`` says, in one transaction.

    Loading the same pack twice changes nothing. A code, gate or form the pack no longer has is
    retired today; one that comes back is restored. Raises ``PackMissing``, ``PackRefused`` (file,
    line and reason), ``FormChanged`` or, without ``replace``, ``OtherPackInForce``; then nothing
    has changed. The caller
    records the audit event.
    """
    pack = read_pack_at(path)
    today = timezone.localdate()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_LOAD_AT_A_TIME])
        _refuse_another_pack(pack, replace=replace)
        codes = _sync_codes(pack, today)
        gates = _sync_gates(pack.gates, pack.code, today)
        forms = _sync_forms(pack.forms, pack.code, today)
        periods = _sync_periods(pack.gates)
        _sync_provinces(pack, today)
        _keep_state(pack, actor)
    return LoadResult(pack.code, pack.version, pack.content_hash, codes, gates, forms, periods)


def load_default(actor: ActorLike) -> LoadResult:
    """Load the pack named by ``POLAKOR_PACK`` (``kh``) and its places, in one transaction.

    What ``polakor up`` calls. Raises what ``load_pack`` and ``import_places`` raise.
    """
    path = pack_path(settings.PACK)
    with transaction.atomic():
        result = load_pack(actor=actor, path=path)
        found = places_of_pack(path)
        if found is None:
            return result
        places = import_places(actor=actor, rows=found.rows, source=found.source)
    return replaced(result, places=places)


def _refuse_another_pack(pack: Pack, *, replace: bool) -> None:
    held = PackState.objects.filter(in_force=True).values_list("pack", flat=True).first()
    if held is not None and held != pack.code and not replace:
        raise OtherPackInForce(held=held, offered=pack.code)


def _sync_codes(pack: Pack, today: date) -> Tally:
    wanted = {(entry.list_name, entry.code): _code_row(entry, pack.code) for entry in pack.entries}
    held = {(code.list_name, code.code): code for code in Code.objects.all()}
    return _sync(Code, ["list_name", "code"], wanted, held, today)


def _code_row(entry: Entry, pack: str) -> dict[str, Any]:
    row = asdict(entry)
    return {**row, "labels": dict(entry.labels), "pack": pack}


def _sync_gates(gates: Iterable[GateEntry], pack: str, today: date) -> Tally:
    wanted: dict[Any, dict[str, Any]] = {}
    for gate in gates:
        row = asdict(gate)
        del row["periods"]
        wanted[gate.code] = {**row, "pack": pack}
    held = {gate.code: gate for gate in Gate.objects.all()}
    return _sync(Gate, ["code"], wanted, held, today)


def _sync_forms(forms: Iterable[FormEntry], pack: str, today: date) -> Tally:
    wanted = {one.key: {**asdict(one), "pack": pack} for one in forms}
    held = {row.key: row for row in FormVersion.objects.all()}
    for key, row in wanted.items():
        known = held.get(key)
        if known and known.pack == pack and known.meaning != row["meaning"]:
            raise FormChanged(form=key)
    return _sync(FormVersion, ["key"], wanted, held, today)


def _sync(
    model: type[Row],
    key: list[str],
    wanted: Mapping[Any, Mapping[str, Any]],
    held: Mapping[Any, Row],
    today: date,
) -> Tally:
    """Write the rows that differ and retire those no longer wanted; count what was done."""
    added = changed = restored = unchanged = 0
    written: list[Row] = []
    for identity, row in wanted.items():
        known = held.get(identity)
        if known is not None and _same(known, row):
            unchanged += 1
            continue
        written.append(model(**row, retired_on=None))
        if known is None:
            added += 1
        elif known.retired_on is not None:
            restored += 1
        else:
            changed += 1
    names: list[str] = [name for name in next(iter(wanted.values()), {}) if name not in key]
    model.objects.bulk_create(
        written, update_conflicts=True, unique_fields=key, update_fields=[*names, "retired_on"]
    )
    gone = [
        row.pk
        for identity, row in held.items()
        if identity not in wanted and row.retired_on is None
    ]
    model.objects.filter(pk__in=gone).update(retired_on=today)
    return Tally(added, changed, len(gone), restored, unchanged)


def _same(known: Code | Gate | FormVersion, row: Mapping[str, Any]) -> bool:
    return known.retired_on is None and all(
        getattr(known, name) == value for name, value in row.items()
    )


def _sync_periods(gates: Iterable[GateEntry]) -> int:
    """Replace the periods of each gate where they differ; returns how many gates did."""
    held: dict[str, list[dict[str, Any]]] = {}
    names = [
        "starts_on",
        "ends_on",
        "state",
        "hours",
        "who",
        "source",
        "verification_status",
    ]
    for row in GateStatusPeriod.objects.order_by("gate_id", "starts_on").values("gate_id", *names):
        held.setdefault(row.pop("gate_id"), []).append(row)
    wanted = {gate.code: [asdict(period) for period in gate.periods] for gate in gates}
    differing = [code for code, rows in wanted.items() if held.get(code, []) != rows]
    GateStatusPeriod.objects.filter(gate_id__in=differing).delete()
    GateStatusPeriod.objects.bulk_create(
        GateStatusPeriod(gate_id=code, **row) for code in differing for row in wanted[code]
    )
    return len(differing)


def _sync_provinces(pack: Pack, today: date) -> None:
    """Keep the pack's own names of the provinces as places of level 1.

    A gazetteer loaded later adds its spellings to ``other_names`` and leaves these names alone.
    """
    held = {place.code: place for place in Place.objects.filter(level=1)}
    wanted = [
        _province(entry, pack, held.get(entry.code))
        for entry in pack.entries
        if entry.list_name == "provinces"
    ]
    changed = [place for place in wanted if _differs(place, held.get(place.code))]
    Place.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["code"], update_fields=[*_PROVINCE_FIELDS]
    )
    current = [place.code for place in wanted]
    gone = Place.objects.filter(retired_on__isnull=True).exclude(province__in=current)
    gone.update(retired_on=today)


_PROVINCE_FIELDS = (
    "name_km",
    "name_latin",
    "other_names",
    "source",
    "valid_from",
    "valid_to",
    "retired_on",
)


def _province(entry: Entry, pack: Pack, known: Place | None) -> Place:
    others = list(entry.attributes.get("other_names", []))
    if known is not None:
        others += [name for name in known.other_names if name not in others]
    return Place(
        code=entry.code,
        level=1,
        province=entry.code,
        name_km=entry.labels[pack.languages[0]],
        name_latin=entry.labels.get("en", ""),
        other_names=others,
        source=f"pack {pack.code}",
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        retired_on=None,
    )


def _differs(wanted: Place, known: Place | None) -> bool:
    return known is None or any(
        getattr(wanted, name) != getattr(known, name) for name in _PROVINCE_FIELDS
    )


def _keep_state(pack: Pack, actor: ActorLike) -> None:
    """Note which pack this is; the day of loading changes only when the files did."""
    known = PackState.objects.filter(pack=pack.code).first()
    if known and known.in_force and known.content_hash == pack.content_hash:
        return
    PackState.objects.exclude(pack=pack.code).update(in_force=False)
    PackState.objects.update_or_create(
        pack=pack.code,
        defaults={
            "version": pack.version,
            "content_hash": pack.content_hash,
            "settings": dict(pack.settings),
            "in_force": True,
            "loaded_at": timezone.now(),
            "loaded_by": actor.account_id,
        },
    )
