"""Every component in a real browser: sizes, contrast, keys, focus, and the content policy.

The browser asks no server: each request is answered from here, with the headers a page carries.
"""

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.staticfiles.finders import find
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route
from tests import browser
from tests.doors.ui.conftest import SomebodyOnDuty

from polakor.doors.ui.fonts import build_fonts
from polakor.doors.ui.marks import KINDS
from polakor.doors.ui.middleware import CONTENT_POLICY

pytestmark = pytest.mark.story

HERE = Path(__file__).parent
HOME = "http://polakor.test"
LONG = {
    "km": "គិតត្រឹម 22 វិច្ឆិកា 2026 ម៉ោង 18:00 ប្រភព៖ ការចុះឈ្មោះ ការរាប់នៅច្រកទ្វារព្រំដែន",
    "en": "As of 22 November 2026, 18:00. Sources: registration, tally at the border gate",
}
WORDS = {
    "km": {"title": "ពលករវិលត្រឡប់តាមព្រំដែន", "short": "បានចុះឈ្មោះ", "name": "ប៉ោយប៉ែត"},
    "en": {"title": "Workers coming home", "short": "Registered", "name": "Poipet"},
}


class Question(forms.Form):
    """One field of each way of asking."""

    name = forms.CharField(help_text="…")
    sex = forms.ChoiceField(choices=[("1", "A"), ("2", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField()
    kind = forms.ChoiceField(choices=[("1", "A")])
    paper = forms.FileField()
    note = forms.CharField(widget=forms.Textarea)


def written(language: str) -> str:
    """The page of every component."""
    request = RequestFactory().get("/")
    request.actor = SomebodyOnDuty("registry:person:read", "intake:list:read")  # type: ignore[attr-defined]
    words = {**WORDS[language], "long": LONG[language]}
    tile = {"href": "#x", "short": "បមជ", "name": "x", "value": "18,420"}
    context = {
        "words": words,
        "kinds": KINDS,
        "tiles": [{**tile, "row": n // 6, "column": n % 6, "step": 1 + n % 5} for n in range(12)],
        "steps": ["<1,000", "<3,000", "<8,000", "<15,000", "15,000+"],
        "form": Question({}),
        "facts": [(words["short"], words["long"]), (words["short"], "")],
        "entries": [{"when": "18:00", "kind": "done", "what": words["short"], "who": "SUN"}],
        "page": Paginator(range(100), 10).page(2),
    }
    source = (HERE / "everything.html").read_text(encoding="utf-8")
    return str(engines["django"].from_string(source).render(context, request))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The font files, made once."""
    folder = tmp_path_factory.mktemp("built")
    build_fonts(folder)
    return folder


@pytest.fixture
def shown(chromium: Browser, fonts: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """``shown(language, width, dark)``: the page of every component, opened."""
    pages: list[Page] = []

    def show(language: str = "km", width: int = browser.DESK, dark: bool = False) -> Page:
        request.getfixturevalue("khmer" if language == "km" else "english")
        html = written(language)

        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(HOME)
            if path.startswith("/static/"):
                name = path.removeprefix("/static/")
                built = fonts / Path(name).name
                file = str(built) if built.exists() else find(name)
                kind = mimetypes.guess_type(name)[0]
                route.fulfill(path=file, content_type=kind)
            elif route.request.method == "POST":
                pass  # a slow network: no answer yet
            elif path == "/live":
                route.fulfill(body='<p data-said="864">864</p>', content_type="text/html")
            else:
                route.fulfill(
                    body=html,
                    content_type="text/html; charset=utf-8",
                    headers={"Content-Security-Policy": CONTENT_POLICY},
                )

        page = browser.new_page(chromium, width=width, dark=dark)
        page.route("**/*", answer)
        page.goto(f"{HOME}/")
        page.evaluate("document.fonts.ready")
        pages.append(page)
        return page

    yield show
    for page in pages:
        page.context.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [browser.PHONE, browser.DESK])
@pytest.mark.parametrize("language", ["km", "en"])
def test_every_component_reads_well(shown: Any, language: str, width: int, dark: bool) -> None:
    page = shown(language, width, dark)
    browser.assert_fits(page, (width,))
    browser.assert_accessible(page)
    browser.assert_quiet(page)
    browser.screenshot(page, f"components-{language}-{width}-{'dark' if dark else 'light'}")


def test_everything_touched_is_large_enough_and_no_letter_too_small(shown: Any) -> None:
    page = shown("km", browser.PHONE)
    small = page.evaluate(
        """() => [...document.querySelectorAll("main .button, main input, select, .menu summary")]
        .filter((each) => each.offsetParent && each.type !== "hidden")
        .filter((each) => each.getBoundingClientRect().height < 44)
        .map((each) => each.outerHTML.slice(0, 90))"""
    )
    assert not small
    tiny = page.evaluate(
        """() => [...document.querySelectorAll("body *")]
        .filter((each) => !each.matches("[type=hidden], .choice input, .file input"))
        .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 16)
        .map((each) => each.outerHTML.slice(0, 90))"""
    )
    assert not tiny


def test_the_letters_come_with_the_page(shown: Any) -> None:
    page = shown("km")
    loaded = page.evaluate(
        "[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family)"
    )
    assert loaded, "the page's own fonts were not loaded"


def test_a_key_presses_its_button_but_not_while_writing(shown: Any) -> None:
    page = shown("en")
    page.evaluate("document.getElementById('same').addEventListener('click', () => window.hit = 1)")
    page.locator("#id_name").focus()
    page.keyboard.press("s")
    assert page.evaluate("window.hit") is None
    page.locator("h1").click()
    page.keyboard.press("s")
    assert page.evaluate("window.hit") == 1
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"


def test_a_key_is_found_by_its_place_on_a_khmer_keyboard(shown: Any) -> None:
    page = shown("km")
    page.evaluate("document.getElementById('same').addEventListener('click', () => window.hit = 1)")
    page.evaluate(
        """document.body.dispatchEvent(
        new KeyboardEvent("keydown", {key: "ស", code: "KeyS", bubbles: true}))"""
    )
    assert page.evaluate("window.hit") == 1


def test_keys_can_be_put_to_rest(shown: Any) -> None:
    page = shown("en")
    page.evaluate("document.getElementById('same').addEventListener('click', () => window.hit = 1)")
    page.locator("#keys label").click()
    page.locator("h1").click()
    page.keyboard.press("s")
    assert page.evaluate("window.hit") is None
    assert not page.locator("kbd").first.is_visible()


def test_the_first_tab_offers_the_content(shown: Any) -> None:
    page = shown("en")
    page.evaluate("document.activeElement.blur()")
    page.evaluate("window.scrollTo(0, 0)")
    page.locator(".brand").focus()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_errors_are_read_first(shown: Any) -> None:
    assert shown("en").evaluate("document.activeElement.id") == "wrong"


def test_one_press_sends_once(shown: Any) -> None:
    page = shown("en")
    posts: list[str] = []
    page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
    busy = page.evaluate(
        """async () => { const button = document.querySelector("form[data-guard] button");
        button.click();
        await new Promise((later) => setTimeout(later, 50));
        button.click();
        return button.getAttribute("aria-busy"); }"""
    )
    page.wait_for_timeout(200)
    assert busy == "true"
    assert len(posts) == 1


def test_a_chosen_file_is_named_in_the_page(shown: Any) -> None:
    page = shown("km")
    page.locator("input[type=file]").set_input_files(
        {"name": "រាយនាម.xlsx", "mimeType": "application/x", "buffer": b"x" * 1500}
    )
    assert page.locator(".file-name").inner_text() == "រាយនាម.xlsx (2 KB)"


def test_a_swapped_part_is_spoken(shown: Any) -> None:
    page = shown("en")
    page.evaluate("htmx.trigger('#live', 'ask')")
    page.wait_for_selector("#live [data-said]")
    page.wait_for_timeout(100)
    assert page.locator("#said").inner_text() == "864"
    browser.assert_quiet(page)


def test_a4_keeps_the_figures_and_drops_the_buttons(shown: Any) -> None:
    page = shown("km")
    page.emulate_media(media="print")
    assert page.locator(".figure").first.is_visible()
    assert not page.locator(".button").first.is_visible()
    assert not page.locator(".rooms").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
