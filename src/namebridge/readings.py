"""Ways to read a name as family name and given name, for keys and for comparing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from namebridge.model import Name, Script
from namebridge.reading import rows
from namebridge.sounds import WordSounds, joined, word_sounds

# More words than this are not a name but a sentence; what follows is left out of the readings.
MOST_WORDS = 6
# Share of people who bear a word with so many consonant classes, where the table says nothing.
_SHARE_BY_LENGTH = (0.05, 0.03, 0.01, 0.004, 0.002, 0.001)


@dataclass(frozen=True, slots=True)
class Split:
    """A name as family part and given part, the given words read as one."""

    family: WordSounds
    given: WordSounds


@lru_cache(maxsize=65536)
def splits(words: tuple[str, ...]) -> tuple[Split, ...]:
    """Readings of two words or more: first word apart, and of three or more also the last.

    The first reading is the likeliest. One word alone has no reading.
    """
    words = words[:MOST_WORDS]
    if len(words) < 2:
        return ()
    found = [Split(joined(words[:1]), joined(words[1:]))]
    if len(words) > 2:
        found.append(Split(joined(words[:-1]), joined(words[-1:])))
    return tuple(found)


# Words read as one, in small letters.
Token = tuple[str, ...]
# More written forms of one person are not compared.
MOST_FORMS = 6
SCRIPTS = {Script.KHMR: 0, Script.LATN: 1, Script.THAI: 2, Script.OTHER: 3}


@dataclass(frozen=True, slots=True)
class Form:
    """One written form as comparing needs it.

    `script` is a number of SCRIPTS. `parts` are the readings as (family, given), the likeliest
    first, at most two; a single word has none. `whole` is all words read as one.
    """

    script: int
    whole: Token
    parts: tuple[tuple[Token, Token], ...]
    text: str


@lru_cache(maxsize=65536)
def form_of(name: Name) -> Form:
    """The readings of one name; of a sentence only the first words."""
    words = tuple(word.casefold() for word in name.words[:MOST_WORDS])
    parts: tuple[tuple[Token, Token], ...] = ()
    if len(words) > 1:
        parts = ((words[:1], words[1:]),)
    if len(words) > 2:
        parts = (*parts, (words[:-1], words[-1:]))
    return Form(SCRIPTS[name.script], words, parts, " ".join(name.words))


def forms_of(names: tuple[Name, ...]) -> list[Form]:
    """The forms of a person's names that have words, each text once."""
    return [form_of(name) for name in usable(names)[:MOST_FORMS]]


@lru_cache(maxsize=65536)
def whole(words: tuple[str, ...]) -> WordSounds:
    """All words of a name read as one."""
    return joined(words[:MOST_WORDS])


@cache
def _common() -> dict[str, float]:
    shares: dict[str, float] = {}
    for word, share in rows("common_words.tsv"):
        skeleton = word_sounds(word).skeleton
        shares[skeleton] = max(shares.get(skeleton, 0.0), float(share))
    return shares


def share_of_people(skeleton: str) -> float:
    """About what share of people bear a word of this consonant skeleton."""
    by_length = _SHARE_BY_LENGTH[min(len(skeleton), len(_SHARE_BY_LENGTH) - 1)]
    return max(by_length, _common().get(skeleton, 0.0))


def usable(names: tuple[Name, ...]) -> list[Name]:
    """The names that have words, each text once."""
    return list({name.words: name for name in names if name.words}.values())
