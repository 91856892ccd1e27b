"""Addresses of the field app: what a browser keeps to work offline, and what devices ask."""

from polakor.doors.field import shell
from polakor.doors.ui.routes import page

app_name = "field"
urlpatterns = [
    page("", shell.shell, name="shell", permission=None),
    page("worker.js", shell.worker, name="worker", permission=None),
    page("app.webmanifest", shell.manifest, name="manifest", permission=None),
    page("begin/", shell.begin, name="begin", permission=None),
]
