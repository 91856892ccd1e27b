"""Registers the room with Django."""

from django.apps import AppConfig


class RecruitmentConfig(AppConfig):
    """The room ``recruitment``."""

    name = "polakor.recruitment"
    label = "recruitment"
