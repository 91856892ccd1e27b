"""Columns by day stay inside their drawing and keep their proportions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polakor.doors.ui import charts


@pytest.mark.parametrize(
    ("highest", "top", "step"),
    [
        (0, 4, 1),
        (3, 4, 1),
        (5, 5, 1),
        (9, 10, 2),
        (138_813, 150_000, 50_000),
        (17_800, 20_000, 5000),
    ],
)
def test_the_scale_has_round_numbers(highest: int, top: int, step: int) -> None:
    assert charts.scale_top(highest) == (top, step)


@given(st.floats(min_value=0, max_value=1e9))
def test_the_scale_holds_the_highest_in_few_steps(highest: float) -> None:
    top, step = charts.scale_top(highest)
    assert top >= highest
    assert 3 <= top / step <= 5


FIGURE = st.none() | st.integers(0, 10_000_000)


@given(
    st.lists(st.tuples(FIGURE, FIGURE), max_size=130),
    st.sampled_from([charts.NARROW, charts.BROAD]),
)
def test_everything_lies_inside(
    days: list[tuple[int | None, int | None]], size: charts.Size
) -> None:
    drawing = charts.draw(
        size,
        [f"{n}/11" for n in range(len(days))],
        [first for first, _second in days],
        [second for _first, second in days],
        unfinished_last=True,
        write=str,
    )
    for column in drawing.columns:
        assert float(column.x) >= float(drawing.left) - 0.1
        assert float(column.x) + float(column.width) <= float(drawing.right) + 0.1
        assert float(column.y) + float(column.height) <= size.height
        assert float(column.y) >= 0
    assert sum(len(part) for part in drawing.second) == sum(s is not None for _f, s in days)
    assert [column.unfinished for column in drawing.columns].count(True) == min(len(days), 1)


def test_no_report_breaks_the_line_and_leaves_the_column_out() -> None:
    drawing = charts.draw(
        charts.BROAD,
        ["1", "2", "3"],
        [5, None, 10],
        [5, None, 10],
        unfinished_last=False,
        write=str,
    )
    assert len(drawing.second) == 2
    assert drawing.columns[1].height == "0.0"
    assert float(drawing.columns[2].height) == 2 * float(drawing.columns[0].height)
