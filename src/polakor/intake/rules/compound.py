"""The container of old workbooks, walked through before a parser trusts its chains.

A compound file is a small file system: chains of sectors in a table. A chain that bites its own
tail makes a parser read for ever, so every chain is followed here first, with an end in sight.
Source: [MS-CFB], Compound File Binary File Format.
"""

import struct

from polakor.intake import errors

_HEADER = 512
_FREE, _LAST, _LARGEST = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFA
_ENTRY = 128
_STREAM, _ROOT = 2, 5


def workbook_streams(content: bytes) -> list[bytes]:
    """The streams that hold workbooks, after every chain of the file was followed to its end.

    Raises `IncompleteFile` where sectors lie past the end, `DamagedFile` for broken chains.
    """
    if len(content) < _HEADER * 2:
        raise errors.IncompleteFile()
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    if shift not in (9, 12) or small_shift != 6:
        raise errors.DamagedFile()
    walker = _Walker(content, 1 << shift)
    directory, cutoff, small_start = struct.unpack_from("<I4xII", content, 48)
    small = walker.table_of(walker.chain(small_start))
    found, root = [], b""
    for sector in walker.chain(directory):
        for at in range(0, 1 << shift, _ENTRY):
            entry = walker.sector(sector)[at : at + _ENTRY]
            kind, start, size = entry[66], *struct.unpack_from("<IQ", entry, 116)
            if kind == _ROOT or (kind == _STREAM and size >= cutoff):
                sectors = walker.chain(start)
                whole = b"".join(map(walker.sector, sectors))
                if kind == _ROOT:
                    root = whole  # small streams lie in it, in pieces of 64 bytes
                elif _is_workbook(entry):
                    found.append(whole[:size])
            elif kind == _STREAM and size:
                pieces = follow(small, start)
                if _is_workbook(entry):
                    found.append(b"".join(root[n * 64 : n * 64 + 64] for n in pieces)[:size])
    return found


def _is_workbook(entry: bytes) -> bool:
    (length,) = struct.unpack_from("<H", entry, 64)
    name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return name.lower() in ("workbook", "book")


def follow(table: list[int], start: int) -> list[int]:
    """The sectors of one chain of `table`. Raises `DamagedFile` for loops and dead ends."""
    found: list[int] = []
    at = start
    while at not in (_LAST, _FREE):
        if at >= len(table) or len(found) > len(table):
            raise errors.DamagedFile()
        found.append(at)
        at = table[at]
    return found


class _Walker:
    """Reads sectors and chains of one file."""

    def __init__(self, content: bytes, size: int) -> None:
        self._content, self._size = content, size
        self._first = max(_HEADER, size)
        self._fat = self.table_of(self._fat_sectors())

    def sector(self, number: int) -> bytes:
        """The bytes of one sector; the last one may be short."""
        start = self._first + number * self._size
        if start >= len(self._content):
            raise errors.IncompleteFile()
        return self._content[start : start + self._size].ljust(self._size, b"\0")

    def chain(self, start: int) -> list[int]:
        """The sectors of a chain, all of them inside the file."""
        found = follow(self._fat, start)
        if found and self._first + max(found) * self._size >= len(self._content):
            raise errors.IncompleteFile()
        return found

    def table_of(self, sectors: list[int]) -> list[int]:
        """The numbers in the given sectors, one after the other."""
        count = self._size // 4
        return [n for s in sectors for n in struct.unpack(f"<{count}I", self.sector(s))]

    def _fat_sectors(self) -> list[int]:
        """Where the table itself lies: 109 places in the header, more in sectors of their own."""
        found = [n for n in struct.unpack_from("<109I", self._content, 76) if n <= _LARGEST]
        (at,) = struct.unpack_from("<I", self._content, 68)
        seen = 0
        while at <= _LARGEST:
            seen += 1
            if seen * self._size > len(self._content):
                raise errors.DamagedFile()
            *more, at = self.table_of([at])
            found += [n for n in more if n <= _LARGEST]
        if len(found) * self._size > len(self._content):
            raise errors.IncompleteFile()
        return found
