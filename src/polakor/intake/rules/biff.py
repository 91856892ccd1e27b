"""The records of an old workbook, looked at before a parser makes room for what they claim.

A record of fourteen bytes can claim four thousand million rows; the parser would ask the system
for all of them at once and take the whole process down with it.
Source: [MS-XLS], Excel Binary File Format.
"""

import struct

from polakor.intake import errors
from polakor.intake.rules.workbooks import Limits

_ROWS, _COLUMNS = 65_536, 256  # the most this format can hold
_DIMENSIONS, _SHARED_STRINGS, _SEVERAL = 0x0200, 0x00FC, 0x00BD
_CELLS = frozenset({0x0203, 0x0204, 0x00FD, 0x027E, 0x0006, 0x0205, 0x00D6, _SEVERAL})


def check_records(stream: bytes, limits: Limits) -> None:
    """Raise `DamagedFile` for claims beyond the format, `TooManyRows` for those beyond `limits`."""
    at, end = 0, len(stream)
    while at + 4 <= end:
        kind, size = struct.unpack_from("<HH", stream, at)
        body = at + 4
        if kind in _CELLS and size >= 6 and body + size <= end:
            row, column = struct.unpack_from("<HH", stream, body)
            if kind == _SEVERAL:
                (column,) = struct.unpack_from("<H", stream, body + size - 2)
            _check_cell(row, column, limits)
        elif kind == _DIMENSIONS:
            _check_dimensions(stream[body : body + size])
        elif kind == _SHARED_STRINGS and size >= 8 and body + 8 <= end:
            _, unique = struct.unpack_from("<II", stream, body)
            if unique > end:
                raise errors.DamagedFile()
        at = body + size


def _check_dimensions(body: bytes) -> None:
    """First and last row and column; the two sizes are those of older and newer versions."""
    shape = {10: "<HHHH", 14: "<IIHH"}.get(len(body))
    if shape is None:
        raise errors.DamagedFile()
    top, bottom, left, right = struct.unpack_from(shape, body)
    if bottom > _ROWS or right > _COLUMNS or top > bottom or left > right:
        raise errors.DamagedFile()


def _check_cell(row: int, column: int, limits: Limits) -> None:
    if column >= _COLUMNS:
        raise errors.DamagedFile()
    if row >= limits.max_rows:
        raise errors.TooManyRows(limit=limits.max_rows)
