"""Photos in pieces: how much of one is here, and the next piece of it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from polakor.doors.field.device import by_device, limit, refused, too_much, wrong
from polakor.intake.actions.attachments import keep_part
from polakor.intake.errors import AttachmentBroken
from polakor.intake.queries.attachments import size_here
from polakor.intake.queries.devices import Speaking
from polakor.intake.rules.attachments import SHA256, read_range

KILOBYTE = 1024


@require_http_methods(["HEAD", "PUT"])
@by_device
def attachment(request: HttpRequest, device: Speaking, sha256: str) -> HttpResponse:
    """HEAD says in ``Upload-Offset`` how many bytes are here; PUT brings the next ones.

    PUT has ``Content-Range: bytes first-last/total`` and answers ``{"here": bytes}``, 201 when the
    whole is kept, 409 when it is not what its name says: begin anew. A piece that does not begin
    where the last ended changes nothing and is told where that is.
    """
    if not SHA256.fullmatch(sha256):
        return wrong()
    if request.method == "HEAD":
        answer = HttpResponse()
        answer["Upload-Offset"] = str(size_here(device.actor, device.id, sha256))
        return answer
    most = limit("photo_kilobytes") * KILOBYTE
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        return too_much()
    content = request.read(most + 1)
    span = read_range(request.headers.get("Content-Range", ""), len(content), most)
    if span is None:
        return too_much() if len(content) > most else wrong()
    first, total = span
    try:
        here = keep_part(
            actor=device.actor,
            device=device,
            sha256=sha256,
            first=first,
            total=total,
            content=content,
        )
    except AttachmentBroken as refusal:
        return refused(refusal, 409)
    return JsonResponse({"here": here}, status=201 if here == total else 200)
