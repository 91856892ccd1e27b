"""For tests: a throw-away database, quick password hashing, plain static files."""

import os

os.environ.setdefault("POLAKOR_SECRET_KEY", "tests only: not secret")
os.environ.setdefault("POLAKOR_DATABASE_URL", os.environ.get("POLAKOR_TEST_DATABASE_URL", ""))

from polakor.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files are served by the live server of the tests; there is no built folder to serve from.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]  # noqa: F405
ACCOUNT_RATE_LIMITS = {}
DEMO = True
