"""What one may do in this room."""

from enum import StrEnum


class JourneysPermission(StrEnum):
    """Permissions of ``journeys``."""

    CROSSING_READ = "journeys:crossing:read"
    CROSSING_RECORD = "journeys:crossing:record"
    TALLY_ENTER = "journeys:tally:enter"
    TALLY_READ = "journeys:tally:read"
