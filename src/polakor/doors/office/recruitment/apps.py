"""Registers the pages with Django."""

from django.apps import AppConfig


class OfficeRecruitmentConfig(AppConfig):
    """Staff pages of ``recruitment``."""

    name = "polakor.doors.office.recruitment"
    label = "office_recruitment"
