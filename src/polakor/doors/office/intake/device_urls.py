"""Addresses of the pages of devices in the field, and of answers that differ."""

from polakor.doors.office.intake.views import devices, differences, papers
from polakor.doors.ui.routes import page
from polakor.intake.permissions import IntakePermission

MANAGE, DECIDE = IntakePermission.DEVICE_MANAGE, IntakePermission.CONFLICT_DECIDE

app_name = "office_devices"
urlpatterns = [
    page("", devices.show_devices, name="devices", permission=MANAGE),
    page("file/", devices.bring_file, name="file", permission=IntakePermission.ENVELOPE_RECEIVE),
    page("differences/", differences.show_all, name="differences", permission=DECIDE),
    page(
        "differences/<uuid:conflict_id>/",
        differences.show_one,
        name="difference",
        permission=DECIDE,
    ),
    page("differences/<uuid:conflict_id>/undo/", differences.undo, name="undo", permission=DECIDE),
    page(
        "differences/paper/<uuid:submission_id>/",
        papers.show_paper,
        name="paper",
        permission=DECIDE,
    ),
    page("<uuid:device_id>/", devices.show_device, name="device", permission=MANAGE),
    page("<uuid:device_id>/bar/", devices.bar, name="bar", permission=MANAGE),
    page("<uuid:device_id>/again/", devices.again, name="again", permission=MANAGE),
]
