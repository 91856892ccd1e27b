"""Khmer letters to sounds: series, shifters, inherent vowels, subscripts, silent endings.

A sound is a short string: "kh" a consonant that starts, "t." one that ends a syllable, "t-" one
written but silent, "aa1" a vowel with its series, "o2?" an inherent vowel that is often unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from namebridge.reading import rows
from namebridge.scripts.khmer import (
    OTHER_SIGNS,
    TO_FIRST,
    TO_SECOND,
    VOWELS,
    one_subscript,
)

_AS_READ = [(word, read) for word, read in rows("khmer_words.tsv")]
_CONSONANTS = {letter: (sound, series) for letter, sound, series in rows("khmer_letters.tsv")}
_VOWEL_NAMES = dict(rows("khmer_vowels.tsv"))
_INDEPENDENT = str.maketrans(dict(rows("khmer_independent.tsv")))
# A sonorant under or beside a stop takes the series of the stop.
_SONORANTS = frozenset(["ng", "ny", "n", "m", "y", "r", "l", "v"])
_FOREIGN = {"v": "f", "s": "z", "k": "g", "b": "p"}
# Written double, read once: ទ្ធ, ដ្ឋ, ក្ខ, ណ្ណ.
_PLACE = {"k": "k", "kh": "k", "d": "t", "t": "t", "th": "t", "n": "n", "b": "p", "p": "p"}
_PLACE |= {"ph": "p", "c": "c", "ch": "c"}
_BANTAK, _KILL, _SAMYOK, _ROBAT = "\u17cb", "\u17cd", "\u17d0", "\u17cc"
_NIKAHIT, _REAHMUK, _YUUKALEAP = "\u17c6", "\u17c7", "\u17c8"
# Vowels that end as a consonant does; both ៅ and ាវ are written au, av, ao.
_GLIDES = {"ai": "y.", "au": "v."}
_NASAL_ENDS = frozenset(["n.", "ng.", "ny.", "m."])
_TOKEN = re.compile("\u17d2?[\u1780-\u17a2]|[\u17b6-\u17d1\u17dd]")
# What is no token; and a consonant with all that hangs on it.
_NO_TOKEN = re.compile("[^\u1780-\u17a2\u17b6-\u17d2\u17dd]+|\u17d2(?![\u1780-\u17a2])")
_CLUSTER = re.compile("\u17d2?[\u1780-\u17a2](?:\u17d2[\u1780-\u17a2]|[\u17b6-\u17d1\u17dd])*")


@dataclass
class _Cluster:
    letters: list[str]
    shifter: str = ""
    vowels: str = ""
    signs: set[str] = field(default_factory=set)

    @property
    def bare(self) -> bool:
        return not self.vowels and not self.signs - {_BANTAK, _ROBAT, _KILL}


@lru_cache(maxsize=16384)
def _cluster(text: str) -> _Cluster:
    first, *others = _TOKEN.findall(text)
    found = _Cluster([first[-1]])
    for token in others:
        if token[-1] in _CONSONANTS:
            found.letters.append(token[-1])
        elif token in (TO_FIRST, TO_SECOND):
            found.shifter = token
        elif token in VOWELS:
            found.vowels += token
        elif token in OTHER_SIGNS or token in (_ROBAT, _NIKAHIT, _REAHMUK, _YUUKALEAP):
            found.signs.add(token)
    return found


def _doubled(first: str, second: str) -> bool:
    return _PLACE.get(first, first) == _PLACE.get(second, second)


def _onset(cluster: _Cluster) -> list[str]:
    sounds = [_CONSONANTS[letter][0] for letter in cluster.letters]
    if len(sounds) > 1 and sounds[0] == "h" and sounds[1] in _FOREIGN:
        sounds = [_FOREIGN[sounds[1]], *sounds[2:]]
    if cluster.shifter == TO_FIRST and sounds[0] == "b":
        sounds[0] = "p"
    kept: list[str] = []
    for sound in sounds:
        if kept and _doubled(kept[-1], sound):
            kept[-1] = sound
        else:
            kept.append(sound)
    return kept


def _series(cluster: _Cluster, first: bool) -> str:
    if cluster.shifter:
        return "1" if cluster.shifter == TO_FIRST else "2"
    pairs = [_CONSONANTS[letter] for letter in cluster.letters]
    ruling = [series for sound, series in pairs if sound not in _SONORANTS]
    if ruling:
        return ruling[-1]
    return pairs[0][1] if len(pairs) == 1 or first else pairs[-1][1]


def _vowel_sounds(cluster: _Cluster, series: str, last: bool) -> list[str]:
    short = "s" if cluster.signs & {_SAMYOK} else ""
    name = _VOWEL_NAMES.get(cluster.vowels[:1], "")
    if not name:
        name = "as" if short else "o"
        found = [f"{name}{series}"]
    elif last and name in ("i", "u") and not cluster.signs & {_NIKAHIT, _REAHMUK}:
        found = [f"{name}{series}?"]
    else:
        found = [f"{name}{series}"]
    if name in _GLIDES:
        found.append(_GLIDES[name])
    if _NIKAHIT in cluster.signs:
        found.append("m.")
    if _REAHMUK in cluster.signs:
        found.append("h.")
    if _YUUKALEAP in cluster.signs:
        found.append("k?")
    return found


def _ending(cluster: _Cluster) -> list[str]:
    sounds = [_CONSONANTS[letter][0] for letter in cluster.letters]
    if _KILL in cluster.signs:
        return [f"{sounds[0]}-"] if len(sounds) == 1 else [f"{sounds[0]}.", f"{sounds[-1]}-"]
    silent = [f"{sound}-" for sound in sounds[1:] if not _doubled(sounds[0], sound)]
    return [f"{sounds[0]}.", *silent]


def _clusters(word: str) -> list[str]:
    for written, read in _AS_READ:
        word = word.replace(written, read)
    text = _NO_TOKEN.sub("", one_subscript(word).translate(_INDEPENDENT))
    found: list[str] = _CLUSTER.findall(text)
    return found


# How what was read so far ends, as far as it rules how the next cluster is read: nothing yet, a
# closed or an open syllable; open with aa or as, closed with aa and m.
_NOTHING, _CLOSED, _OPEN, _AA, _AS_FIRST, _AS_SECOND, _AAM = range(7)
_OPEN_ENDS = (_OPEN, _AA, _AS_FIRST, _AS_SECOND)


def sounds(word: str) -> tuple[str, ...]:
    """The sounds of one Khmer word in clean code points; () when it has no Khmer consonant."""
    clusters = _clusters(word)
    out: list[str] = []
    end = _NOTHING
    for place, cluster in enumerate(clusters, 1):
        following = clusters[place] if place < len(clusters) else ""
        taken_back, read, end = _read_next(end, cluster, following)
        if taken_back:
            out.pop()
        out += read
    return tuple(out)


@lru_cache(maxsize=65536)
def _read_next(end: int, text: str, following: str) -> tuple[bool, tuple[str, ...], int]:
    """(whether the last sound before is taken back, the sounds of a cluster, how they end)."""
    cluster = _cluster(text)
    if end == _AAM and cluster.bare and cluster.letters == ["ង"]:
        # ាំង is read with ng alone.
        return True, ("ng.",), _CLOSED
    if end in (_AS_FIRST, _AS_SECOND) and cluster.bare and cluster.letters == ["យ"]:
        # ័យ is read as ៃ is.
        return True, ("ai1" if end == _AS_FIRST else "ai2", "y."), _CLOSED
    killed = _KILL in cluster.signs
    ends = cluster.bare and (not following or _BANTAK in cluster.signs)
    if end != _NOTHING and (ends or killed):
        read, is_open = _ending(cluster), False
    else:
        read, is_open = _syllable(cluster, end, following)
    return False, tuple(read), _end_of(read, end, is_open)


def _end_of(read: list[str], end: int, is_open: bool) -> int:
    if read[-1] == "m." and ("aa" in read[-2] if len(read) > 1 else end == _AA):
        return _AAM
    if is_open and read[-1][:2] == "as":
        return _AS_FIRST if read[-1][2] == "1" else _AS_SECOND
    if is_open and "aa" in read[-1]:
        return _AA
    return _OPEN if is_open else _CLOSED


def _syllable(cluster: _Cluster, end: int, following: str) -> tuple[list[str], bool]:
    """(the sounds of a cluster that begins a syllable, whether the syllable stays open)."""
    first, open_before = end == _NOTHING, end in _OPEN_ENDS
    onset = _onset(cluster)
    series = _series(cluster, first)
    if open_before and len(onset) > 1 and onset[0][0] != "s":
        onset[0] += "."
    syllable_follows = bool(following) and not _cluster(following).bare
    if cluster.bare and syllable_follows and open_before and onset[0] in _NASAL_ENDS:
        # ច័ន្ទមុនី, គន្ធកញ្ញា: what stands under the final of a syllable is seldom read.
        return [*onset[:-1], f"{onset[-1]}-"], False
    if cluster.bare and following:
        return [*onset, f"o{series}?" if open_before else f"o{series}"], not open_before
    read = onset + _vowel_sounds(cluster, series, not following and not first)
    return read, read[-1][-1] not in ".?" or read[-1][0] in "iu"
