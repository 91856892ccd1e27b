"""Registers the room with Django."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """The room ``reference``."""

    name = "polakor.reference"
    label = "reference"
