"""What a device takes with it: forms, places, tokens, keys. Never anybody's data."""

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
from polakor.reference.queries.forms import forms_as_json
from polakor.reference.queries.pack import pack_in_force
from polakor.reference.queries.places import place_index_rows


@require_GET
@by_device
def down(request: HttpRequest, device: Speaking) -> HttpResponse:
    """Everything small a device works with, and the keys it seals to and checks with.

    Only what the app reads: it comes over networks somebody pays for.
    """
    told = {
        "forms": forms_as_json(timezone.localdate()),
        "tokens": token_batches_for_devices(),
        "keys": _keys(),
        "settings": {
            "pin": {"tries": limit("pin_tries")},
            "lock_minutes": limit("lock_minutes"),
            "file_megabytes": limit("file_megabytes"),
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
