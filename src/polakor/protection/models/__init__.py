"""Tables of this room."""

from polakor.protection.models.screenings import Screening

__all__ = ["Screening"]
