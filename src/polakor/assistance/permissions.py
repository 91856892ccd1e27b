"""What one may do in this room."""

from enum import StrEnum


class AssistancePermission(StrEnum):
    """Permissions of ``assistance``."""

    ARRIVAL_CONFIRM = "assistance:arrival:confirm"
    DISTRIBUTION_GIVE = "assistance:distribution:give"
    QUARANTINE_READ = "assistance:quarantine:read"
    QUARANTINE_RECORD = "assistance:quarantine:record"
    RUMOUR_ANSWER = "assistance:rumour:answer"
    RUMOUR_RECORD = "assistance:rumour:record"
    SITE_MANAGE = "assistance:site:manage"
    SITE_READ = "assistance:site:read"
    TRANSPORT_PLAN = "assistance:transport:plan"
    TRANSPORT_READ = "assistance:transport:read"
