"""Settings that hold wherever Polakor runs.

Everything secret or local arrives by environment: ``POLAKOR_DATABASE_URL``,
``POLAKOR_SECRET_KEY``, ``POLAKOR_DATA``, ``POLAKOR_KEYS``, ``POLAKOR_PACK``, ``POLAKOR_HOSTS``,
``POLAKOR_DEMO``.
"""

import os
from pathlib import Path
from typing import Any

from polakor.settings.database import from_url

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("POLAKOR_DATA", "data")).resolve()
KEYS = Path(os.environ.get("POLAKOR_KEYS") or DATA / "keys")  # sealing and signing, as files
PACK = os.environ.get("POLAKOR_PACK", "kh")
DEMO = os.environ.get("POLAKOR_DEMO") == "1"

SECRET_KEY = os.environ.get("POLAKOR_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("POLAKOR_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
ROOT_URLCONF = "polakor.doors.urls"
WSGI_APPLICATION = "polakor.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "polakor.doors.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "polakor.reference",
    "polakor.access",
    "polakor.intake",
    "polakor.registry",
    "polakor.recruitment",
    "polakor.journeys",
    "polakor.protection",
    "polakor.assistance",
    "polakor.evidence",
    "polakor.doors.office.access",
    "polakor.doors.office.intake",
    "polakor.doors.office.registry",
    "polakor.doors.office.recruitment",
    "polakor.doors.office.journeys",
    "polakor.doors.office.protection",
    "polakor.doors.office.assistance",
    "polakor.doors.office.evidence",
    "polakor.doors.field",
    "polakor.doors.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "polakor.doors.field.line.DeviceLineMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "polakor.doors.ui.middleware.LanguageMiddleware",
    "polakor.doors.ui.middleware.ContentPolicyMiddleware",
    "polakor.doors.ui.middleware.RequestGuardMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "polakor.doors.office.middleware.ActorMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": from_url(os.environ.get("POLAKOR_DATABASE_URL", ""))}

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_ADAPTER = "polakor.doors.office.access.adapter.StaffAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Polakor"
MFA_ADAPTER = "polakor.doors.office.access.adapter.SecondFactorAdapter"

SESSION_COOKIE_AGE = 10 * 60 * 60  # one shift
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # htmx reads the token from the page, forms from the field
CSRF_FAILURE_VIEW = "polakor.doors.ui.errors.forbidden_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LANGUAGE_CODE = "km"
LANGUAGES = [("km", "ភាសាខ្មែរ"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "lang"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Phnom_Penh"
LOCALE_PATHS = [DATA / "messages"]  # the catalogues of every room, compiled at start into one
FORMAT_MODULE_PATH = ["polakor.doors.ui.formats"]

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [DATA / "assets"] if (DATA / "assets").is_dir() else []  # fonts made at start
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

PROCRASTINATE_ON_APP_READY = "polakor.access.queue.on_app_ready"
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"polakor": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}

# How much one account may ask at a counter before it is slowed: at once, a minute, a day.
SEARCH_BURST = int(os.environ.get("POLAKOR_SEARCH_BURST", "60"))
SEARCH_A_MINUTE = int(os.environ.get("POLAKOR_SEARCH_A_MINUTE", "20"))
SEARCH_A_DAY = int(os.environ.get("POLAKOR_SEARCH_A_DAY", "3000"))
