"""Reads words in as many processes as there are cores.

Each helper is a Python of its own, started while the files are still read; who calls reads too, so
that nothing waits where there is one core. Whoever is free takes the next chunk.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType

from namebridge.link.words import ReadWords, read

_CHUNK = 8192
_MOST_HELPERS = 3


class WordReaders:
    """`with WordReaders(helpers) as readers: readers.read(words)`; helpers end with the block."""

    def __init__(self, helpers: int) -> None:
        self._helpers = [_start() for _ in range(helpers)]

    def __enter__(self) -> WordReaders:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for helper in self._helpers:
            helper.kill()
            helper.communicate()

    def read(self, words: Sequence[str]) -> list[ReadWords]:
        """`words.read` of all words, chunk by chunk; `place` counts through all of them."""
        starts = range(0, len(words), _CHUNK)
        left = deque(starts)
        found: dict[int, ReadWords] = {}

        def work(reading: Callable[[Sequence[str]], ReadWords]) -> None:
            while left:
                try:
                    start = left.popleft()
                except IndexError:
                    return
                try:
                    done = reading(words[start : start + _CHUNK])
                except (OSError, EOFError, pickle.UnpicklingError):
                    # A helper that is gone leaves its chunk to the others.
                    left.append(start)
                    return
                found[start] = done._replace(place=done.place + start)

        with ThreadPoolExecutor(max(1, len(self._helpers))) as threads:
            for helper in self._helpers:
                threads.submit(work, partial(_ask, helper))
            work(read)
        work(read)
        return [found[start] for start in starts]


def helpers_for(sources: Sequence[Path]) -> int:
    """How many helpers are worth starting: none for small files, and none on one core."""
    if sum(path.stat().st_size for path in sources) < _WORTH_HELP:
        return 0
    return min(_MOST_HELPERS, (os.cpu_count() or 1) - 1)


# Bytes of both files. Starting a helper takes a quarter of a second of a core.
_WORTH_HELP = 10_000_000


def _start() -> subprocess.Popen[bytes]:
    folder = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (folder, os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-c", f"import {__name__} as readers; readers.help_reading()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # An interrupt is for who reads; the helper ends with it.
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
    )


def _ask(helper: subprocess.Popen[bytes], words: Sequence[str]) -> ReadWords:
    assert helper.stdin is not None
    assert helper.stdout is not None
    pickle.dump(words, helper.stdin, pickle.HIGHEST_PROTOCOL)
    helper.stdin.flush()
    found: ReadWords = pickle.load(helper.stdout)  # noqa: S301 - from our own process
    return found


def help_reading() -> None:
    """What a helper does until nobody asks any more."""
    # As in `run`: nothing here is made in circles.
    gc.disable()
    while True:
        try:
            words = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
        except EOFError:
            return
        pickle.dump(read(words), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()
