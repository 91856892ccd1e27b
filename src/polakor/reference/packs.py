"""Where the country packs lie: inside an installed wheel, or beside the source."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def packs_folder() -> Path:
    """The folder of all packs."""
    installed = _PACKAGE / "packs"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "packs"


def pack_path(code: str) -> Path:
    """The folder of one pack (it need not exist)."""
    return packs_folder() / code
