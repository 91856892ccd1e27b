"""Which records are one human follows from the decisions in force alone."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from polakor.registry.rules.clusters import canonical_records

ids = st.integers(0, 12).map(lambda n: UUID(int=n))
records = st.lists(ids, min_size=1, max_size=13, unique=True)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[UUID], list[tuple[UUID, UUID]]]:
    ids = draw(records)
    edges = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=15))
    return ids, edges


@given(cases())
def test_joined_records_share_the_earliest_of_them(
    case: tuple[list[UUID], list[tuple[UUID, UUID]]],
) -> None:
    ids, edges = case
    found = canonical_records(ids, edges)
    assert all(found[a] == found[b] for a, b in edges)
    for record, human in found.items():
        group = [r for r in ids if found[r] == human]
        assert human == min(group, key=lambda r: r.int)
        assert record in group


@given(cases(), st.randoms())
def test_the_order_of_decisions_does_not_matter(
    case: tuple[list[UUID], list[tuple[UUID, UUID]]], random: object
) -> None:
    ids, edges = case
    turned = [(b, a) for a, b in reversed(edges)]
    assert canonical_records(ids, edges) == canonical_records(list(reversed(ids)), turned)


@given(cases())
def test_without_edges_everybody_stands_alone(
    case: tuple[list[UUID], list[tuple[UUID, UUID]]],
) -> None:
    ids, _ = case
    assert canonical_records(ids, []) == {record: record for record in ids}
