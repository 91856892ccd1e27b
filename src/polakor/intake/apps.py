"""Registers the room with Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room ``intake``."""

    name = "polakor.intake"
    label = "intake"
