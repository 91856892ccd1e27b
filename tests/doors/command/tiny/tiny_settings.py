"""A site of one page over the real database and queue, so that the programs can be tried alone."""

import os

from polakor.settings.database import from_url

SECRET_KEY = os.environ.get("POLAKOR_SECRET_KEY", "")
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "tiny_settings"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
]
DATABASES = {"default": from_url(os.environ.get("POLAKOR_DATABASE_URL", ""))}
PROCRASTINATE_IMPORT_PATHS = ["tiny_jobs"]
STATIC_URL = "static/"
STATIC_ROOT = os.path.join(os.environ.get("POLAKOR_DATA", "data"), "static")
STATICFILES_DIRS: list[str] = []
USE_TZ = True
LOGGING = {
    "version": 1,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}


def _page(request):
    from django.db import connection
    from django.http import HttpResponse

    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        return HttpResponse(cursor.fetchone()[0])


def _patterns():
    from django.urls import path

    return [path("", _page)]


urlpatterns = _patterns()
