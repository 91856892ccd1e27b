"""What one may do in this room."""

from enum import StrEnum


class RecruitmentPermission(StrEnum):
    """Permissions of ``recruitment``."""

    COST_READ = "recruitment:cost:read"
    COST_TELL = "recruitment:cost:tell"
    INSPECTION_RECORD = "recruitment:inspection:record"
    LEDGER_CORRECT = "recruitment:ledger:correct"
    LICENCE_DECIDE = "recruitment:licence:decide"
    ORDER_DECIDE = "recruitment:order:decide"
    ORDER_DECLARE = "recruitment:order:declare"
    ORDER_READ = "recruitment:order:read"
    PLACEMENT_CLEAR = "recruitment:placement:clear"
    PLACEMENT_READ = "recruitment:placement:read"
    PLACEMENT_RECORD = "recruitment:placement:record"
    RECRUITER_READ = "recruitment:recruiter:read"
    RECRUITER_RECORD = "recruitment:recruiter:record"
    TERMS_READ = "recruitment:terms:read"
    TERMS_TELL = "recruitment:terms:tell"
