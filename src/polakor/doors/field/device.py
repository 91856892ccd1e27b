"""How a device speaks with us: who it is, how much it may bring, and answers it can check."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from polakor.access.errors import AccountUnknown, NoDuty
from polakor.base.errors import Refusal
from polakor.doors.field.pace import places
from polakor.doors.ui.errors import sentence_of
from polakor.intake import keys
from polakor.intake.errors import DeviceBarred, DeviceUnknown
from polakor.intake.queries.devices import Speaking, device_speaking
from polakor.intake.queries.known import known
from polakor.intake.rules.sealing import sign, text_of

Result = TypeVar("Result")
DeviceView = Callable[..., HttpResponse]
LANGUAGES = ("km", "en")
_SCHEME = "Device "
BUSY_SECONDS = 15
"""When to come again where not even the pack can be asked."""


def by_device(view: DeviceView) -> Callable[..., HttpResponse]:
    """A view for devices: ``view(request, speaking, …)``. No session, no cookie, no CSRF token.

    401 for a secret nobody has, 403 for a barred device or an account without a duty, 429 for one
    that is being served already, 503 while the database is away, both with ``Retry-After``: the
    device keeps everything.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            speaking = on_a_live_line(lambda: _who(request))
            with places.one_of(speaking.id) as place:
                if not place:
                    return later(429, limit("retry_seconds"))
                return view(request, speaking, *args, **kwargs)
        except DeviceUnknown as refusal:
            return refused(refusal, 401)
        except DeviceBarred as refusal:
            return refused(refusal, 403, barred=True)
        except (NoDuty, AccountUnknown) as refusal:
            return refused(refusal, 403, barred=False)
        except Refusal as refusal:
            return refused(refusal, 400)
        except (OperationalError, InterfaceError):
            return later(503)

    guarded.for_devices = True  # type: ignore[attr-defined]
    return csrf_exempt(guarded)


def on_a_live_line(work: Callable[[], Result]) -> Result:
    """Do ``work``, and once more on a new connection if the lasting one had died.

    For what may be done twice. Instead of asking the database before every request whether it is
    still there, which on this path costs as much as the half of the work.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return work()
    except (OperationalError, InterfaceError):
        connection.close()
        return work()


def _who(request: HttpRequest) -> Speaking:
    told = request.headers.get("Authorization", "")
    name, _, secret = told.removeprefix(_SCHEME).partition(":")
    if not told.startswith(_SCHEME) or not secret:
        raise DeviceUnknown
    try:
        return device_speaking(UUID(name), secret)
    except ValueError:
        raise DeviceUnknown from None


def refused(refusal: Refusal, status: int, **more: object) -> JsonResponse:
    """A refusal with its sentence in both languages; the app shows it as it is."""
    return JsonResponse({"code": refusal.number, "say": said(refusal), **more}, status=status)


def said(refusal: Refusal) -> dict[str, str]:
    """The sentence of a refusal by language."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = sentence_of(refusal)
    return found


def later(status: int, seconds: int = BUSY_SECONDS) -> JsonResponse:
    """Too much at once: come again later, nothing is lost."""
    answer = JsonResponse({"code": "later"}, status=status)
    answer["Retry-After"] = str(seconds)
    return answer


def body_of(request: HttpRequest, most: int) -> Any:
    """The JSON of a request of at most ``most`` bytes; an answer (413, 400) where it is not."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        return too_much()
    content = request.read(most + 1)
    if len(content) > most:
        return too_much()
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return wrong()


def too_much() -> JsonResponse:
    """413: send less at once."""
    return JsonResponse({"code": "too_much"}, status=413)


def wrong() -> JsonResponse:
    """400: this is not what a device sends; it was cut or changed on the way."""
    return JsonResponse({"code": "wrong"}, status=400)


def signed(device: Speaking, told: Mapping[str, object]) -> JsonResponse:
    """An answer as text with our signature over its bytes, so that nobody else can give it."""
    statement = json.dumps(
        {"device": str(device.id), "at": timezone.now().isoformat(), **told}, separators=(",", ":")
    )
    key = keys.key_in_force("sign")
    return JsonResponse(
        {
            "statement": statement,
            "signature": text_of(sign(key.private, statement.encode())),
            "sign_kid": key.kid,
        }
    )


def limit(name: str) -> int:
    """A number of the pack's section ``[field]``."""
    return known().limits[name]
