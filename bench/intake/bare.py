"""The limit: a Django view without middleware that writes one row, or a hundred, and no more."""

import json
import os
from typing import Any

import django
from django.conf import settings

if not settings.configured:
    from polakor.settings.database import from_url

    settings.configure(
        DATABASES={"default": from_url(os.environ["POLAKOR_DATABASE_URL"])},
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["*"],
        SECRET_KEY="a measurement",
        MIDDLEWARE=[],
        INSTALLED_APPS=[],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATA_UPLOAD_MAX_MEMORY_SIZE=64 * 1024 * 1024,
    )
    django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, JsonResponse
from django.urls import path


class Record(models.Model):
    """The same answers as one row."""

    id = models.UUIDField(primary_key=True)
    device = models.UUIDField()
    sequence = models.IntegerField()
    form = models.TextField()
    gate = models.TextField()
    made_at = models.DateTimeField()
    name_km = models.TextField()
    name_latin = models.TextField()
    sex = models.SmallIntegerField()
    age = models.SmallIntegerField(null=True)
    destination = models.TextField()
    phone = models.TextField()
    answers = models.JSONField()

    class Meta:
        app_label = "bare"
        db_table = "bare_record"
        managed = False

    def __str__(self) -> str:
        return str(self.pk)


def record(told: dict[str, Any]) -> Record:
    said = told["members"][0]["answers"]
    return Record(
        id=told["id"],
        device=told["device"],
        sequence=told["seq"],
        form=told["form"],
        gate=told["gate"],
        made_at=told["made_at"],
        name_km=said["name_km"],
        name_latin=said["name_latin"],
        sex=int(said["sex"]),
        age=said["age"],
        destination=told["household"]["answers"]["destination"],
        phone=told["household"]["answers"]["phone"],
        answers=told["household"]["answers"],
    )


def one(request: HttpRequest) -> JsonResponse:
    row = record(json.loads(request.body))
    row.save(force_insert=True)
    return answer({"id": str(row.id)})


def many(request: HttpRequest) -> JsonResponse:
    rows = [record(told) for told in json.loads(request.body)]
    Record.objects.bulk_create(rows, ignore_conflicts=True)
    return answer({"records": len(rows)})


def answer(told: dict[str, Any]) -> JsonResponse:
    found = JsonResponse(told)
    found["Content-Length"] = str(len(found.content))
    return found


urlpatterns = [path("one/", one), path("many/", many)]
application = get_wsgi_application()
