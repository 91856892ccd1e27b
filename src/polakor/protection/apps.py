"""Registers the room with Django."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """The room ``protection``."""

    name = "polakor.protection"
    label = "protection"
