"""The field app in a real browser, before a server of the tests' own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import trans_real
from tests.doors.field import fake
from tests.doors.field.fake import FakeServer

from polakor.doors.command.build import make_messages
from polakor.doors.field import shell
from polakor.doors.ui.fonts import build_fonts


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Letters and Khmer words, made the way every start makes them."""
    folder = tmp_path_factory.mktemp("built")
    make_messages(folder / "messages")
    build_fonts(folder / "assets" / "built")
    return folder


@pytest.fixture
def khmer_words(built: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The page as every start makes it, with its Khmer."""
    monkeypatch.setattr(settings, "LOCALE_PATHS", [built / "messages"])
    monkeypatch.setattr(trans_real, "_translations", {})
    kept = (shell._page, shell.version)  # a test may put something else in their place
    for one in kept:
        one.cache_clear()
    yield
    for one in kept:
        one.cache_clear()


@pytest.fixture
def server(built: Path, khmer_words: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    """A server that speaks as ours does and can be told to misbehave."""
    monkeypatch.setattr(fake, "STATIC", (*fake.STATIC, built / "assets"))
    with fake.running() as one:
        yield one
