"""The shared look as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Holds templates, static files and the catalogue; has no tables."""

    name = "polakor.doors.ui"
    label = "ui"
