"""What one may do in this room."""

from enum import StrEnum


class IntakePermission(StrEnum):
    """Permissions of ``intake``."""

    LIST_UPLOAD = "intake:list:upload"
    LIST_READ = "intake:list:read"
    LIST_CORRECT = "intake:list:correct"
    SUBMISSION_ADD = "intake:submission:add"
