"""Pictures without what a camera writes beside them: place, time, owner, a small copy.

A photo is not drawn anew: what says more than its pixels is left out, part by part, and what
is neither JPEG nor PNG is no picture here.
"""

import struct
import zlib

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB", b"cHRM"})
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN, _END = 0xDA, 0xD9
_ADOBE = 0xEE  # says how colours are coded, so that they would be wrong without it


class NotAPictureError(ValueError):
    """Neither a whole JPEG nor a whole PNG."""


def without_metadata(content: bytes) -> tuple[str, bytes]:
    """Media type and the picture alone. Raises ``NotAPictureError``."""
    if content.startswith(_PNG):
        return "image/png", _png(content)
    if content.startswith(b"\xff\xd8"):
        return "image/jpeg", _jpeg(content)
    raise NotAPictureError


def _png(content: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        part = content[at : at + 12 + length]
        if len(part) < 12 + length or zlib.crc32(part[4:-4]) != int.from_bytes(part[-4:], "big"):
            break
        if name in _PNG_KEPT:
            kept.append(part)
        if name == b"IEND":
            return b"".join(kept)
        at += 12 + length
    raise NotAPictureError


def _jpeg(content: bytes) -> bytes:
    """Segments but for those of applications and comments; behind the pixels nothing is kept."""
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            break
        marker = content[at + 1]
        if marker in (0xFF, *_BARE):
            at += 1 if marker == 0xFF else 2
            continue
        if marker == _END and len(kept) > 1:
            return b"".join([*kept, b"\xff\xd9"])
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(content):
            break
        if marker == _SCAN:
            end = _after_scan(content, end)
        if marker == _ADOBE or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept.append(content[at:end])
        at = end
        if content[at : at + 2] == b"\xff\xd9":
            return b"".join([*kept, b"\xff\xd9"])
    raise NotAPictureError


def _after_scan(content: bytes, at: int) -> int:
    """Where the pixels of a scan end: at the next marker that is no part of them."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise NotAPictureError
        following = content[at + 1]
        if following == 0 or following in _BARE:
            at += 2
        elif following == 0xFF:
            at += 1
        else:
            return at
