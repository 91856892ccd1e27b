"""Registers the pages with Django."""

from django.apps import AppConfig


class OfficeAccessConfig(AppConfig):
    """Staff pages of ``access``."""

    name = "polakor.doors.office.access"
    label = "office_access"
