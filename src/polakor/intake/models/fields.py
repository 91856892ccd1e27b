"""A column for what was written, letter by letter."""

import json
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
else:
    _Text = models.TextField


class VerbatimField(_Text):
    """Lists and words kept as JSON text.

    Text and not ``jsonb``: a cell may hold a NUL or half a surrogate pair, which ``jsonb`` refuses
    and which must be kept all the same. Written in ASCII, so that the database never judges it.
    """

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, *_: object) -> Any:
        """What was written, as lists and words."""
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        """What was written, from text or as it is."""
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        """The text that is stored."""
        return None if value is None else verbatim(value)


def verbatim(value: Any) -> str:
    """``value`` as it is stored: JSON in ASCII."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
