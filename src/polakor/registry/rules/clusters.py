"""Which records are one human: worked out from the decisions in force, and from nothing else.

Decisions are edges between records. Records joined by a chain of "same" edges are one human, and
the earliest record of the chain (ids sort by time) speaks for all. Because this is a pure function
of the edges, taking an edge away gives both histories back exactly as they were.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID


def canonical_records(
    records: Iterable[UUID], same: Iterable[tuple[UUID, UUID]]
) -> Mapping[UUID, UUID]:
    """Map every record to the earliest record it is joined with (itself if alone).

    ``same``: pairs decided "same" and not undone; both ends must be among ``records``.
    """
    root = {record: record for record in records}

    def find(record: UUID) -> UUID:
        while root[record] != record:
            root[record] = root[root[record]]
            record = root[record]
        return record

    for one, other in same:
        first, second = sorted((find(one), find(other)), key=lambda record: record.int)
        root[second] = first
    return {record: find(record) for record in root}
