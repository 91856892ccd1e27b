"""Read a PostgreSQL address such as ``postgresql://role:word@/name?host=/socket/folder``."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def from_url(address: str) -> dict[str, Any]:
    """Return Django's description of the database at ``address``; empty text gives a local default.

    Connections are kept between requests (opening one costs more than most pages), and a dead one
    is noticed before it is used. No server-side cursors by session: poolers may stand between.
    """
    parts = urlsplit(address or "postgresql:///polakor")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "polakor",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or query.pop("port", "") or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {"connect_timeout": 10, **query},
    }
