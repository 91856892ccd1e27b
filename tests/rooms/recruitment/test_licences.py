"""What an agency may do on a day, from all that was decided about it."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polakor.recruitment.rules.licences import (
    ACTS,
    GIVES,
    STANDINGS,
    Act,
    may_follow,
    standing_on,
)
from polakor.recruitment.rules.references import end_of_second, read_reference, reference_of

NUMBERS = count(1)
FIRST = date(2024, 1, 1)
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)


def act(
    kind: str, day: int, until: int | None = None, *, known: int | None = None, undone: int = 0
) -> Act:
    """An act on a day counted from the first; ``known`` and ``undone``: days it was recorded on."""
    return Act(
        UUID(int=next(NUMBERS)),
        kind,
        FIRST + timedelta(days=day),
        None if until is None else FIRST + timedelta(days=until),
        "1/24" if kind in GIVES else "",
        NOON + timedelta(days=day if known is None else known),
        NOON + timedelta(days=undone) if undone else None,
    )


def on(acts: list[Act], day: int, known: int | None = None) -> str:
    moment = None if known is None else NOON + timedelta(days=known)
    return standing_on(acts, FIRST + timedelta(days=day), moment).standing


def test_a_licence_runs_from_its_first_day_to_its_last() -> None:
    acts = [act("granted", 10, 100)]
    assert [on(acts, day) for day in (9, 10, 100, 101)] == [
        "unlicensed",
        "licensed",
        "licensed",
        "expired",
    ]


def test_a_stop_outlives_a_renewal_and_ends_with_its_day_or_when_it_is_lifted() -> None:
    acts = [act("granted", 0, 100), act("suspended", 50), act("renewed", 90, 500)]
    assert (on(acts, 49), on(acts, 50), on(acts, 200)) == ("licensed", "suspended", "suspended")
    assert on([*acts, act("resumed", 150)], 200) == "licensed"
    short = [act("granted", 0, 100), act("recruiting_stopped", 50, 60)]
    assert [on(short, day) for day in (50, 60, 61)] == [
        "recruiting_stopped",
        "recruiting_stopped",
        "licensed",
    ]


def test_a_revoked_licence_stays_revoked_until_a_new_one() -> None:
    acts = [act("granted", 0, 100), act("revoked", 20), act("resumed", 30)]
    assert on(acts, 500) == "revoked"
    assert on([*acts, act("granted", 600, 900)], 700) == "licensed"


def test_what_was_known_on_an_earlier_day_can_be_said_again() -> None:
    """A suspension that was recorded late, and one that was a mistake."""
    late = [act("granted", 0, 100), act("suspended", 20, known=30)]
    assert (on(late, 25, known=25), on(late, 25, known=31), on(late, 25)) == (
        "licensed",
        "suspended",
        "suspended",
    )
    mistake = [act("granted", 0, 100), act("suspended", 20, undone=40)]
    assert (on(mistake, 25, known=30), on(mistake, 25, known=41), on(mistake, 25)) == (
        "suspended",
        "licensed",
        "licensed",
    )


@pytest.mark.parametrize(
    ("before", "allowed"),
    [
        ([], {"granted"}),
        ([act("granted", 0, 999)], {"renewed", "suspended", "recruiting_stopped", "revoked"}),
        ([act("granted", 0, 5)], {"granted", "renewed", "revoked"}),
        ([act("granted", 0, 999), act("suspended", 1)], {"renewed", "resumed", "revoked"}),
        (
            [act("granted", 0, 999), act("recruiting_stopped", 1)],
            {"renewed", "suspended", "resumed", "revoked"},
        ),
        ([act("granted", 0, 999), act("revoked", 1)], {"granted"}),
    ],
)
def test_only_what_fits_may_be_decided(before: list[Act], allowed: set[str]) -> None:
    day = FIRST + timedelta(days=10)
    assert {one for one in ACTS if may_follow(before, one, day)} == allowed


acts_ = st.lists(
    st.builds(
        act,
        st.sampled_from(ACTS),
        st.integers(0, 300),
        st.one_of(st.none(), st.integers(300, 600)),
        known=st.integers(0, 300),
        undone=st.sampled_from([0, 0, 301]),
    ),
    max_size=8,
)


@given(acts_, st.integers(-10, 700))
def test_the_order_of_reading_decides_nothing(acts: list[Act], day: int) -> None:
    there = FIRST + timedelta(days=day)
    found = standing_on(acts, there)
    assert found == standing_on(list(reversed(acts)), there)
    assert found.standing in STANDINGS


@given(acts_, st.integers(-10, 700))
def test_nobody_is_licensed_without_a_licence_that_runs(acts: list[Act], day: int) -> None:
    there = FIRST + timedelta(days=day)
    runs = any(
        one.act in GIVES
        and one.undone_at is None
        and one.on_day <= there
        and (one.until is None or one.until >= there)
        for one in acts
    )
    assert runs or standing_on(acts, there).standing not in ("licensed", "recruiting_stopped")


moments = st.datetimes(datetime(2020, 1, 2), datetime(2080, 1, 1), timezones=st.just(UTC))
NUMBER = "AG-TRDPMF-P"


@given(moments)
def test_a_reference_says_whom_and_which_second(moment: datetime) -> None:
    text = reference_of(NUMBER, moment)
    found = read_reference(text.lower().replace("-", " "))
    assert found is not None
    assert (found.at, NUMBER.replace("-", "").endswith(found.body)) == (end_of_second(moment), True)


@given(moments, st.integers(0, 14), st.sampled_from("23456789ABCDEFGHJKLMNPQRSTUVWXYZ"))
def test_one_wrong_letter_makes_no_other_reference(moment: datetime, at: int, letter: str) -> None:
    text = reference_of(NUMBER, moment)
    bare = text.replace("-", "")
    wrong = bare[:at] + letter + bare[at + 1 :]
    assert wrong == bare or read_reference(wrong) is None
