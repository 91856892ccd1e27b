"""Registers the field app with Django."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """The app on a tablet at a gate, and its sync."""

    name = "polakor.doors.field"
    label = "field"
