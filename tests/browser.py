"""A real browser for tests: the system's Chromium, driven by Playwright.

    with browser.open_browser() as chromium:
        page = browser.new_page(chromium, width=browser.PHONE)
        page.goto(live_server.url)
        browser.assert_fits(page)
        browser.assert_accessible(page)

Where there is no Chromium the test that asks for it is skipped, saying so in one line.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

PHONE = 360
DESK = 1280
HEIGHT = {PHONE: 740, DESK: 900}
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def executable() -> str:
    """Where the system's Chromium lies; skips the test where there is none."""
    usual = "/usr/bin/chromium"
    found = usual if Path(usual).exists() else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install the package chromium")
    return str(found)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless Chromium that asks the network for nothing of its own."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    path = executable()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, headless=True, args=flags)
        try:
            yield chromium
        finally:
            chromium.close()


def new_page(
    chromium: Browser, *, width: int = DESK, language: str = "", dark: bool = False
) -> Page:
    """A page in a context of its own. Script errors and refused content are kept on it.

    ``language`` is clicked at the head of the first page, so leave it empty for Khmer.
    """
    context = chromium.new_context(
        viewport={"width": width, "height": HEIGHT.get(width, 900)},
        color_scheme="dark" if dark else "light",
        locale=language or "km",
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.troubles = troubles  # type: ignore[attr-defined]
    return page


@cache
def picture_folder() -> Path:
    """Where pictures of this run are kept; ``POLAKOR_PICTURES`` names a folder of one's own."""
    chosen = os.environ.get("POLAKOR_PICTURES")
    folder = Path(chosen or tempfile.mkdtemp(prefix="polakor-pictures-"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def screenshot(page: Page, name: str) -> Path:
    """A picture of the whole page, for somebody to look at."""
    path = picture_folder() / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its good practice, one line for each element."""
    from axe_playwright_python.sync_playwright import Axe

    options: dict[str, Any] = {"runOnly": {"type": "tag", "values": WCAG_22_AA}}
    answer = Axe().run(page, options=options).response
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:160]}"
        for fault in answer["violations"]
        for node in fault["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    """Axe finds nothing on the page as it stands."""
    faults = accessibility_faults(page)
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def assert_fits(page: Page, widths: tuple[int, ...] = (PHONE, DESK)) -> None:
    """Nothing makes the page scroll sideways at any of the widths (CSS pixels)."""
    before = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT.get(width, 900)})
        wide = page.evaluate("document.documentElement.scrollWidth")
        outside = page.evaluate(_PAST_THE_EDGE) if wide > width else []
        assert wide <= width, f"{page.url} is {wide} wide at {width}: {outside}"
    if before:
        page.set_viewport_size(before)


def assert_readable(page: Page, name: str, width: int) -> None:
    """Fails where the page does not fit this width or keeps somebody out; keeps its picture."""
    page.set_viewport_size({"width": width, "height": HEIGHT[width]})
    assert_fits(page, (width,))
    assert_accessible(page)
    screenshot(page, name)


def press(page: Page, key: str) -> None:
    """Press a key that belongs to the page, once its scripts are there to hear it."""
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def press_on(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait until that one is whole."""
    page.wait_for_load_state("load")
    with page.expect_navigation():
        page.keyboard.press(key)


def assert_quiet(page: Page) -> None:
    """No script failed and the content policy refused nothing since the page was made."""
    troubles = getattr(page, "troubles", [])
    assert not troubles, f"{page.url}: {troubles}"


_PAST_THE_EDGE = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 5).map((each) => each.outerHTML.slice(0, 120))"""
