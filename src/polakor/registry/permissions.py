"""What one may do in this room."""

from enum import StrEnum


class RegistryPermission(StrEnum):
    """Permissions of ``registry``."""

    MATCH_DECIDE = "registry:match:decide"
    PERSON_READ = "registry:person:read"
    PERSON_REGISTER = "registry:person:register"
    PERSON_SEARCH = "registry:person:search"
    RULES_CHECK = "registry:rules:check"
    RULES_READ = "registry:rules:read"
