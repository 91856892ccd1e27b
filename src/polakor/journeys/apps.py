"""Registers the room with Django."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """The room ``journeys``."""

    name = "polakor.journeys"
    label = "journeys"
