"""Addresses of the staff pages of ``intake``."""

from polakor.doors.office.intake.views import columns, lists, rows
from polakor.doors.ui.routes import page
from polakor.intake.permissions import IntakePermission

READ, UPLOAD, CORRECT = (
    IntakePermission.LIST_READ,
    IntakePermission.LIST_UPLOAD,
    IntakePermission.LIST_CORRECT,
)

app_name = "office_intake"
urlpatterns = [
    page("", lists.show_lists, name="lists", permission=READ),
    page("new/", lists.upload, name="upload", permission=UPLOAD),
    page("<uuid:list_id>/", lists.show_list, name="list", permission=READ),
    page("<uuid:list_id>/progress/", lists.progress, name="progress", permission=READ),
    page("<uuid:list_id>/original/", lists.original, name="original", permission=READ),
    page("<uuid:list_id>/columns/", columns.settle, name="columns", permission=UPLOAD),
    page("<uuid:list_id>/preview/", columns.preview, name="preview", permission=UPLOAD),
    page("<uuid:list_id>/read/", columns.begin, name="begin", permission=UPLOAD),
    page("<uuid:list_id>/aside/", rows.show_rows, name="rows", permission=READ),
    page("<uuid:list_id>/aside/file/", rows.download, name="download", permission=READ),
    page("<uuid:list_id>/aside/sent-back/", rows.send_back, name="send_back", permission=CORRECT),
    page("<uuid:list_id>/aside/<uuid:row_id>/", rows.mend, name="mend", permission=CORRECT),
    page(
        "<uuid:list_id>/aside/<uuid:row_id>/out/",
        rows.leave_out,
        name="leave_out",
        permission=CORRECT,
    ),
]
