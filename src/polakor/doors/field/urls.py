"""Addresses of the field app: what a browser keeps to work offline, and what devices ask."""

from polakor.doors.field import attachments, down, enrol, photo, shell, sync
from polakor.doors.ui.routes import page
from polakor.intake.permissions import IntakePermission

app_name = "field"
urlpatterns = [
    page("", shell.shell, name="shell", permission=None),
    page("worker.js", shell.worker, name="worker", permission=None),
    page("app.webmanifest", shell.manifest, name="manifest", permission=None),
    page("begin/", shell.begin, name="begin", permission=None),
    page("enrol/", enrol.enrol, name="enrol", permission=IntakePermission.DEVICE_ENROL),
    # Of devices alone, which show a secret of their own and have no session (``device.py``).
    page("down/", down.down, name="down", permission=None),
    page("down/places/", down.places, name="places", permission=None),
    page("sync/", sync.sync, name="sync", permission=None),
    page("states/", sync.states, name="states", permission=None),
    page("file/", sync.bring_file, name="file", permission=None),
    page("photo/", photo.photo, name="photo", permission=None),
    page("attachments/<slug:sha256>/", attachments.attachment, name="attachment", permission=None),
]
