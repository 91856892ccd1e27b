"""What one may do in this room."""

from enum import StrEnum


class RecruitmentPermission(StrEnum):
    """Permissions of ``recruitment``."""

    INSPECTION_RECORD = "recruitment:inspection:record"
    LICENCE_DECIDE = "recruitment:licence:decide"
    RECRUITER_READ = "recruitment:recruiter:read"
    RECRUITER_RECORD = "recruitment:recruiter:record"
