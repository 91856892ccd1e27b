"""Registers the pages with Django."""

from django.apps import AppConfig


class OfficeIntakeConfig(AppConfig):
    """Staff pages of ``intake``."""

    name = "polakor.doors.office.intake"
    label = "office_intake"
