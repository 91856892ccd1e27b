"""An officer takes a device into service: the one address here that needs a signed-in session."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from polakor.base.errors import Refusal
from polakor.doors.field.device import limit, refused
from polakor.doors.ui.acting import actor_of
from polakor.intake import keys
from polakor.intake.actions.devices import enrol_device
from polakor.intake.rules.sealing import public_bytes, text_of


@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """Enrol this browser for the officer; the secret is told this once."""
    actor = actor_of(request)
    try:
        device, secret = enrol_device(
            actor=actor, name=request.POST.get("name", ""), gate=request.POST.get("gate", "")
        )
    except Refusal as refusal:
        return refused(refusal, 400)
    seal, signing = keys.key_in_force("seal"), keys.key_in_force("sign")
    return JsonResponse(
        {
            "device": str(device.id),
            "secret": secret,
            "server_key": text_of(public_bytes(seal.public)),
            "server_kid": seal.kid,
            "sign_key": text_of(public_bytes(signing.public)),
            "sign_kid": signing.kid,
            "officer": {"name": actor.name, "office": actor.office_name},
            "name": device.name,
            "gate": device.gate_id,
            "pin": {"digits": limit("pin_digits"), "tries": limit("pin_tries")},
            "lock_minutes": limit("lock_minutes"),
        }
    )
