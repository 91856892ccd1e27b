"""Somebody hands in a small file that wants to become a large one."""

import time
import tracemalloc

import pytest

from polakor.base.errors import Refusal
from polakor.intake.rules.tables import open_table_file

MEGABYTE = 1 << 20


def weighed(content: bytes, name: str) -> tuple[float, int, bool]:
    """Seconds and bytes it takes to open a file, and whether it was taken."""
    tracemalloc.start()
    began = time.monotonic()
    try:
        open_table_file(content, name)
        taken = True
    except Refusal:
        taken = False
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return time.monotonic() - began, most, taken


WIDE = b'<td colspan="200" rowspan="200">x</td>'
HEAD = b"<html><table><tr><td>Name</td><td>Sex</td></tr>"


@pytest.mark.parametrize(
    "content",
    [
        HEAD + (b"<tr>" + WIDE + b"</tr>") * 1000 + b"</table></html>",
        HEAD + b"<tr>" + WIDE * 300 + b"</tr></table></html>",
        (HEAD + b"<tr>" + b'<td colspan="200">x</td>' * 9 + b"</tr>" + b"<tr>" * 9000 + b"</table>")
        * 60,
    ],
    ids=["down", "across", "many"],
)
def test_spans_of_a_web_page_do_not_fill_the_memory(content: bytes) -> None:
    seconds, most, taken = weighed(content, "list.xls")
    assert not taken
    assert seconds < 20
    assert most < 400 * MEGABYTE


def test_honest_spans_are_laid_out_as_ever() -> None:
    page = (
        b"<table><tr><td rowspan=2>No</td><td colspan=2>Name</td></tr>"
        b"<tr><td>Khmer</td><td>Latin</td></tr><tr><td>1</td><td>a</td><td>b</td></tr></table>"
    )
    rows = open_table_file(page, "list.xls").sheets[0].rows
    assert [row.cells for row in rows] == [
        ("No", "Name", ""),
        ("", "Khmer", "Latin"),
        ("1", "a", "b"),
    ]
