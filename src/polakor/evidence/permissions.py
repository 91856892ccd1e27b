"""What one may do in this room."""

from enum import StrEnum


class EvidencePermission(StrEnum):
    """Permissions of ``evidence``."""

    REPORT_READ = "evidence:report:read"
    REPORT_EXPORT = "evidence:report:export"
    EMERGENCY_MANAGE = "evidence:emergency:manage"
    COUNTS_FOLD = "evidence:counts:fold"
