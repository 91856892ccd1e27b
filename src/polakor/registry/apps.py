"""Registers the room with Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The room ``registry``."""

    name = "polakor.registry"
    label = "registry"
