"""Registers the room with Django."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The room ``evidence``."""

    name = "polakor.evidence"
    label = "evidence"
