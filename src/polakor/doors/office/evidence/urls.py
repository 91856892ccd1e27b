"""Addresses of the staff pages of ``evidence``."""

from polakor.doors.office.evidence import exports, views
from polakor.doors.ui.routes import page
from polakor.evidence.permissions import EvidencePermission

READ, EXPORT = EvidencePermission.REPORT_READ, EvidencePermission.REPORT_EXPORT

app_name = "office_evidence"
urlpatterns = [
    page("", views.returns, name="returns", permission=READ),
    page("live/", views.live, name="live", permission=READ),
    page("returns.csv", exports.as_csv, name="csv", permission=EXPORT),
    page("returns.json", exports.as_json, name="json", permission=EXPORT),
    page("returns.pdf", exports.as_pdf, name="pdf", permission=EXPORT),
]
