"""What one may do in this room."""

from enum import StrEnum


class AccessPermission(StrEnum):
    """Permissions of ``access``."""

    ACCOUNT_MANAGE = "access:account:manage"
    ACCOUNT_READ = "access:account:read"
    LOG_READ = "access:log:read"
    LOG_READ_PERSON = "access:log:read_person"
