"""Registers the room with Django."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    """The room ``assistance``."""

    name = "polakor.assistance"
    label = "assistance"
