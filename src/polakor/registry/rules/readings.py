"""Under which two words a name is filed and asked for: family word and given word, both ways.

A *token* is one word, or several read as one and written together; small letters. A *word number*
stands for a token wherever it is met: 63 bits of a hash, so that filing a name need not ask which
number its words have.
"""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from namebridge import Identity, Name

VERSION = 1
"""Raised when the rules below change: records filed by older ones are filed anew by a job."""
NO_WORD = 0
MOST_WORDS = 5
LONGEST = 80
_ERA_FROM, _ERA = 2400, 543

Reading = tuple[str, str]


@lru_cache(maxsize=262144)
def word_number(token: str) -> int:
    """The number of a token, 1 to 2**63 - 1; ``""`` has ``NO_WORD``."""
    if not token:
        return NO_WORD
    return (int.from_bytes(blake2b(token.encode(), digest_size=8).digest()) >> 1) or 1


def token(words: Iterable[str]) -> str:
    """The words read as one: "Sam Ath" and "Samath" are the same name."""
    return "".join(words).lower()[:LONGEST]


@lru_cache(maxsize=65536)
def filed_readings(words: tuple[str, ...]) -> tuple[Reading, ...]:
    """``(family, given)`` tokens a name is filed under; at most four.

    One word is a given name. Of three words and more one may go unsaid elsewhere, so the first is
    filed with each of the others alone as well as with all of them.
    """
    words = words[:MOST_WORDS]
    if not words:
        return ()
    if len(words) == 1:
        return (("", token(words)),)
    found = [(token(words[:1]), token(words[1:]))]
    if len(words) > 2:
        found += [
            (token(words[:1]), token(words[-1:])),
            (token(words[:1]), token(words[1:2])),
            (token(words[:-1]), token(words[-1:])),
        ]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=65536)
def asked_readings(words: tuple[str, ...]) -> tuple[Reading, ...]:
    """``(family, given)`` tokens to look for, likeliest first; in both orders, as nobody knows.

    A word alone may be either; then the other is ``""``.
    """
    words = words[:MOST_WORDS]
    if not words:
        return ()
    if len(words) == 1:
        return (("", token(words)), (token(words), ""))
    first, last = words[:1], words[-1:]
    found = [(first, words[1:]), (last, words[:-1])]
    if len(words) > 2:
        found += [(first, last), (last, first)]
    return tuple((token(family), token(given)) for family, given in found)


def readings_of(names: Iterable[Name]) -> tuple[Reading, ...]:
    """All readings of a person's names, each once."""
    return tuple(dict.fromkeys(pair for name in names for pair in filed_readings(name.words)))


def filed_year(identity: Identity) -> int:
    """The year of birth in the common era; 0 where it is not known."""
    year = identity.birth_year or 0
    return year - _ERA if year > _ERA_FROM else year


def filed_province(place: str) -> str:
    """The first level of a place code."""
    return place[:2]
