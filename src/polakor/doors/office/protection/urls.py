"""Addresses of the staff pages of ``protection``."""

from django.urls import URLPattern

from polakor.doors.office.protection.views import answer, queue, take
from polakor.doors.ui.routes import page
from polakor.protection.permissions import ProtectionPermission

app_name = "office_protection"
urlpatterns: list[URLPattern] = [
    page("", queue, name="queue", permission=ProtectionPermission.QUEUE_READ),
    page(
        "<uuid:screening_id>/",
        answer,
        name="answer",
        permission=ProtectionPermission.QUEUE_ANSWER,
    ),
    page(
        "<uuid:screening_id>/take/",
        take,
        name="take",
        permission=ProtectionPermission.QUEUE_ANSWER,
    ),
]
