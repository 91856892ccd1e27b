"""Blocking keys: short strings that two records of one person share, and few others do."""

from __future__ import annotations

from namebridge.model import Identity
from namebridge.sounds import word_sounds


def keys(identity: Identity) -> tuple[str, ...]:
    """Keys under which a record is filed and looked up; short ASCII, sorted, at most 40 each."""
    found: set[str] = set()
    for name in identity.names:
        pair = "+".join(sorted(filter(None, (word_sounds(w).skeleton for w in name.words))))[:24]
        if pair and identity.birth_year:
            found |= {f"ny:{pair}:{(identity.birth_year + shift) // 5}{shift}" for shift in (0, 2)}
        if pair and identity.place:
            found.add(f"np:{pair}:{identity.place[:2]}")
    if identity.phone:
        found.add(f"t:{identity.phone}")
    found |= {f"d:{kind}:{number}"[:40] for kind, number in identity.documents if number}
    return tuple(sorted(found))


def search_keys(identity: Identity) -> tuple[str, ...]:
    """The keys of `keys`, and wider ones for a person searching at a counter."""
    found = set(keys(identity))
    for name in identity.names:
        pair = "+".join(sorted(filter(None, (word_sounds(w).skeleton for w in name.words))))[:24]
        if pair:
            found.add(f"n:{pair}")
    return tuple(sorted(found))
