"""Registers the pages with Django."""

from django.apps import AppConfig


class OfficeAssistanceConfig(AppConfig):
    """Staff pages of ``assistance``."""

    name = "polakor.doors.office.assistance"
    label = "office_assistance"
