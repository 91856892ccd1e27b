"""What one may do in this room."""

from enum import StrEnum


class ProtectionPermission(StrEnum):
    """Permissions of ``protection``."""

    QUEUE_ANSWER = "protection:queue:answer"
    QUEUE_READ = "protection:queue:read"
    SCREENING_RECORD = "protection:screening:record"
