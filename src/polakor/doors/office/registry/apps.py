"""Registers the pages with Django."""

from django.apps import AppConfig


class OfficeRegistryConfig(AppConfig):
    """Staff pages of ``registry``."""

    name = "polakor.doors.office.registry"
    label = "office_registry"
