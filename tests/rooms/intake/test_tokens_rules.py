"""Tokens on paper: slips are caught, made-up ones told apart, and no text makes reading fail."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from polakor.intake.rules.sealing import bytes_of, public_bytes
from polakor.intake.rules.tokens import (
    CODE_LETTERS,
    Batch,
    Verdict,
    make_token,
    read_token,
    sheet_number,
    signed_text,
    tidy_token,
)

SHARED = json.loads((Path(__file__).parents[2] / "vectors" / "tokens.json").read_text("utf-8"))
BATCHES = {
    one["code"]: Batch(
        one["code"],
        one["first"],
        one["last"],
        bytes_of(one["key"]),
        tuple((first, last) for first, last in one["barred"]),
    )
    for one in SHARED["batches"]
}
TOKENS = st.builds(make_token, st.text(CODE_LETTERS, min_size=3, max_size=3), st.integers(1, 99999))


@pytest.mark.parametrize("vector", SHARED["vectors"], ids=lambda one: str(one["name"]))
def test_shared_vectors(vector: dict[str, Any]) -> None:
    found = read_token(vector["text"], BATCHES)
    assert (found.token, found.verdict) == (vector["token"], vector["verdict"])


def test_every_verdict_has_a_vector() -> None:
    assert {one["verdict"] for one in SHARED["vectors"]} == {str(one) for one in Verdict}


@given(TOKENS, st.data())
def test_every_single_wrong_sign_is_caught(token: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([at for at, sign in enumerate(token) if sign != "-"]))
    letters = CODE_LETTERS if at < 3 else "0123456789" if at < 9 else CODE_LETTERS + "23456789"
    other = data.draw(st.sampled_from([sign for sign in letters if sign != token[at]]))
    assert tidy_token(token) == token
    assert tidy_token(token[:at] + other + token[at + 1 :]) == ""


@given(TOKENS)
def test_a_signed_sheet_is_good_for_its_batch_alone(token: str) -> None:
    ours, theirs = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    number = sheet_number(token)
    batch = Batch(token[:3], number, number, public_bytes(ours.public_key()))
    known = {batch.code: batch}
    assert read_token(signed_text(token, ours), known).verdict is Verdict.GOOD
    assert read_token(signed_text(token, theirs), known).verdict is Verdict.FORGED
    assert read_token(signed_text(token, ours), {}).verdict is Verdict.UNSURE


@given(st.text(max_size=140) | st.text("PLK1:KHA-0472៤ ", max_size=40).map("PLK1:".__add__))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert read_token(text, BATCHES).verdict in Verdict


def test_a_batch_has_three_letters_and_a_sheet_five_digits() -> None:
    for code, number in (("KH", 1), ("K0A", 1), ("KIA", 1), ("KHA", 0), ("KHA", 100_000)):
        with pytest.raises(ValueError, match=r"batch|sheet"):
            make_token(code, number)
