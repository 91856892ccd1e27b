"""What may be done here, as ``room:thing:act``. Reading is open to everybody who works."""

from enum import StrEnum


class ReferencePermission(StrEnum):
    """Permissions of this room."""

    PACK_LOAD = "reference:pack:load"
    PLACE_LOAD = "reference:place:load"
