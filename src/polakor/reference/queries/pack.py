"""What the pack in force says about the country as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from polakor.reference.errors import NoPackLoaded
from polakor.reference.models import PackState


@dataclass(frozen=True, slots=True)
class PackInForce:
    """The pack this database holds. ``settings`` is its pack.toml, days as ISO text.

    ``places_at``: when places last changed, by the pack or by a file of their own.
    """

    code: str
    version: str
    content_hash: str
    loaded_at: datetime
    settings: Mapping[str, Any]
    places_at: datetime | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """Language codes in order; the first is the country's own."""
        return tuple(self.settings["pack"]["languages"])

    @property
    def limits(self) -> Mapping[str, int]:
        """Whole numbers by name: ``small_cell``, ``rounding``, ``upload_rows`` and so on."""
        limits: Mapping[str, int] = self.settings["limits"]
        return limits

    @property
    def age_bounds(self) -> tuple[int, ...]:
        """Lower bound of each age band in whole years."""
        return tuple(self.settings["age_bands"]["bounds"])

    def attribution(self, language: str) -> str:
        """Whose place names these are, to be shown wherever places are."""
        return in_language(self.settings["places"]["attribution"], language)


def pack_in_force() -> PackInForce:
    """The pack in force. One query. Raises ``NoPackLoaded`` before the first load."""
    state = PackState.objects.filter(in_force=True).first()
    if state is None:
        raise NoPackLoaded
    return PackInForce(
        state.pack,
        state.version,
        state.content_hash,
        state.loaded_at,
        state.settings,
        state.places_at,
    )


def pack_settings() -> Mapping[str, Any]:
    """The sections of pack.toml: ``pack``, ``places``, ``limits``, ``age_bands``, ``screening``.

    One query. Raises ``NoPackLoaded`` before the first load.
    """
    return pack_in_force().settings


def in_language(labels: Mapping[str, str], language: str) -> str:
    """The words in ``language``, else in English, else in whatever language there is."""
    return labels.get(language) or labels.get("en") or next(iter(labels.values()), "")
