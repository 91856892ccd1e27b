"""A browser page whose every request this process answers, inside the test's own transaction."""

import mimetypes
from contextvars import copy_context
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.contrib.staticfiles.finders import find
from django.test import Client
from playwright.sync_api import Browser, Page, Route
from tests import browser

from polakor.doors.ui.middleware import CONTENT_POLICY

HOME = "http://localhost:9"


def opened(chromium: Browser, client: Client, **how: Any) -> Page:
    """A page that asks ``client``; a form that was sent shows what it led to."""
    page = browser.new_page(chromium, **how)
    here = copy_context()  # the browser calls back from a context with no connection of the test

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.path.startswith("/static/"):
            found = find(address.path.removeprefix("/static/"))
            if not found:
                route.fulfill(status=200, body=b"")  # a font that only a build makes
                return
            kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
            route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind)
            return
        where = f"{address.path}?{address.query}"
        part = {k: v for k, v in route.request.headers.items() if k.startswith("hx-")}
        if route.request.method == "POST":
            response = here.run(
                client.post,
                where,
                route.request.post_data_buffer or b"",
                content_type=route.request.headers["content-type"],
                follow=True,
            )
        else:
            response = here.run(client.get, where, follow=True, headers=part)
        told = {"Content-Security-Policy": CONTENT_POLICY, **dict(response.items())}
        route.fulfill(status=response.status_code, headers=told, body=response.content)

    page.route("**/*", answer)
    return page
