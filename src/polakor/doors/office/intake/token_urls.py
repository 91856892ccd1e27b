"""Addresses of the pages of family tokens."""

from polakor.doors.office.intake.views import tokens
from polakor.doors.ui.routes import page
from polakor.intake.permissions import IntakePermission

READ, ISSUE = IntakePermission.TOKEN_READ, IntakePermission.TOKEN_ISSUE

app_name = "office_tokens"
urlpatterns = [
    page("", tokens.show_tokens, name="tokens", permission=READ),
    page("issue/", tokens.issue, name="issue", permission=ISSUE),
    page(
        "clashes/<slug:token>/",
        tokens.settle,
        name="settle",
        permission=IntakePermission.CONFLICT_DECIDE,
    ),
    page("<slug:code>/", tokens.show_batch, name="batch", permission=READ),
    page("<slug:code>/sheets.pdf", tokens.print_batch, name="print", permission=ISSUE),
    page("<slug:code>/bar/", tokens.bar, name="bar", permission=ISSUE),
]
