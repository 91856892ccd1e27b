"""What our programs are told by environment."""

import os
import sys

from polakor.doors.command.home import Home, source_tree

KEPT_OUT = ("DATABASE_URL", "POLAKOR_APP_DATABASE_URL", "POLAKOR_DATABASE_URL")


def environment(home: Home, database_url: str, *, demo: bool | None = None) -> dict[str, str]:
    """Return the environment of a program that may use ``database_url`` and no other database."""
    ours = {name: value for name, value in os.environ.items() if name not in KEPT_OUT}
    ours.setdefault("DJANGO_SETTINGS_MODULE", settings_module(home))
    ours["POLAKOR_DATA"] = str(home.folder)
    ours["POLAKOR_DATABASE_URL"] = database_url
    ours["POLAKOR_SECRET_KEY"] = home.secret("secret_key")
    ours["POLAKOR_DEMO"] = "1" if (is_demo(home) if demo is None else demo) else "0"
    ours["PYTHONUTF8"] = "1"
    ours["PYTHONSAFEPATH"] = "1"
    root = source_tree()
    if root is not None:
        source = str(root / "src")
        others = [p for p in ours.get("PYTHONPATH", "").split(os.pathsep) if p not in {"", source}]
        ours["PYTHONPATH"] = os.pathsep.join([source, *others])
    return ours


def settings_module(home: Home) -> str:
    """Return the settings that fit: production behind a proxy, plain HTTP on one's own machine."""
    hosts = os.environ.get("POLAKOR_ORIGINS")
    return "polakor.settings.production" if hosts and not is_demo(home) else "polakor.settings.dev"


def is_demo(home: Home) -> bool:
    """Tell whether the data folder was opened as a demonstration."""
    return home.read_note("kind").get("kind") == "demo"


def python(module: str, *words: str) -> list[str]:
    """Return the words that run one of our modules with this same Python."""
    return [sys.executable, "-m", module, *words]
