"""The shared look in Khmer and English, without a database."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import trans_real

UI = Path(settings.PACKAGE) / "doors" / "ui"


class SomebodyOnDuty:
    """As much of an actor as a page's head looks at."""

    name = "ចាន់ ដារ៉ា"
    office_name = "មន្ទីរការងារ"

    def __init__(self, *permissions: str) -> None:
        self.permissions = permissions

    def may(self, permission: str) -> bool:
        return permission in self.permissions


@pytest.fixture(autouse=True)
def _small_house(settings: Any) -> None:
    """Addresses of these tests' own: the look must not need the rooms."""
    settings.ROOT_URLCONF = "tests.doors.ui.places"


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's Khmer words, compiled the way every start compiles them."""
    from polakor.doors.command.build import make_messages

    folder = tmp_path_factory.mktemp("messages")
    make_messages(folder)
    return folder


@pytest.fixture
def khmer(catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Write Khmer during the test."""
    monkeypatch.setattr(settings, "LOCALE_PATHS", [catalogue])
    monkeypatch.setattr(trans_real, "_translations", {})
    with translation.override("km"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    """Write English during the test."""
    with translation.override("en"):
        yield


@pytest.fixture
def write() -> Callable[..., str]:
    """Render a piece of template with the tags of the shared look."""

    def written(source: str, request: HttpRequest | None = None, **values: Any) -> str:
        asked = request or RequestFactory().get("/people/?q=sun&page=2")
        template = Template("{% load i18n ui %}" + source)
        return template.render(Context({"request": asked, **values})).strip()

    return written
