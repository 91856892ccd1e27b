"""From bytes to text: which encoding a text file is in, and which of its lines do not fit it.

A line that does not fit is kept with replacement signs and marked; nothing is guessed for it.
"""

import re
from dataclasses import dataclass

_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_STRAY = re.compile("[\udc80-\udcff]")
_UPPER_HALVES = (b"\x00", b"\x0e", b"\x17")
# Vietnamese sets the mark of the tone after its vowel: a letter of its own in Windows-1258.
_TONES = re.compile(
    rb"[AEIOUYaeiouy\xc2\xca\xd4\xd5\xdd\xc3\xe2\xea\xf4\xf5\xfd\xe3][\xcc\xd2\xde\xec\xf2]"
)
_THAI_BYTES = re.compile(rb"[\xa1-\xda\xdf-\xfb]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` may hold lone surrogates where bytes did not fit; see `mend`."""

    text: str
    encoding: str
    stray: bool


def decode(content: bytes) -> Decoded:
    """The text of `content`. Never raises: bytes that fit nothing are left as lone surrogates."""
    for mark, encoding, shown in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if content.startswith(mark):
            return _strictly_or_not(content, encoding, shown)
    wide = utf16_without_mark(content)
    if wide:
        return _strictly_or_not(content, wide, "UTF-16")
    try:
        return Decoded(content.decode("utf-8"), "UTF-8", False)
    except UnicodeDecodeError:
        return _eight_bits(content)


def is_stray(text: str) -> bool:
    """True where `text` holds bytes that did not fit, or the zero bytes of a second encoding."""
    return _STRAY.search(text) is not None


def mend(text: str) -> str:
    """`text` with a replacement sign for each byte that did not fit."""
    return _STRAY.sub("\ufffd", text)


def _strictly_or_not(content: bytes, encoding: str, shown: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding), shown, False)
    except UnicodeDecodeError:
        if encoding == "utf-8-sig":
            return Decoded(content.decode(encoding, "surrogateescape"), shown, True)
        return Decoded(content.decode(encoding, "replace"), shown, True)


def utf16_without_mark(content: bytes) -> str:
    """The byte order where every other byte is the upper half of a letter, else "".

    Upper halves are nearly all of 0x00 (Latin), 0x0E (Thai, Lao) and 0x17 (Khmer), which no text
    in another encoding holds.
    """
    head = content[:4000]
    odd, even = head[1::2], head[0::2]
    for half, other, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if len(half) > 3 and _upper(half) > 0.85 and _upper(other) < 0.5:
            return name
    return ""


def _upper(half: bytes) -> float:
    return sum(half.count(byte) for byte in _UPPER_HALVES) / len(half) if half else 0.0


def _eight_bits(content: bytes) -> Decoded:
    """Mostly UTF-8 with stray bytes, or one of the eight-bit encodings met in practice."""
    loose = content.decode("utf-8", "surrogateescape")
    stray = len(_STRAY.findall(loose))
    whole = sum(1 for letter in loose if letter > "\x7f") - stray
    if whole > stray:
        return Decoded(loose, "UTF-8", True)
    runs = _HIGH_RUNS.findall(content)
    high = sum(map(len, runs))
    thai = len(_THAI_BYTES.findall(content))
    # Thai is written in runs of letters; accents and dashes of Windows-1252 stand alone.
    if high and high / len(runs) >= 2.5 and thai > high * 0.95:
        return _single(content, "cp874", "Windows-874")
    tones = len(_TONES.findall(content))
    if tones >= 3 and tones * 5 >= high:
        return _single(content, "cp1258", "Windows-1258")
    return _single(content, "cp1252", "Windows-1252")


def _single(content: bytes, encoding: str, shown: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding), shown, False)
    except UnicodeDecodeError:
        return Decoded(content.decode(encoding, "surrogateescape"), shown, True)
