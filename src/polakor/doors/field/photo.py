"""A photo of a token, for a device that has no way of its own to read a code.

The last way after the camera and the keyboard. The photo is read by a program of its own
(``photo_reader.py``) and kept nowhere.
"""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from polakor.doors.field.device import by_device, later, limit, too_much, wrong
from polakor.intake.queries.devices import Speaking
from polakor.intake.rules.tokens import HEAD, tidy_token

READER = Path(__file__).with_name("photo_reader.py")
SECONDS = 12.0
AT_ONCE = 2
"""Photos read at once by one process; each takes a second of a processor."""
KILOBYTE = 1024
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""All the reader is told: a thread for each of many cores would not fit into its memory."""
_places = BoundedSemaphore(AT_ONCE)


@require_POST
@by_device
def photo(request: HttpRequest, device: Speaking) -> HttpResponse:
    """``{"token": text}`` of the code in the photo, ours first; null when there is none.

    413 for too many bytes, 400 for what is no JPEG or PNG or breaks its reader, 503 when others
    are being read.
    """
    most = limit("photo_kilobytes") * KILOBYTE
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        return too_much()
    content = request.read(most + 1)
    if len(content) > most:
        return too_much()
    if not _places.acquire(blocking=False):
        return later(503)
    try:
        texts = read_codes(content)
    finally:
        _places.release()
    if texts is None:
        return wrong()
    ours = [text for text in texts if text.startswith(HEAD) or tidy_token(text)]
    return JsonResponse({"token": next(iter([*ours, *texts]), None)})


def read_codes(content: bytes, seconds: float = SECONDS) -> list[str] | None:
    """Texts of the codes in a photo; None when it cannot be read or takes longer than it may."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(READER)],
            input=content,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=ONE_THREAD,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return None
    found: list[str] = json.loads(done.stdout)
    return found
