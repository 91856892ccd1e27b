"""Named SQL: each file here is one statement, or a part that several statements begin with."""

from functools import cache
from importlib.resources import files


@cache
def named(name: str) -> str:
    """The text of ``name``.sql. ``FileNotFoundError`` when there is none."""
    return (files(__name__) / f"{name}.sql").read_text(encoding="utf-8")
