"""Who acts, as far as rooms to the left of ``access`` need to know."""

from typing import Protocol
from uuid import UUID


class ActorLike(Protocol):
    """Anything that names the account behind an act; ``access.rules.actors.Actor`` is one."""

    @property
    def account_id(self) -> UUID:
        """Id of the account that acts."""
        ...
