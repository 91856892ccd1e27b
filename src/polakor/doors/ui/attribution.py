"""Whose data the pages show, as the country pack words it. Read from the pack's file, not the
database: an error page shows it too.
"""

import tomllib
from functools import cache

from django.conf import settings

from polakor.doors.ui.languages import current
from polakor.reference.packs import pack_path


def places_attribution() -> str:
    """The attribution of the place names, in the language being written; empty if none is due."""
    wordings = _wordings(settings.PACK)
    return wordings.get(current()) or next(iter(wordings.values()), "")


@cache
def _wordings(pack: str) -> dict[str, str]:
    path = pack_path(pack) / "pack.toml"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        found = tomllib.load(file).get("places", {}).get("attribution", {})
    return {str(language): str(words) for language, words in found.items()}
