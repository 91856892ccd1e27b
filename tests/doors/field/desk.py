"""An officer at a desk: what hands do with the app, for tests, the story and the measurement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page

PIN = "482915"

EVERYTHING = """async () => {
  const base = await new Promise((done) => {
    const asked = indexedDB.open("polakor-field");
    asked.onsuccess = () => done(asked.result);
  });
  const found = {};
  for (const name of base.objectStoreNames) {
    const store = base.transaction(name).objectStore(name);
    found[name] = await new Promise((done) => {
      const asked = store.getAll();
      asked.onsuccess = () => done(asked.result);
    });
  }
  base.close();
  const keys = [];
  const seen = (value) => {
    if (value instanceof CryptoKey) {
      keys.push({ name: value.algorithm.name, open: value.extractable, usages: value.usages });
      return "[key]";
    }
    if (ArrayBuffer.isView(value)) return [...new Uint8Array(value.buffer)];
    if (Array.isArray(value)) return value.map(seen);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, seen(one)]));
    }
    return value;
  };
  const plain = JSON.stringify({ ...localStorage, ...sessionStorage });
  return { stores: seen(found), keys, plain };
}"""
"""All that lies on the device, as a thief with the browser's own tools reads it."""


@dataclass(frozen=True)
class Person:
    """What is touched for one person: places of the buttons, from 0."""

    sex: int
    band: int
    flags: Sequence[int] = ()
    name: str = ""


@dataclass
class Desk:
    """A page of the app. ``taps`` and ``letters`` count what the hands do."""

    page: Page
    address: str
    taps: int = 0
    letters: int = 0
    steps: list[str] = field(default_factory=list)

    def enrol(self, *, pin: str = PIN, desk: str = "តុ 2", gate: str = "KH-TH-PPT") -> None:
        """Take the device into service, as the officer who is signed in."""
        self.page.goto(f"{self.address}/field/")
        self.page.fill("#desk", desk)
        self.page.select_option("#gate", gate)
        self.page.fill("#pin", pin)
        self.page.fill("#pin2", pin)
        self.page.click("form button[type=submit]")
        self.at_home()

    def at_home(self) -> None:
        """Wait for the first screen after the lock."""
        self.page.wait_for_selector(".home-choices")

    def unlock(self, pin: str = PIN) -> None:
        """Type the PIN on the pad."""
        self.page.wait_for_selector(".pad")
        for digit in pin:
            self.page.click(f".pad-key >> text='{digit}'")

    def wrong_pin(self, pin: str = "000000") -> str:
        """Type a wrong PIN; what the device says to it."""
        before = self.page.text_content(".pin-told") or ""
        self.unlock(pin)
        self.page.wait_for_function(
            """(before) => {
              const told = document.querySelector('.pin-told, .message.caution');
              const said = told && told.querySelector('svg, .message-title');
              return said && told.textContent !== before;
            }""",
            arg=before,
        )
        told = self.page.text_content(".pin-told, .message.caution")
        return told or ""

    def ready(self) -> None:
        """Wait until the service worker holds the whole app and answers for it."""
        # It fetches some hundred files; beside tests that kill servers that takes a while. A page
        # that was on its way when the worker came is answered for from its next opening on.
        self.until(
            "async () => Boolean((await navigator.serviceWorker.getRegistration())?.active)", 90
        )

    def tap(self, what: str) -> None:
        """Touch one thing with the thumb."""
        self.page.click(what)
        self.taps += 1
        self.steps.append(f"tap {what}")

    def write(self, where: str, text: str) -> None:
        """Type, letter by letter; the first touch of the line counts as one."""
        self.tap(where)
        self.page.keyboard.type(text)
        self.letters += len(text)
        self.steps.append(f"write {len(text)} letters")

    def new_family(self) -> None:
        """From the first screen or from the slip."""
        self.tap(".big-button")
        self.page.wait_for_selector("#token")

    def give_token(self, token: str) -> None:
        """Take the next of the sheet by one tap, or type it."""
        offered = self.page.locator(".offer-next")
        if offered.count() and token in (offered.text_content() or ""):
            self.tap(".offer-next")
        else:
            self.write("#token", token.replace("-", ""))
        self.page.wait_for_selector(".verdict.ok")

    def household(self, *, mode: int = 0, place: str = "", recent: bool = False) -> None:
        """How they came back and where they go."""
        self.tap(f".ask-return_mode .choice >> nth={mode}")
        if recent:
            self.tap(".ask-destination .recent button >> nth=0")
        elif place:
            self.write(".ask-destination input", place)
            self.tap(".finds li >> nth=0")

    def onward(self) -> None:
        """To the next person."""
        self.tap(".savebar .button >> nth=0")

    def person(self, one: Person) -> None:
        """Sex and age by two taps, what is seen by one each."""
        self.page.wait_for_selector(".ask-sex")
        self.tap(f".ask-sex .choice >> nth={one.sex}")
        self.tap(f".ask-age_band .choice >> nth={one.band}")
        for flag in one.flags:
            self.tap(f".ask-flags .choice >> nth={flag}")
        if one.name:
            self.write(".ask-name_km input", one.name)

    def save(self) -> str:
        """Save all; the number on the slip."""
        self.tap(".savebar .button >> nth=1")
        self.page.wait_for_selector(".slip")
        number = self.page.locator(".slip-number")
        return (number.text_content() or "") if number.count() else ""

    def family(self, token: str, persons: Sequence[Person], **household: Any) -> None:
        """A whole family."""
        self.new_family()
        self.give_token(token)
        self.household(**household)
        for one in persons:
            self.onward()
            self.person(one)
        self.save()

    def home(self) -> None:
        """To the first screen."""
        self.page.click("header .brand")
        self.at_home()

    def until(self, asked: str, seconds: float = 20) -> None:
        """Until a function of the page, which may be asynchronous, answers yes.

        The browser's own waiting takes a promise for a yes.
        """
        for _ in range(int(seconds * 20)):
            if self.page.evaluate(asked):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"not so within {seconds} s: {asked}")

    def waiting(self) -> int:
        """The number that is always in sight: not yet received."""
        return int(self.page.text_content(".net-count b") or "-1")

    def wait_for_waiting(self, number: int) -> None:
        """Until so many are not yet received."""
        self.page.wait_for_function(
            "(n) => document.querySelector('.net-count b')?.textContent === String(n)", arg=number
        )

    def states(self) -> list[str]:
        """The states in the list, newest first."""
        return self.page.locator(".latest .status").all_text_contents()

    def everything(self) -> dict[str, Any]:
        """All that lies on the device."""
        found: dict[str, Any] = self.page.evaluate(EVERYTHING)
        return found


FAMILY = (
    Person(0, 4, name="សុខ ស្រីនាង"),
    Person(1, 4),
    Person(0, 1),
    Person(1, 0, flags=(3,)),
)
"""Four people; all are made up."""


def reopened(context: BrowserContext, desk: Desk) -> Desk:
    """The tab killed and the app opened anew, as from the home screen of the tablet."""
    desk.page.wait_for_selector("html:not([data-keeping])", state="attached")
    desk.page.close()
    page = context.new_page()
    page.goto(f"{desk.address}/field/")
    return Desk(page, desk.address)
