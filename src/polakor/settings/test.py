"""For tests: a throw-away database, quick password hashing, plain static files."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("POLAKOR_SECRET_KEY", "tests only: not secret")
_servers = os.environ.get("POLAKOR_TEST_DATABASE_URL", "").split()
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if _servers:
    # Workers side by side have a server each: folding and sealing wait for every transaction of a
    # server, also for those of other tests.
    _mine = _servers[int(_worker.removeprefix("gw") or 0) % len(_servers)]
    os.environ["POLAKOR_DATABASE_URL"] = _mine
    if _worker:
        os.environ["POLAKOR_TEST_DATABASE_URL"] = _mine
else:
    os.environ.setdefault("POLAKOR_DATABASE_URL", "")

from polakor.settings.base import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files are served by the live server of the tests; there is no built folder to serve from.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]  # noqa: F405
KEYS = Path(tempfile.gettempdir()) / f"polakor-test-keys-{os.getpid()}"  # gone with the process
atexit.register(shutil.rmtree, KEYS, ignore_errors=True)
ACCOUNT_RATE_LIMITS = {}
DEMO = True
