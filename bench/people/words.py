"""Khmer name words built from syllables, with the ways people write them in Latin and Thai letters.

Everything here is a fact or an estimate about the language, written down as a table: which letters
begin and end a syllable, what clerks make of each vowel in the two consonant series, how often the
commonest name syllables are borne. Words beyond the common ones are put together from these parts
by chance, so there is no list of names. These rules are this generator's own and know nothing of
the matcher they serve to measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

Options = list[tuple[str, float]]
LANGUAGE_SEED = 855
SPELLINGS = 8
"""So many Latin and so many Thai spellings are kept of each syllable, the commonest first."""

# letter, series, Latin spellings, Thai spellings, how often it begins a syllable of a name
ONSETS = """
ស 1 s:19 ส:8,ซ:4 14
ស៊ 2 s:19 ซ:8,ส:2 3
ច 1 ch:9,j:.4 จ:9,ช:1 5
ឆ 1 chh:5,ch:5 ฉ:5,ช:4 2
ជ 2 ch:7,j:2,chh:1 จ:5,ช:4 4
ឈ 2 chh:6,ch:4 ช:8,ฉ:1 2
ក 1 k:18,c:.5 ก:9 5
គ 2 k:9,g:.3 ค:6,ก:4 3
ខ 1 kh:7,k:3 ข:6,ค:3 3
ឃ 2 kh:7,k:3 ค:6,ฆ:2 1
ង 2 ng:9,g:.3 ง:9 1
ញ 2 nh:7,ny:2,n:1 ญ:5,ย:4 2
ដ 1 d:9,t:.5 ด:9 3
ត 1 t:9,d:.7 ต:9 3
ថ 1 th:8,t:2 ถ:6,ท:3 1
ទ 2 t:9,d:1 ท:6,ต:4 3
ធ 2 th:8,t:2 ท:5,ธ:5 3
ន 2 n:19 น:9 4
ណ 1 n:19 ณ:5,น:5 3
ប 1 b:12,p:.6 บ:9 3
ប៉ 1 p:9 ป:9 3
ផ 1 ph:8,p:2 ผ:5,พ:4 2
ព 2 p:8,ph:2 พ:6,ป:3 4
ភ 2 ph:9,p:1 พ:5,ภ:5 4
ម 2 m:19 ม:9 4
ម៉ 1 m:19 ม:9 2
យ 2 y:9 ย:9 2
រ 2 r:19 ร:9 5
រ៉ 1 r:19 ร:9 2
ល 2 l:19 ล:9 4
ឡ 1 l:19 ล:9 2
វ 2 v:9,w:1 ว:9 4
វ៉ 1 v:9,w:1 ว:9 2
ហ 1 h:19 ห:7,ฮ:3 2
ហ៊ 2 h:19 ฮ:9,ห:1 2
អ 1 :15 อ:9 3
អ៊ 2 :15 อ:9 3
ស្រ 1 sr:9 สร:7,ซร:1 2
ព្រ 2 pr:9,phr:.5 พร:7,ปร:2 1
ច្រ 1 chr:9 จร:5 .3
ក្រ 1 kr:9 กร:5 .4
ស្ត 1 st:9 สต:5 .3
ខ្ម 1 khm:6,km:2 ขม:4 .1
"""
# sign; Latin in the first series, in the second; Thai likewise (C is the letter); share
VOWELS = """
- o:5,a:4,or:2 o:5,u:2,ou:1,uo:1 Cอ:4,C:2 Cอ:3,C:2 9
ា a:17,ar:1,aa:.5 ea:6,ia:2,a:2,ear:1 Cา:9 เCีย:7,Cา:2 17
ិ e:4,i:5 i:9,e:1 Cิ:8,เC:1 Cิ:9 7
ី ey:4,ei:3,y:2,i:1 i:4,y:4,ee:1 Cี:8,Cัย:1 Cี:9 8
ុ o:7,u:2,oh:.5 u:4,ou:2,o:2 Cุ:8,โC:1 Cุ:9 12
ូ o:4,ou:3,au:2 ou:5,u:4,oo:1 Cู:7,โC:2 Cู:9 5
ួ uo:5,ua:3,our:1 uo:5,ua:3,our:1 Cัว:8 Cัว:8 3
ើ oeu:5,aeu:2,eu:2,er:1 eu:5,oeu:3,er:1 เCอ:6,เCิ:3 เCอ:6,เCิ:3 2
ៀ ie:5,ea:3,ia:2 ie:5,ea:3,ia:2 เCีย:9 เCีย:9 3
េ e:7,ae:1,ay:1 e:8,ei:1 เC:9 เC:9 4
ែ ae:4,e:6 e:6,ae:2,ea:1 แC:9 แC:9 4
ៃ ai:5,ay:5 ey:5,ei:2,y:2 ไC:9 ไC:9 2
ោ ao:3,or:2,o:5 o:6,ou:2,or:2 โC:7,Cอ:2 โC:8 3
ៅ au:4,ao:3,av:2 ov:5,ou:3,ow:1 เCา:9 เCา:7 3
ំ am:7,om:2 um:6,om:2,oum:1 Cำ:9 Cุม:9 3
ុំ om:6,um:4,oum:2 um:5,om:4,oum:2 Cุม:9 Cุม:9 1
ាំ am:9,aam:.3 oam:3,eam:3,am:2 Cำ:9 เCียม:5,Cำ:4 1
ឹ oe:3,e:5,eu:1 eu:3,i:3,e:3 Cึ:8 Cึ:8 2
ឿ oeu:5,eu:4 oeu:5,eu:4 เCือ:9 เCือ:9 1
"""
NO_FINAL_AFTER = frozenset(("ៃ", "ៅ", "ំ", "ុំ", "ាំ"))
# letter, Latin, Thai, share
FINALS = """
- :1 :1 34
ក k:9 ก:9 4
ខ k:6,kh:4 ก:5,ข:4 3
ក់ k:9 ก:9 2
ង ng:19 ง:9 8
ង់ ng:19 ง:9 2
ច ch:8,c:.7 จ:6,ด:2 2
ញ nh:5,n:4,ng:1 ญ:5,น:4 3
ត t:8,th:2 ต:4,ด:5 3
ត់ t:9 ต:4,ด:5 2
ទ t:7,th:3 ท:4,ด:5 1
ន n:15,nn:1 น:9 8
ន់ n:12,nn:.5 น:9 5
ណ n:5,nn:5 ณ:4,น:5 3
ប p:8,b:1 บ:9 1
ព p:8,ph:1 พ:4,บ:5 2
ភ ph:3,p:6 พ:4,บ:4 1
ម m:19 ม:9 6
យ y:7,i:3 ย:9 2
វ v:4,o:5,w:1 ว:9 2
រ :6,r:4 :6,ร:4 4
ល l:19 ล:6,น:4 4
ស s:8,h:1,: .5 ส:7,:2 3
"""
# Family names that many bear: parts of the syllable and percent of people (estimates).
FAMILIES = """
ស ុ ខ 3.6|ច ា ន់ 3.0|ជ ា - 2.6|ហ េ ង 1.9|គ ឹ ម 1.8|ល ី - 1.8|ក ែ វ 1.7|ស ំ - 1.4|ន ួ ន 1.3|អ៊ ុ ក 1.3
ស៊ ឹ ម 1.2|ម៉ ៅ - 1.1|ឈ ឹ ម 1.1|ល ឹ ម 1.0|ប៉ ែ ន 1.0|ហ - ស 1.0|ស េ ង 1.0|ស ា ន 1.0|ម ា ស .9|ម៉ ែ ន .9
ទ េ ព .9|ព្រ ំ - .9|ឡ ុ ង .9|ត ាំ ង .8|យ ិ ន .8|វ៉ ា ន់ .8|ស ូ - .8|អ៊ ឹ ម .8|ឡ ា យ .7|ន ី - .7
ប្រ ា ក់ .7|ឃ ុ ន .6|ស៊ ុ ន .6|ប៊ ុ ន .6|ផ ា ន់ .6|រ - ស .6|គ - ង់ .6|ញ ឹ ម .5|អ ួ ន .5|ខ ៀ វ .5
"""
# Syllables that given names are made of, and percent of their places (estimates).
GIVEN = """
ស ុ - 9|ស្រ ី - 4|ច ា ន់ 3|វ៉ ា ន់ 2.5|ភ ា ព 1.6|ភ ា - 2.2|រ ា - 1.6|ណ ា - 2.2|ដ ា - 2|រ៉ ា - 2.2
ខ ា - 1.5|ភ - ល 1.6|វ - ណ 1.8|ព ៅ - 1|ម ុំ - 1|ន ា ង 1.4|រ ិ ទ 1.3|ធ ី - 1.5|ព ិ - 1|ស ី - 1
ប ុ - .9|ផ ា - .9|រ - ត 1|ម ា - 1|ល ី - .8|ក ុ - .7|ស ា - .9|វ ិ - 1.1|ស ា ល .9|ម ុ ន .8
ន ី - 1.4|ស ំ - .9|ណ ា ង .9|ច ិ ន .7|ដ ា - .7|ត ា - 1|ធ ា - 1|រ ូ - .4|ភ ី - .5|ភ ា រ .7
ជ ា ត .8|ហ ា - .6|ច ំ - .5|រ ើ ន .6|វ ុ - .8|ធ ឿ ន .3|ប ូ - .6|រ ី - .8|ល ី ន .4|ម៉ ា - .8
"""
FAMILIES_IN_ALL, SYLLABLES_IN_ALL = 900, 620
GIVEN_IN_ALL = 45_000
"""So many given names are in use; the commonest is borne by about 1.4 % of people."""
WORD_COUNTS = [0.16, 0.64, 0.20]
"""Share of given names of one, two and three syllables."""
NEVER_LAST = ("សុ", "ស្រី")
NO_SYLLABLE = -1


@dataclass(frozen=True)
class Syllable:
    """One syllable: as written in Khmer, and its Latin and Thai spellings by falling share."""

    khmer: str
    latin: tuple[str, ...]
    latin_shares: tuple[float, ...]
    thai: tuple[str, ...]
    thai_shares: tuple[float, ...]


@dataclass(frozen=True)
class Language:
    """Family names and given names with their shares of people (each sums to 1).

    ``given`` is (names, 3): indices of ``syllables``, ``NO_SYLLABLE`` where there is no more.
    """

    families: tuple[Syllable, ...]
    family_shares: np.ndarray
    syllables: tuple[Syllable, ...]
    given: np.ndarray
    given_shares: np.ndarray


def _options(text: str) -> Options:
    found = []
    for part in text.split(","):
        spelling, _, weight = part.partition(":")
        found.append((spelling, float(weight or 1)))
    return found


def _table(text: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split() for line in text.strip().splitlines()}


_ONSETS, _VOWELS = _table(ONSETS), _table(VOWELS)
_FINALS = {row[0]: [row[0], "".join(row[1:-2]), *row[-2:]] for row in _table(FINALS).values()}


def _product(*parts: Options) -> Options:
    found: dict[str, float] = {"": 1.0}
    for part in parts:
        whole = sum(weight for _, weight in part)
        found_next: dict[str, float] = {}
        for head, share in found.items():
            for tail, weight in part:
                found_next[head + tail] = found_next.get(head + tail, 0.0) + share * weight / whole
        found = found_next
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:SPELLINGS]


def _thai(onset: Options, frame: Options, final: Options) -> Options:
    spelled = [
        (shape.replace("C", letter), weight * share)
        for shape, weight in frame
        for letter, share in onset
    ]
    found = []
    for text, share in _product(spelled, final):
        # Between two consonants the long frames of open syllables are shortened in writing.
        found.append((text.replace("ัวน", "วน").replace("ัวง", "วง").replace("ัวก", "วก"), share))
    return found


def _onset(letter: str) -> list[str]:
    if letter in _ONSETS:
        return _ONSETS[letter]
    # A cluster is its parts, read in the series of the first letter.
    first, _, second = letter.partition("្")
    one = _ONSETS.get(first) or _ONSETS[first[0]]
    if not second:
        return [letter, "2" if letter.endswith("៊") else one[1], *one[2:]]
    two = _ONSETS[second]
    thai = two[3].split(",")[0].split(":")[0]
    latin = two[2].split(",")[0].split(":")[0]
    join = lambda text, tail: ",".join(p.replace(":", f"{tail}:", 1) for p in text.split(","))  # noqa: E731
    return [letter, one[1], join(one[2], latin), join(one[3], thai), "1"]


def syllable(onset: str, vowel: str, final: str) -> Syllable:
    """The syllable of these parts; ``-`` stands for no vowel sign and for no final letter."""
    head = _onset(onset)
    sign, last = _VOWELS[vowel], _FINALS.get(final, _FINALS["-"])
    second = head[1] == "2"
    latin = _product(_options(head[2]), _options(sign[2 if second else 1]), _options(last[1]))
    thai = _thai(_options(head[3]), _options(sign[4 if second else 3]), _options(last[2]))
    khmer = onset + ("" if vowel == "-" else vowel) + ("" if final == "-" else final)
    return Syllable(khmer, *_split(latin), *_split(thai))


def _split(options: Options) -> tuple[tuple[str, ...], tuple[float, ...]]:
    whole = sum(share for _, share in options)
    return tuple(text for text, _ in options), tuple(share / whole for _, share in options)


def _common(text: str) -> list[tuple[tuple[str, str, str], float]]:
    rows = [cell.split() for line in text.strip().splitlines() for cell in line.split("|")]
    return [((onset, vowel, final), float(share)) for onset, vowel, final, share in rows]


def _drawn(chance: np.random.Generator) -> tuple[str, str, str]:
    def pick(table: dict[str, list[str]]) -> str:
        shares = np.array([float(row[-1]) for row in table.values()])
        return str(list(table)[int(chance.choice(len(shares), p=shares / shares.sum()))])

    onset, vowel = pick(_ONSETS), pick(_VOWELS)
    return onset, vowel, "-" if vowel in NO_FINAL_AFTER else pick(_FINALS)


def _filled(
    common: list[tuple[tuple[str, str, str], float]], in_all: int, steep: float, seed: int
) -> tuple[tuple[Syllable, ...], np.ndarray]:
    """The common ones with their shares, and drawn ones that fall off by rank behind them."""
    chance = np.random.default_rng(seed)
    parts = dict(common)
    spare = 100 - sum(parts.values())
    tail: list[tuple[str, str, str]] = []
    seen = set(parts)
    while len(parts) + len(tail) < in_all:
        one = _drawn(chance)
        if one not in seen:
            seen.add(one)
            tail.append(one)
    ranks = 1 / (np.arange(len(tail)) + 12.0) ** steep
    shares = np.concatenate([list(parts.values()), spare * ranks / ranks.sum()])
    return tuple(syllable(*one) for one in [*parts, *tail]), shares / shares.sum()


def _given(syllables: tuple[Syllable, ...], shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Given names of one to three syllables, likely ones first, with shares falling by rank."""
    chance = np.random.default_rng(LANGUAGE_SEED + 2)
    count = GIVEN_IN_ALL * 4
    drawn = chance.choice(len(syllables), (count, 3), p=shares).astype(np.int16)
    length = chance.choice(3, count, p=WORD_COUNTS) + 1
    drawn[np.arange(3)[None, :] >= length[:, None]] = NO_SYLLABLE
    last = drawn[np.arange(count), length - 1]
    ends = np.array([place for place, one in enumerate(syllables) if one.khmer in NEVER_LAST])
    echo = (drawn[:, 0] == drawn[:, 1]) | ((drawn[:, 1] == drawn[:, 2]) & (drawn[:, 1] >= 0))
    drawn = drawn[~(np.isin(last, ends) | echo)]
    _, first, met = np.unique(drawn, axis=0, return_index=True, return_counts=True)
    # Names met oftener come first; those met once in the order of chance.
    order = np.lexsort((first, -met))[:GIVEN_IN_ALL]
    ranks = 1 / (np.arange(len(order)) + 8.0) ** 0.95
    return drawn[first[order]], ranks / ranks.sum()


@cache
def language() -> Language:
    """The words of the invented country; always the same."""
    families, family_shares = _filled(_common(FAMILIES), FAMILIES_IN_ALL, 1.1, LANGUAGE_SEED)
    syllables, shares = _filled(_common(GIVEN), SYLLABLES_IN_ALL, 1.0, LANGUAGE_SEED + 1)
    return Language(families, family_shares, syllables, *_given(syllables, shares))
