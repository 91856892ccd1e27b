"""What a device takes with it: forms, codes, gates, places, tokens. Never anybody's data."""

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from polakor.doors.field.device import by_device, limit
from polakor.intake import keys
from polakor.intake.queries.devices import Speaking
from polakor.intake.queries.tokens import token_batches_for_devices
from polakor.intake.rules.sealing import public_bytes, text_of
from polakor.reference.queries.codes import entries
from polakor.reference.queries.forms import forms_as_json
from polakor.reference.queries.gates import gates_on
from polakor.reference.queries.pack import pack_in_force
from polakor.reference.queries.places import place_index_rows

CODE_LISTS = (
    "return_modes",
    "flags",
    "needs",
    "relations",
    "document_kinds",
    "holders",
    "countries",
    "sectors",
    "occupations",
    "return_reasons",
)
DIRECTORY = "institutions"


@require_GET
@by_device
def down(request: HttpRequest, device: Speaking) -> HttpResponse:
    """Everything small a device works with, and the keys it seals to and checks with."""
    pack = pack_in_force()
    today = timezone.localdate()
    told = {
        "version": pack.content_hash,
        "forms": forms_as_json(today),
        "codes": {name: _list(name) for name in CODE_LISTS},
        "gates": [
            {"code": gate.code, "label": dict(gate.labels), "state": gate.state}
            for gate in gates_on(today)
        ],
        "gate": device.gate,
        "places_version": hashlib.sha256(
            f"{pack.content_hash} {pack.places_at}".encode()
        ).hexdigest()[:16],
        "tokens": token_batches_for_devices(),
        "directory": _list(DIRECTORY),
        "keys": _keys(),
        "settings": {
            "age_bands": list(pack.age_bounds),
            "adult_age": pack.limits["adult_age"],
            "pin": {"digits": limit("pin_digits"), "tries": limit("pin_tries")},
            "lock_minutes": limit("lock_minutes"),
            "envelopes_at_once": limit("envelopes_at_once"),
        },
    }
    return _unless_held(request, told)


@require_GET
@by_device
def places(request: HttpRequest, device: Speaking) -> HttpResponse:
    """Every place in use: code, Khmer name, Latin name, level. Large, and seldom changed."""
    digits = list(pack_in_force().settings["places"]["code_digits"])
    return _unless_held(
        request,
        [
            [code, km, latin, digits.index(len(code)) + 1]
            for code, km, latin, _ in place_index_rows()
        ],
    )


def _list(name: str) -> list[dict[str, Any]]:
    return [
        {"code": one.code, "label": dict(one.labels), **dict(one.attributes)}
        for one in entries(name, on=timezone.localdate())
    ]


def _keys() -> dict[str, Any]:
    """The key to seal to, and those an answer may be signed with: a kept one may be an older."""
    seal = keys.key_in_force("seal")
    return {
        "server_key": text_of(public_bytes(seal.public)),
        "server_kid": seal.kid,
        "sign": {key.kid: text_of(public_bytes(key.public)) for key in keys.every_key("sign")},
    }


def _unless_held(request: HttpRequest, told: object) -> HttpResponse:
    """``told`` as JSON, or 304 for a device that holds it."""
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == mark:
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(content, content_type="application/json")
    answer["ETag"] = mark
    answer["Cache-Control"] = "private, no-cache"
    return answer
