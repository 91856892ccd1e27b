"""Read the codes in one photo: a program of its own, run for one photo and then gone.

Photo on standard input, a JSON list of texts on standard output. Decoding foreign pictures is where
programs are broken into, so it happens apart: with little memory, few seconds, no files, no network
of its own accord, and nothing of Polakor loaded. Exit code 2 means no picture that is read here.

    python -I photo_reader.py < photo.jpg
"""

import base64
import json
import resource
import struct
import sys
import zlib

import numpy as np
import resvg_py
import zxingcpp
from numpy.typing import NDArray

MOST_PIXELS = 16_000_000
LONGEST_SIDE = 1600  # a code that fills a third of the photo is read well below this
MEMORY = 1_500_000_000  # address space, in bytes
SECONDS = 10
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

Pixels = NDArray[np.uint8]


class NotAPictureError(ValueError):
    """Neither JPEG nor PNG, or larger than any photo of a code has to be."""


def picture_size(content: bytes) -> tuple[str, int, int]:
    """Media type, width and height as the head of a JPEG or PNG says. ``NotAPictureError``."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and content[12:16] == b"IHDR" and len(content) >= 24:
        kind, (width, height) = "image/png", struct.unpack(">II", content[16:24])
    elif content[:3] == b"\xff\xd8\xff":
        kind, (width, height) = "image/jpeg", _jpeg_size(content)
    else:
        raise NotAPictureError
    if not (0 < width * height <= MOST_PIXELS):
        raise NotAPictureError
    return kind, width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 1 if marker == 0xFF else 2 + length
    raise NotAPictureError


def grey_of(content: bytes, longest: int = LONGEST_SIDE) -> Pixels:
    """The picture in greys, no side longer than ``longest`` pixels. Raises ``NotAPictureError``."""
    kind, width, height = picture_size(content)
    scale = min(1.0, longest / max(width, height))
    wide, high = max(1, round(width * scale)), max(1, round(height * scale))
    held = base64.b64encode(content).decode()
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}"><image '
        f'width="{wide}" height="{high}" preserveAspectRatio="none" '
        f'href="data:{kind};base64,{held}"/></svg>'
    )
    drawn = resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True, background="#ffffff")
    return grey_of_png(bytes(drawn))


def grey_of_png(content: bytes) -> Pixels:
    """A PNG of 8 bits in red, green, blue and opacity, as the drawing program writes it."""
    width, height = struct.unpack(">II", content[16:24])
    if content[24:26] != b"\x08\x06" or content[28]:
        raise NotAPictureError
    at, packed = 8, []
    while at < len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        if name == b"IDAT":
            packed.append(content[at + 8 : at + 8 + length])
        at += 12 + length
    rows = np.frombuffer(zlib.decompress(b"".join(packed)), np.uint8).reshape(height, -1)
    colours = _unfiltered(rows[:, 0], rows[:, 1:].reshape(height, width, 4)[:, :, :3])
    grey: Pixels = (colours @ np.array([77, 150, 29]) >> 8).astype(np.uint8)
    return grey


def _unfiltered(kinds: Pixels, stored: Pixels) -> NDArray[np.int32]:
    """Undo the filters of PNG (RFC 2083 section 6), one diagonal after the other.

    A pixel needs those to its left, above, and above left; along a diagonal none needs another, so
    each diagonal is one step for all rows at once.
    """
    height, width, _ = stored.shape
    found = np.zeros((height + 1, width + 1, 3), np.int32)
    kind = kinds[:, None]
    for diagonal in range(height + width - 1):
        y = np.arange(max(0, diagonal - width + 1), min(height, diagonal + 1))
        x = diagonal - y
        left, above, corner = found[y + 1, x], found[y, x + 1], found[y, x]
        to_left, to_above = np.abs(above - corner), np.abs(left - corner)
        to_corner = np.abs(left + above - 2 * corner)
        nearest = np.where(to_above <= to_corner, above, corner)
        paeth = np.where((to_left <= to_above) & (to_left <= to_corner), left, nearest)
        average = (left + above) >> 1
        guess = np.choose(kind[y], [np.zeros_like(left), left, above, average, paeth])
        found[y + 1, x + 1] = (stored[y, x] + guess) & 255
    return found[1:, 1:]


def codes_in(grey: Pixels) -> list[str]:
    """The texts of the QR codes in a picture, as they are found."""
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    return [code.text for code in found]


def main() -> int:
    """Read the photo on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        grey = grey_of(sys.stdin.buffer.read())
    except (NotAPictureError, ValueError, MemoryError, zlib.error, struct.error):
        return 2
    sys.stdout.write(json.dumps(codes_in(grey)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
