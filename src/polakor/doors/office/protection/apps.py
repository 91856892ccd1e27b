"""Registers the pages with Django."""

from django.apps import AppConfig


class OfficeProtectionConfig(AppConfig):
    """Staff pages of ``protection``."""

    name = "polakor.doors.office.protection"
    label = "office_protection"
