"""An officer at the real app in Chromium, whose tab or browser is killed while a family is entered.

What the officer saw as saved must arrive once. After each kill the officer looks what the device
still has, goes on with it or begins anew, so every family is there once in the end.
"""

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import psutil
from playwright.sync_api import Error, sync_playwright
from tests import browser
from tests.doors.field.desk import Desk, Person

FAMILY = Person(0, 4)
LONGEST_ENTRY = 1.5
LONGEST_SAVING = 0.15
"""Seconds that writing a family down, and laying it down, take at most on an idle machine."""
PATIENCE = 60.0


class Tablet:
    """A browser with a folder of its own, where the app keeps what it keeps."""

    def __init__(self, folder: Path, address: str, dice: random.Random) -> None:
        self.folder = folder
        self.address = address
        self.dice = dice
        self.papers: list[str] = []
        self.figures = {"seen_saved": 0, "gone_on_with": 0}
        self._player = sync_playwright().start()
        self._open()

    def enrol(self, cookies: CookieJar, gate: str) -> None:
        """Take it into service in the session of an officer who is signed in."""
        self._context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": self.address} for one in cookies]
        )
        self._desk.enrol(gate=gate)

    def write_down_and_die(self, paper: str) -> None:
        """Enter a family; at some moment the tab or the browser is gone; then finish it."""
        self.papers.append(paper)
        kill = self.dice.choice((self._kill_tab, self._kill_browser))
        # Half of the kills in the tenth of a second in which the family is laid down.
        while_saving = self.dice.random() < 0.5
        longest = LONGEST_SAVING if while_saving else LONGEST_ENTRY
        killer = threading.Timer(self.dice.uniform(0, longest), kill)
        saved = False
        try:
            if not while_saving:
                killer.start()
            self._enter(paper)
            if while_saving:
                killer.start()
            self._desk.save()
            saved = True
            self.figures["seen_saved"] += 1
            # The driver has to see the end as well: a new tab asked for before that never comes.
            self._desk.page.wait_for_function("() => false", timeout=PATIENCE * 1000)
        except Error:
            if not killer.ident:
                raise
        killer.join()
        self._come_back()
        self._finish(paper, saved)

    def deliver(self) -> None:
        """Wait until the server has everything."""
        self._desk.page.evaluate("() => dispatchEvent(new Event('online'))")
        self._desk.page.wait_for_function(
            "() => document.querySelector('.net-count b')?.textContent === '0'",
            timeout=PATIENCE * 1000,
        )

    def close(self) -> None:
        with contextlib.suppress(Error):
            self._context.close()
        self._player.stop()

    def _open(self) -> None:
        flags = [*browser.FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        self._context = self._player.chromium.launch_persistent_context(
            self.folder,
            executable_path=browser.executable(),
            args=flags,
            viewport={"width": browser.PHONE, "height": browser.HEIGHT[browser.PHONE]},
            locale="km",
        )
        self._desk = Desk(self._context.pages[0], self.address)

    def _enter(self, paper: str) -> None:
        self._desk.new_family()
        self._desk.give_token(paper)
        self._desk.household()
        self._desk.onward()
        self._desk.person(FAMILY)

    def _finish(self, paper: str, saved: bool) -> None:
        """What an officer does who does not know what became of the family in front of them."""
        page = self._desk.page
        if page.locator(".strip").count():
            self.figures["gone_on_with"] += 1
            page.click(".strip .tile >> nth=0")
            page.fill("#token", paper)
            page.wait_for_selector(".verdict.ok")
            self._choose(".ask-return_mode", 0)
            page.click(".strip .tile >> nth=1")
            self._choose(".ask-sex", FAMILY.sex)
            self._choose(".ask-age_band", FAMILY.band)
        else:
            page.wait_for_selector(".states li", state="attached")
            if saved or paper in "".join(page.locator(".latest").all_text_contents()):
                return
            self._enter(paper)
        self._desk.save()
        self._desk.home()

    def _choose(self, question: str, place: int) -> None:
        if not self._desk.page.is_checked(f"{question} input >> nth={place}"):
            self._desk.page.click(f"{question} .choice >> nth={place}")

    def _come_back(self) -> None:
        """Open the app again, in a new tab or a new browser over the same folder."""
        if list(self._processes("")):
            broken = self._desk.page
            self._desk = Desk(self._context.new_page(), self.address)
            broken.close()
        else:
            with contextlib.suppress(Error):
                self._context.close()
            self._open()
        self._desk.page.goto(f"{self.address}/field/")
        self._desk.unlock()
        self._desk.page.wait_for_selector(".home-choices, .strip")

    def _kill_tab(self) -> None:
        # The one that has worked most; another stands ready for the next tab.
        tabs = list(self._processes("--type=renderer"))
        with contextlib.suppress(psutil.NoSuchProcess):
            max(tabs, key=lambda one: sum(one.cpu_times()[:2])).kill()

    def _kill_browser(self) -> None:
        end = time.monotonic() + PATIENCE
        while (found := list(self._processes(""))) and time.monotonic() < end:
            for one in found:
                with contextlib.suppress(psutil.NoSuchProcess):
                    one.send_signal(signal.SIGKILL)
            psutil.wait_procs(found, timeout=1)

    def _processes(self, kind: str) -> Iterator[psutil.Process]:
        """Living processes of this browser whose words hold ``kind``."""
        folder = f"--user-data-dir={self.folder}"
        for one in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                words = one.cmdline()
                ours = folder in words and any(word.startswith(kind) for word in words)
                if ours and one.status() != psutil.STATUS_ZOMBIE:
                    yield one
