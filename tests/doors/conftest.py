"""What every door's tests need: a real browser, and the Khmer of the pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import trans_real
from playwright.sync_api import Browser
from tests import browser

from polakor.doors.command.build import make_messages


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for the tests of one file."""
    # The browser's own event loop makes Django think it runs inside one; it does not.
    with pytest.MonkeyPatch.context() as patch, browser.open_browser() as one:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield one


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's Khmer words, compiled the way every start compiles them."""
    folder = tmp_path_factory.mktemp("messages")
    make_messages(folder)
    return folder


@pytest.fixture
def khmer_words(catalogue: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages asked for in Khmer answer in Khmer."""
    settings.LOCALE_PATHS = [catalogue]
    monkeypatch.setattr(trans_real, "_translations", {})
