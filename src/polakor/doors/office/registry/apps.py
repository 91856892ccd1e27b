"""Django app of the staff pages of ``registry``."""

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class OfficeRegistryConfig(AppConfig):
    """Templates, static files and messages of these pages."""

    name = "polakor.doors.office.registry"
    label = "office_registry"

    def ready(self) -> None:
        """Refuse to start with a form that leaves out what a matching rule needs."""
        from polakor.doors.office.registry import needed

        faults = needed.forms_tell_what_rules_need()
        if faults:
            raise ImproperlyConfigured("; ".join(str(fault.msg) for fault in faults))
