"""Reads the reviewed text tables that lie beside the code."""

from __future__ import annotations

from importlib import resources


def rows(table: str) -> list[list[str]]:
    """The rows of `tables/<table>` as lists of cells; empty lines and `#` lines are left out."""
    text = resources.files("namebridge").joinpath("tables", table).read_text(encoding="utf-8")
    return [
        line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")
    ]
