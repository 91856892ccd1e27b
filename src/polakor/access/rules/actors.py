"""The actor: who does something, as which role, from which office, for which area."""

from dataclasses import dataclass, replace
from uuid import UUID

from polakor.access.errors import PermissionRefused
from polakor.access.rules.policy import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """An account on duty. There is no acting without one; ``None`` is never accepted."""

    account_id: UUID
    name: str
    role: Role
    office_id: UUID
    office_name: str
    areas: tuple[str, ...]
    permissions: frozenset[str]
    scopes: tuple[str, ...]

    def may(self, permission: str) -> bool:
        """Whether the role holds ``permission`` (``room:thing:act``)."""
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Raise ``PermissionRefused`` unless the role holds ``permission``."""
        if not self.may(permission):
            raise PermissionRefused

    def also_seeing(self, *scopes: str) -> "Actor":
        """The same actor with further scopes, for one named purpose inside a room's own query."""
        more = tuple(scope for scope in scopes if scope not in self.scopes)
        return replace(self, scopes=(*self.scopes, *more)) if more else self

    def also_allowed(self, *permissions: str) -> "Actor":
        """The same actor with further permissions, for one part of a flow it may begin."""
        return replace(self, permissions=self.permissions | set(permissions))
