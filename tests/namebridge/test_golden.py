"""The golden pairs, and that a pair that comes out otherwise is told."""

from __future__ import annotations

from namebridge.golden import GoldenPair, check, pairs


def test_all_golden_pairs_hold() -> None:
    assert check() == []
    assert len(pairs()) >= 20


def test_a_pair_that_comes_out_otherwise_is_told_with_what_was_found() -> None:
    wrong = GoldenPair(1, "Sok Dara; born=1990", "Chan Vuthy; born=1970", "same", "strangers")
    (failure,) = check([wrong])
    assert failure.pair == wrong
    assert failure.found.startswith("new -")
    assert "birth_year_differs" in failure.found
