"""Addresses of the pages of forms: to look at, to print, to take away."""

from polakor.doors.office.intake.views import blank_forms
from polakor.doors.ui.routes import page
from polakor.intake.permissions import IntakePermission

READ = IntakePermission.FORM_READ

app_name = "office_forms"
urlpatterns = [
    page("", blank_forms.show_forms, name="forms", permission=READ),
    page("<slug:code>/<int:version>/paper/", blank_forms.paper, name="paper", permission=READ),
    page("<slug:code>/<int:version>/list/", blank_forms.sheet, name="sheet", permission=READ),
    page("<slug:code>/<int:version>/xlsform/", blank_forms.odk, name="xlsform", permission=READ),
]
