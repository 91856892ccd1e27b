"""Behind a proxy that speaks HTTPS; the proxy must set X-Forwarded-Proto itself."""

import os

from polakor.settings.base import *  # noqa: F403

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# The proxy names the asker; else the whole country would share one allowance of sign-ins.
ALLAUTH_TRUSTED_PROXY_COUNT = 1
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("POLAKOR_ORIGINS", "").split(",") if o]
