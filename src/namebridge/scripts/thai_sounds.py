"""Thai letters to the sounds of Khmer, the way Thai clerks write Khmer names."""

from __future__ import annotations

import re

from namebridge.reading import rows

_LETTERS = {letter: (start, end) for letter, start, end in rows("thai_letters.tsv")}
_CONSONANT = "[ก-ฮ]"
_DROPPED = re.compile("[\u0e48-\u0e4b\u0e4d\u0e4e\u0e3a\u0e45\u0e46]")
_KILLED = re.compile("(?:[ดตทธษส]ร|[ก-ฮ][\u0e34-\u0e39]?)\u0e4c")
_DOUBLE_RO = re.compile("รร(?=[ก-ฮ])")
# Two letters that start a syllable together; a third must follow them.
_TWO = "(?:[กขคตทปผพฟดบสซศจ]ร|[กขคปผพบฟสม]ล|[กขค]ว|ห[งญนมยรลว])"
_CLUSTER = f"(?:{_TWO}(?=[ก-ฮ])|[ก-ฮ])"
_CLUSTER_BEFORE_VOWEL = f"(?:{_TWO}|[ก-ฮ])"
_FRAMES = sorted(
    ((frame, vowel) for frame, vowel in rows("thai_vowels.tsv")), key=lambda row: -len(row[0])
)
_BEFORE = frozenset("เแโไใ")
_READ_APART = frozenset(["หง", "หญ", "หน", "หม", "หย", "หร", "หล", "หว"])
_DEPENDENT = frozenset("ะัาำิีึืฺุู็")
_MARKS = "ะ-\u0e39\u0e47เ-ไ"


def _pattern(frame: str) -> str:
    """Vowel signs round the letters that start a syllable; these are the only group."""
    before, after = frame.split("C")
    if before and not after:
        return f"{before}({_CLUSTER})"
    if after == "ว":
        return f"([ก-ฮ])ว(?=$|[ก-ฮ](?![{_MARKS}]))"
    guard = f"(?![{_MARKS}])" if after.endswith("อ") or after == "ัว" else ""
    return f"{before}({_CLUSTER_BEFORE_VOWEL}){after}{guard}"


_FRAME = re.compile("|".join(_pattern(frame) for frame, _ in _FRAMES))
_VOWELS = [vowel.split("+") for _, vowel in _FRAMES]


def _starts(letters: str) -> list[str]:
    if len(letters) == 2 and letters[0] == "ห":
        letters = letters[1]
    return [_LETTERS[letter][0] for letter in letters]


def sounds(word: str) -> tuple[str, ...]:
    """The sounds of one Thai word in clean code points; () when it has no Thai consonant."""
    text = _KILLED.sub("", _DROPPED.sub("", word))
    text = _DOUBLE_RO.sub("ั", text).replace("รร", "ัน").replace("ฤ", "ริ").replace("ฦ", "ลิ")
    out: list[str] = []
    place, open_before = 0, False
    while place < len(text):
        match = _FRAME.match(text, place)
        if match is None:
            if text[place] in _LETTERS:
                out += _bare(text, place, open_before)
                open_before = not out[-1].endswith((".", "-"))
            place += 1
            continue
        letters, vowels = match.group(match.lastindex or 0), _VOWELS[(match.lastindex or 0) - 1]
        if open_before and letters in _READ_APART:
            # สีหนุ: after an open syllable ห is a letter of its own, as in Khmer.
            out += ["h", "o1?"]
            place += 1
            continue
        out += [*_starts(letters), *vowels]
        place = match.end()
        open_before = not vowels[-1].endswith(".")
        if place == len(text) and text[-1] == "ะ":
            # The ៈ of Khmer.
            out.append("k?")
    return tuple(out)


def _bare(text: str, place: int, open_before: bool) -> list[str]:
    """A consonant without a vowel: ends the syllable before it, or is read with a short one."""
    start, end = _LETTERS[text[place]]
    following = text[place + 1 : place + 2]
    bare_next = following in _LETTERS and text[place + 2 : place + 3] not in _DEPENDENT
    if open_before and bare_next and place + 2 == len(text):
        return [start, "o~"]
    if open_before:
        return [f"{end}."]
    if not following and place:
        return [f"{end}-"]
    read = not following or following in _LETTERS or following in _BEFORE
    return [start, "o~"] if read else [start]
