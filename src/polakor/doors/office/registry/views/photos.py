"""One photo of a person, opened for this look alone."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from polakor.doors.office.registry.views.person import file_for
from polakor.doors.ui.acting import actor_of
from polakor.intake.errors import AttachmentUnknown
from polakor.intake.queries.attachments import open_attachment


@require_GET
def photo(request: HttpRequest, person_id: UUID, photo_id: UUID) -> HttpResponse:
    """The picture without what the camera wrote beside it. The look is written down."""
    actor = actor_of(request)
    file = file_for(actor, person_id, reason="photo")
    try:
        kind, picture = open_attachment(actor, photo_id, file.record_ids)
    except AttachmentUnknown:
        raise Http404 from None
    response = HttpResponse(picture, content_type=kind)
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
