"""What one may do in this room."""

from enum import StrEnum


class RegistryPermission(StrEnum):
    """Permissions of ``registry``."""

    DOCUMENT_RECORD = "registry:document:record"
    HOUSEHOLD_RECORD = "registry:household:record"
    MATCH_DECIDE = "registry:match:decide"
    PERSON_READ = "registry:person:read"
    PERSON_REGISTER = "registry:person:register"
    PERSON_SEARCH = "registry:person:search"
    RULES_CHECK = "registry:rules:check"
    RULES_READ = "registry:rules:read"
