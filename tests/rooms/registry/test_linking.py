"""Whom the register compares in full: nobody is passed over that comparing would have told of."""

import random
from itertools import combinations
from uuid import UUID

import pytest

import namebridge
from polakor.access.context import acting_as
from polakor.registry.actions.persons import register_persons
from polakor.registry.queries.identities import records_with_keys
from polakor.registry.rules.identities import identity
from polakor.registry.rules.linking import alike, compared_with, is_clash, joins_alone, papers_apart
from tests.cast import Cast
from tests.rooms.registry.people import draft

NAMES = ["Chan Vanna", "ចាន់ វណ្ណា", "Chan Vana", "Sok Dara", "សុខ ដារា", "Dara", "Sok San Dara", "!?"]


def somebody(dice: random.Random) -> namebridge.Identity:
    """Anybody: with one name, two or none, and as much beside it as chance will have."""
    return identity(
        names=[namebridge.parse(name) for name in dice.sample(NAMES, dice.randrange(3))],
        sex=dice.choice([0, 1, 2]),
        birth=dice.choice(
            [(None, None, None), (1990, 3, 14), (1990, None, None), (1991, 3, 14), (2534, 1, 1)]
        ),
        basis=dice.choice(["date", "year", "age", ""]),
        home=dice.choice(["", "01", "0102", "170103"]),
        phone=dice.choice(["", "+85512345678", "+85512000481"]),
        documents=dice.choice([[], [("passport", "N1234567")], [("nid", "012345678")]]),
    )


def test_all_pairs_at_once_tell_strangers_apart_as_one_pair_alone_does() -> None:
    dice = random.Random(7)
    people = [somebody(dice) for _ in range(60)]
    pairs = list(combinations(range(60), 2))
    found = alike(people, pairs)
    compared = {pair: namebridge.compare(people[pair[0]], people[pair[1]]) for pair in pairs}
    assert found == [pair for pair in pairs if compared[pair].verdict != "new"]
    assert 0 < len(found) < len(pairs)
    clashes = {pair for pair, one in compared.items() if is_clash(one)}
    assert clashes
    assert clashes <= set(found)


def shown(*documents: tuple[str, str]) -> namebridge.Identity:
    """Always the same person, with these papers."""
    return identity(
        names=[namebridge.parse("SOK SREYNEANG")],
        sex=2,
        birth=(1991, 3, 14),
        basis="date",
        home="010201",
        phone="+85512000481",
        documents=list(documents),
    )


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ([], [], True),
        ([("passport", "N90004217")], [], True),
        ([("passport", "N90004217")], [("nid", "010234567")], True),
        ([("passport", "N90004217")], [("passport", "n 90004217")], True),
        ([("passport", "N90004217")], [("passport", "N91178034")], False),
        ([("passport", "N90004217")], [("passport", "N90004218")], False),
        ([("passport", "lost")], [("passport", "N91178034")], True),
        (
            [("passport", "N90004217"), ("nid", "010234567")],
            [("passport", "N91178034"), ("nid", "010234567")],
            False,
        ),
        ([("passport", "N90004217"), ("passport", "N91178034")], [("passport", "N91178034")], True),
    ],
)
def test_papers_of_one_kind_that_differ_are_for_a_person_to_look_at(
    one: list[tuple[str, str]], other: list[tuple[str, str]], joined: bool
) -> None:
    ours, theirs = shown(*one), shown(*other)
    assert joins_alone(compared_with(UUID(int=1), UUID(int=1), ours, theirs)) is joined
    assert papers_apart(ours, theirs) is papers_apart(theirs, ours) is not joined


def test_nobody_to_compare_with_is_nobody_alike() -> None:
    assert alike([], []) == []


@pytest.mark.django_db
def test_a_key_that_too_many_share_is_passed_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polakor.registry.queries.identities.CANDIDATES_PER_KEY", 2)
    three = [draft(cast.vannak, "Chan Dara") for _ in range(3)]
    two = [draft(cast.vannak, "Sok Piseth") for _ in range(2)]
    register_persons(actor=cast.vannak, drafts=[*three, *two])
    keys = {key for one in (three[0], two[0]) for key in namebridge.keys(one.identity())}
    with acting_as(cast.vannak):
        found = {person for ids in records_with_keys(keys).values() for person in ids}
    assert found == {str(one.id) for one in two}
