"""What every door's tests need: a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests import browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for the tests of one file."""
    # The browser's own event loop makes Django think it runs inside one; it does not.
    with pytest.MonkeyPatch.context() as patch, browser.open_browser() as one:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield one
