"""Registers the pages with Django."""

from django.apps import AppConfig


class OfficeEvidenceConfig(AppConfig):
    """Staff pages of ``evidence``."""

    name = "polakor.doors.office.evidence"
    label = "office_evidence"
