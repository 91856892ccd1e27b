"""Blocking keys: short strings that two records of one person share, and few other people do.

Every key begins with a letter that says its kind:

| kind | of | found in spite of |
|---|---|---|
| a | sounds of both words (sorted), five years (twice, overlapping) | spelling, order, year off |
| b | sounds of both name words, province | birth date missing or wrong |
| c | sounds of one word, year, province | the other word missing or misspelt |
| e | sounds of one longer word, district | one word and the year missing |
| f | sounds of one word, full birth date | place missing or changed |
| g | commune, year | the whole name unreadable |
| h | full birth date, province | the same |
| d, t | document number; phone | everything else |
| n | sounds of both name words, for records without year of birth | birth date missing |
| w | sounds of one rare word, year | the other word and the place missing |
"""

from __future__ import annotations

from namebridge.facts import Birth, birth, document_numbers
from namebridge.model import Identity, Name
from namebridge.readings import share_of_people, splits, usable
from namebridge.sounds import plain, word_sounds

LONGEST = 40
# So much of a skeleton is kept: long names are known by their beginning.
_WORD, _PAIR = 8, 16
_BAND = 5
_OFFSETS = (0, 3)
# A word borne by fewer than this share of people is rare enough to stand with a year alone.
RARE, UNCOMMON = 0.002, 0.004
# Years of birth a counter search without any year looks through.
_SEARCHED_YEARS = range(1925, 2045, _BAND)


def word_key(word: str) -> str:
    """The key of one clean word: its consonants, else its letters. At most 8 characters."""
    found = word_sounds(word)
    return found.skeleton[:_WORD] or plain(word)[:_WORD] or _code_points(word)


def _code_points(word: str) -> str:
    """A word of another script, by its letters."""
    return "".join(f"{ord(letter):x}" for letter in word.casefold())[:_WORD]


def _pairs(names: list[Name]) -> set[str]:
    found: set[str] = set()
    for name in names:
        for split in splits(name.words):
            family = split.family.skeleton[:_WORD]
            for given in {split.given.skeleton, split.given.short}:
                if family or given:
                    found.add("-".join(sorted((family, given[:_WORD])))[:_PAIR])
    return found


def _single_words(names: list[Name]) -> set[str]:
    found: set[str] = set()
    for name in names:
        found |= {word_key(word) for word in name.words[:4]}
        found |= {word_sounds(word).short[:_WORD] for word in name.words[:4]}
        for split in splits(name.words)[:1]:
            found |= {split.given.skeleton[:_WORD], split.given.short[:_WORD]}
    return {word for word in found if word}


def _bands(year: int) -> list[str]:
    return [f"{offset}{(year + offset) // _BAND}" for offset in _OFFSETS]


def _date(born: Birth) -> str:
    return f"{born.year}{born.month:02}{born.day:02}" if born.month and born.day else ""


def _years(born: Birth | None) -> list[int]:
    """The year of birth; from an age told, the year before it is as likely."""
    if born is None:
        return []
    return [born.year, born.year - 1] if born.from_age else [born.year]


def keys(identity: Identity) -> tuple[str, ...]:
    """Keys under which a record is filed and looked up in bulk linking.

    Short ASCII strings of at most 40 characters, sorted, the same for the same identity in
    every process; about 6 to 14 for a person with a name, a birth date and a place.
    """
    names = usable(identity.names)
    born, place = birth(identity), identity.place
    date = _date(born) if born else ""
    found: set[str] = set()
    for pair in _pairs(names):
        if born:
            found |= {f"a{band}:{pair}" for band in _bands(born.year)}
        if place:
            found.add(f"b{place[:2]}:{pair}")
        if not born:
            found.add(f"n:{pair}")
    for word in _single_words(names):
        for year in _years(born):
            if place:
                found.add(f"c{year}{place[:2]}:{word}")
            if share_of_people(word) <= RARE:
                found.add(f"w{year}:{word}")
        if date:
            found.add(f"f{date}:{word}")
        if len(place) >= 4 and share_of_people(word) <= UNCOMMON:
            found.add(f"e{place[:4]}:{word}")
    if len(place) >= 6:
        found |= {f"g{year}{place[:6]}" for year in _years(born)}
    if date and place:
        found.add(f"h{date}{place[:2]}")
    found |= _numbers(identity)
    return tuple(sorted(key[:LONGEST] for key in found))


def _numbers(identity: Identity) -> set[str]:
    found: set[str] = set()
    phone = "".join(letter for letter in identity.phone if letter in "0123456789")
    if len(phone) >= 6:
        found.add(f"t:{phone}")
    for number, kind in document_numbers(identity).items():
        # Kinds are often confused; a short number means nothing without its kind.
        found.add(f"d:{number}" if len(number) >= 6 else f"d:{kind[:16]}:{number}")
    return {key[:LONGEST] for key in found}


def search_keys(identity: Identity) -> tuple[str, ...]:
    """The keys of `keys` and wider ones, for one person asked for at a counter.

    All of them are keys that `keys` files for somebody: without a year of birth both words are
    looked up in every five years; with one, single words in the years beside it too. Up to
    about 60 look-ups by equality; the rows behind them may be some thousands for a common name.
    """
    names = usable(identity.names)
    born = birth(identity)
    found = set(keys(identity))
    for pair in _pairs(names):
        found.add(f"n:{pair}")
        years = [born.year - 2, born.year + 2] if born else list(_SEARCHED_YEARS)
        found |= {f"a{_bands(year)[0]}:{pair}" for year in years}
    if born:
        for word in _single_words(names):
            for year in range(born.year - 2, born.year + 3):
                if share_of_people(word) <= RARE:
                    found.add(f"w{year}:{word}"[:LONGEST])
                if identity.place:
                    found.add(f"c{year}{identity.place[:2]}:{word}"[:LONGEST])
    return tuple(sorted(found))
