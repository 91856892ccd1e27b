"""A browser page that can import the modules of the field app, and nothing else."""

import mimetypes
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route
from tests import browser

STATIC = Path(__file__).parents[3] / "src/polakor/doors/field/static"
HOME = "http://localhost:9"  # a browser has its ciphers only for a safe origin


def module_page(chromium: Browser, **how: Any) -> Page:
    """A blank page; ``/static/field/*.js`` is answered from the source folder."""
    page = browser.new_page(chromium, **how)

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOME)
        if not path.startswith("/static/"):
            route.fulfill(body="<!doctype html><title>modules</title>", content_type="text/html")
            return
        found = STATIC / path.removeprefix("/static/")
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        route.fulfill(body=found.read_bytes(), content_type=kind)

    page.route(f"{HOME}/**", answer)
    page.goto(f"{HOME}/")
    return page
