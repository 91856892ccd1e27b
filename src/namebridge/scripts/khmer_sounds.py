"""Khmer letters to sounds: series, shifters, inherent vowels, subscripts, silent endings.

A sound is a short string: "kh" a consonant that starts, "t." one that ends a syllable, "t-" one
written but silent, "aa1" a vowel with its series, "o2?" an inherent vowel that is often unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from namebridge.reading import rows
from namebridge.scripts.khmer import (
    COENG,
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


@dataclass
class _Cluster:
    letters: list[str]
    shifter: str = ""
    vowels: str = ""
    signs: set[str] = field(default_factory=set)

    @property
    def bare(self) -> bool:
        return not self.vowels and not self.signs - {_BANTAK, _ROBAT, _KILL}


def _clusters(word: str) -> list[_Cluster]:
    found: list[_Cluster] = []
    for written, read in _AS_READ:
        if written in word:
            word = word.replace(written, read)
    for token in _TOKEN.findall(one_subscript(word).translate(_INDEPENDENT)):
        if token[-1] in _CONSONANTS:
            if token[0] == COENG and found:
                found[-1].letters.append(token[1])
            else:
                found.append(_Cluster([token[-1]]))
        elif found:
            last = found[-1]
            if token in (TO_FIRST, TO_SECOND):
                last.shifter = token
            elif token in VOWELS:
                last.vowels += token
            elif token in OTHER_SIGNS or token in (_ROBAT, _NIKAHIT, _REAHMUK, _YUUKALEAP):
                last.signs.add(token)
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


def _series(cluster: _Cluster, before: str) -> str:
    if cluster.shifter:
        return "1" if cluster.shifter == TO_FIRST else "2"
    pairs = [_CONSONANTS[letter] for letter in cluster.letters]
    ruling = [series for sound, series in pairs if sound not in _SONORANTS]
    if ruling:
        return ruling[-1]
    return pairs[0][1] if len(pairs) == 1 or not before else pairs[-1][1]


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


def sounds(word: str) -> tuple[str, ...]:
    """The sounds of one Khmer word in clean code points; () when it has no Khmer consonant."""
    clusters = _clusters(word)
    out: list[str] = []
    open_before = False
    for place, cluster in enumerate(clusters):
        last = place == len(clusters) - 1
        before = out[-1] if out else ""
        if before == "m." and cluster.bare and cluster.letters == ["ង"] and "aa" in out[-2]:
            # ាំង is read with ng alone.
            out[-1] = "ng."
            continue
        if cluster.bare and cluster.letters == ["យ"] and before[:2] == "as":
            # ័យ is read as ៃ is.
            out[-1:] = [f"ai{before[2]}", "y."]
            open_before = False
            continue
        ends = cluster.bare and bool(out) and (last or _BANTAK in cluster.signs)
        if ends or (_KILL in cluster.signs and out):
            out += _ending(cluster)
            open_before = False
            continue
        onset = _onset(cluster)
        series = _series(cluster, before)
        if open_before and len(onset) > 1 and onset[0][0] != "s":
            onset[0] += "."
        out += onset
        syllable_follows = not last and not clusters[place + 1].bare
        if cluster.bare and syllable_follows and open_before and onset[0] in _NASAL_ENDS:
            # ច័ន្ទមុនី, គន្ធកញ្ញា: what stands under the final of a syllable is seldom read.
            out[-1] += "-"
            open_before = False
        elif cluster.bare and not last:
            out.append(f"o{series}?" if open_before else f"o{series}")
            open_before = not open_before
        else:
            out += _vowel_sounds(cluster, series, last and place > 0)
            open_before = out[-1][-1] not in ".?" or out[-1][0] in "iu"
    return tuple(out)
