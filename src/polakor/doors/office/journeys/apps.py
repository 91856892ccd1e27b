"""Registers the pages with Django."""

from django.apps import AppConfig


class OfficeJourneysConfig(AppConfig):
    """Staff pages of ``journeys``."""

    name = "polakor.doors.office.journeys"
    label = "office_journeys"
