"""Every address Polakor answers, by door."""

from django.urls import include, path

urlpatterns = [
    path("", include("polakor.doors.portal.urls")),
    path("account/", include("polakor.doors.office.access.sign_in_urls")),
    path("accounts/", include("polakor.doors.office.access.urls")),
    path("lists/", include("polakor.doors.office.intake.urls")),
    path("tokens/", include("polakor.doors.office.intake.token_urls")),
    path("devices/", include("polakor.doors.office.intake.device_urls")),
    path("forms/", include("polakor.doors.office.intake.form_urls")),
    path("people/", include("polakor.doors.office.registry.urls")),
    path("gates/", include("polakor.doors.office.journeys.urls")),
    path("help-needed/", include("polakor.doors.office.protection.urls")),
    path("reception/", include("polakor.doors.office.assistance.urls")),
    path("recruiters/", include("polakor.doors.office.recruitment.urls")),
    path("orders/", include("polakor.doors.office.recruitment.order_urls")),
    path("report/", include("polakor.doors.office.evidence.urls")),
    path("field/", include("polakor.doors.field.urls")),
]

handler400 = "polakor.doors.ui.errors.bad_request"
handler403 = "polakor.doors.ui.errors.forbidden"
handler404 = "polakor.doors.ui.errors.not_found"
handler500 = "polakor.doors.ui.errors.server_error"
