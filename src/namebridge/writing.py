"""From the sounds of one word to the letters it may be written with, in three scripts.

Every function gives (text, log of its share) pairs, likeliest first; they are guesses from tables,
to be shown as such. The sounds are those of `scripts/khmer_sounds.py`.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from math import exp, log

from namebridge.reading import rows
from namebridge.scripts import khmer_sounds
from namebridge.scripts.khmer import COENG, TO_FIRST, TO_SECOND, canonical
from namebridge.scripts.latin_sounds import is_vowel

Guesses = list[tuple[str, float]]
NONE = "-"
_WIDTH = 48
# Letters that names are seldom written with.
_SELDOM = frozenset("ឝឞឋឍ")
# One consonant between two vowels is often written double.
_DOUBLED = {"ny": ["ញ្ញ"], "c": ["ជ្ជ", "ច្ច"], "n": ["ណ្ណ", "ន្ន"], "th": ["ទ្ធ", "ដ្ឋ"], "ph": ["ប្ផ"]}
_DOUBLED |= {"t": ["ត្ត"], "kh": ["ក្ខ"]}
# Log share of a vowel left unwritten where the syllable needs one.
_NO_VOWEL = -4.0
_LEAST_SHARE, _LEAST_UNWRITTEN = 0.02, 0.1
_BANTAK, _SAMYOK, _NIKAHIT = "\u17cb", "\u17d0", "\u17c6"


def options(text: str) -> Guesses:
    """`"a:6 b:4"` as (letters, log share) pairs; "-" is nothing."""
    parts = [part.rpartition(":") for part in text.split()]
    whole = sum(float(share) for _, _, share in parts)
    return [("" if name == "-" else name, log(float(share) / whole)) for name, _, share in parts]


def best(guesses: Guesses, width: int = _WIDTH) -> Guesses:
    """The likeliest `width`; shares of equal texts are added."""
    found: dict[str, float] = defaultdict(float)
    for text, share in guesses:
        found[text] += exp(share)
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:width]
    return [(text, log(share)) for text, share in ordered if share > 0]


@cache
def spelt() -> dict[str, dict[str, float]]:
    """sound -> chunk (or "-") -> share, as learned in sound_spellings.tsv."""
    counts: dict[str, dict[str, float]] = defaultdict(dict)
    for sound, chunk, count in rows("sound_spellings.tsv"):
        counts[sound][chunk] = float(count)
    return {
        sound: {chunk: n / sum(by.values()) for chunk, n in by.items()}
        for sound, by in counts.items()
    }


@cache
def _latin_letters() -> dict[tuple[str, str], Guesses]:
    return {(chunk, sound): options(text) for chunk, sound, text in rows("latin_writing.tsv")}


@cache
def _chunks_for(sound: str) -> tuple[tuple[str, str, float], ...]:
    """(chunk, letters, log share) a sound is written with, the seldom ones left out."""
    table = spelt()
    known = next((s for s in (sound, sound.rstrip("?-."), f"{sound}.") if s in table), "")
    if not known:
        return ((NONE, "", 0.0),) if sound[-1] in "?-" else ()
    kept = sorted(table[known].items(), key=lambda item: (-item[1], item[0]))[:8]
    found = []
    for chunk, share in kept:
        if share >= (_LEAST_UNWRITTEN if chunk == NONE else _LEAST_SHARE):
            plain = [("" if chunk == NONE else chunk.rstrip("."), 0.0)]
            letters = _latin_letters()
            written = letters.get((chunk, known), letters.get((chunk, "*"), plain))
            found += [(chunk, text, log(share) + more) for text, more in written]
    return tuple(found)


def latin(sounds: tuple[str, ...]) -> Guesses:
    """Latin spellings in lower case."""
    # (text, last chunk) -> log share.
    beam: dict[tuple[str, str], float] = {("", ""): 0.0}
    for sound, following in zip(sounds, (*sounds[1:], ""), strict=True):
        # A syllable that ends in a consonant needs its vowel, an open one may lose it.
        needed = sound[0] in "aeiou" and (sound[-1] in "12" or following[-1:] == ".")
        grown: dict[tuple[str, str], float] = {}
        for (text, last), share in beam.items():
            for chunk, letters, more in _chunks_for(sound):
                after = last if chunk == NONE else chunk
                both_vowels = chunk != NONE and last and is_vowel(last) and is_vowel(chunk)
                doubled = letters[:1] == text[-1:] and len(letters) > 1 and letters[0] == letters[1]
                if (letters == "o" and chunk == "v." and last[-1:] not in ("e", "i")) or doubled:
                    continue
                key = (text + letters, after)
                value = share + more - (2.0 if both_vowels else 0.0)
                value += _NO_VOWEL if chunk == NONE and needed else 0.0
                grown[key] = max(value, grown.get(key, value))
        kept = sorted(grown.items(), key=lambda item: (-item[1], item[0]))[:_WIDTH]
        beam = dict(kept)
    return best([(text, share) for (text, _), share in beam.items() if text])


@cache
def _khmer_letters() -> dict[tuple[str, str], str]:
    """(sound, series) -> letter with the shifter that moves it, the usual letter first."""
    found: dict[tuple[str, str], str] = {}
    for letter, sound, series in rows("khmer_letters.tsv"):
        if letter not in _SELDOM:
            found.setdefault((sound, series), letter)
    for sound, series in list(found):
        other = "2" if series == "1" else "1"
        found.setdefault(
            (sound, other), found[sound, series] + {"1": TO_FIRST, "2": TO_SECOND}[other]
        )
    return found | {
        ("p", "1"): f"ប{TO_FIRST}",
        ("b", "2"): f"ប{TO_SECOND}",
        ("f", "1"): "ហ្វ",
        ("f", "2"): "ហ្វ",
    }


@cache
def _tables() -> tuple[dict[str, Guesses], dict[str, str]]:
    ends = {sound: options(text) for sound, text in rows("khmer_writing.tsv")}
    return ends, {name: sign for sign, name in rows("khmer_vowels.tsv")} | {"o": "", "as": _SAMYOK}


Syllable = tuple[list[str], str, list[str]]


def syllables(sounds: tuple[str, ...]) -> list[Syllable]:
    """(starting sounds, vowel, ending sounds) of each syllable; the vowel may be ""."""
    found: list[Syllable] = []
    for sound in sounds:
        ends = sound[-1] in ".-" or sound == "k?"
        vowel = sound[0] in "aeiouy" and sound[-1] in "12?" and not ends
        if ends and found:
            found[-1][2].append(sound)
        elif vowel and found and not found[-1][1] and not found[-1][2]:
            found[-1] = (found[-1][0], sound, [])
        elif vowel:
            found.append((["q"], sound, []))
        elif found and not found[-1][1] and not found[-1][2]:
            found[-1][0].append(sound)
        elif not ends:
            found.append(([sound], "", []))
    return found


def _khmer_syllable(syllable: Syllable, after_open: bool) -> Guesses:
    starts, vowel, end = syllable
    letters, (ends, signs) = _khmer_letters(), _tables()
    name, series = vowel.rstrip("?")[:-1], vowel.rstrip("?")[-1:] or "1"
    first = letters.get((starts[0], series), "")
    under = [letters.get((s, "1"), letters.get((s, "2"), "")) for s in starts[1:]]
    under = [
        letters.get((s, "2"), u)[:1] if u[1:] else u for s, u in zip(starts[1:], under, strict=True)
    ]
    if not first or not all(under):
        return []
    written = (
        first[:1]
        + "".join(f"{COENG}{letter}" for letter in under)
        + first[1:]
        + signs.get(name, "")
    )
    out: Guesses = [(written, 0.0)]
    if after_open and len(starts) == 1 and starts[0] in _DOUBLED:
        sign = signs.get(name, "")
        out = [(written, log(0.7))]
        out += [(f"{pair}{sign}", log(0.3)) for pair in _DOUBLED[starts[0]]]
    for sound in end:
        if (name, sound) in (("ai", "y."), ("au", "v.")):
            continue
        choices = ends.get(sound, [])
        if sound == "m." and name in ("o", "aa", "u"):
            choices = [(_NIKAHIT, log(0.7)), ("ម", log(0.3))]
        elif sound == "ng." and name == "aa" and series == "1":
            choices = [("ង", log(0.6)), (f"{_NIKAHIT}ង", log(0.4))]
        elif name in ("o", "aa") and sound[-1] == "." and len(end) == 1:
            short = [
                (text + _BANTAK, share + log(0.4)) for text, share in choices if len(text) == 1
            ]
            choices = [(text, share + log(0.6)) for text, share in choices] + short
        out = [(text + more, a + b) for text, a in out for more, b in choices]
    return out


def khmer(sounds: tuple[str, ...]) -> Guesses:
    """Khmer spellings that are read back as these very sounds."""
    out: Guesses = [("", 0.0)]
    parts = syllables(sounds)
    for place, syllable in enumerate(parts):
        after_open = place > 0 and not parts[place - 1][2]
        choices = _khmer_syllable(syllable, after_open)
        out = best([(text + more, a + b) for text, a in out for more, b in choices])
    found = [(canonical(text), share) for text, share in out if text]
    return [guess for guess in found if khmer_sounds.sounds(guess[0]) == sounds]


@cache
def _thai_tables() -> dict[tuple[str, str], Guesses]:
    return {(kind, sound): options(text) for kind, sound, text in rows("thai_writing.tsv")}


def _thai_syllable(syllable: Syllable) -> Guesses:
    starts, vowel, end = syllable
    table = _thai_tables()
    onset: Guesses = [("", 0.0)]
    for sound in starts:
        letters = table.get(("start", sound), [])
        onset = [(text + more, a + b) for text, a in onset for more, b in letters]
    heard = [sound for sound in end if sound[-1] == "." and (vowel[:2], sound) not in _SWALLOWED]
    bare = vowel.rstrip("?")
    frames = table.get(("closed" if heard else "open", bare), [("C", 0.0)])
    if vowel.startswith("o") and vowel.endswith("?"):
        frames = [("C", log(0.6)), ("Cะ", log(0.4))]
    if "k?" in end:
        frames = [("Cะ", 0.0)]
    if bare in ("aa1", "o1") and heard[:1] == ["m."]:
        frames, heard = [("Cำ", 0.0)], heard[1:]
    out = [(shape.replace("C", text), a + b) for text, a in onset for shape, b in frames]
    for sound in heard:
        choices = table.get(("end", sound), [("", 0.0)])
        out = [(text + more, a + b) for text, a in out for more, b in choices]
    return out


_SWALLOWED = frozenset({("ai", "y."), ("au", "v.")})


def thai(sounds: tuple[str, ...]) -> Guesses:
    """Thai spellings, as a clerk who hears the name or knows its cognate may write it."""
    out: Guesses = [("", 0.0)]
    for syllable in syllables(sounds):
        choices = _thai_syllable(syllable)
        out = best([(text + more, a + b) for text, a in out for more, b in choices])
    return [guess for guess in out if guess[0]]
