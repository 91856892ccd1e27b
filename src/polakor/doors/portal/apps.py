"""Registers the pages with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Public pages."""

    name = "polakor.doors.portal"
    label = "portal"
