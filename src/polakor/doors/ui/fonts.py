"""The letters every page is set in, made from the font packages at build time."""

import os
from pathlib import Path

FAMILIES = {"Noto Sans Khmer": "noto-sans-khmer.woff2", "Noto Sans Thai": "noto-sans-thai.woff2"}
# One file from 400 to 700 is smaller than a 400 and a 700 (54 KB against 31 + 33), and has 550.
WEIGHTS = (400, 700)


def build_fonts(target: Path) -> list[Path]:
    """Write the WOFF2 files that ``tokens.css`` names into ``target``; those there already stay.

    ``target`` is served as ``static/built``. Takes two seconds the first time.
    Raises ``fontpkg.FamilyNotInstalled`` where a font package is missing.
    """
    target.mkdir(parents=True, exist_ok=True)
    made = []
    for family, name in FAMILIES.items():
        path = target / name
        if not path.exists():
            _write(family, path)
        made.append(path)
    return made


def _write(family: str, path: Path) -> None:
    # Imported here: a running server needs none of it.
    import fontpkg
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(fontpkg.path(family))
    font = instantiateVariableFont(font, {"wdth": 100, "wght": WEIGHTS})
    font.flavor = "woff2"
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    font.save(unfinished)
    unfinished.replace(path)
