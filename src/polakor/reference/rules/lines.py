"""Finds the line a thing stands on: a reader of TOML gives values, and a clerk needs a place."""

import re


def header_lines(text: str, header: str) -> list[int]:
    """Lines (from 1) of every ``header`` such as ``[[entry]]``, in order."""
    wanted = re.compile(rf"\s*{re.escape(header)}\s*(#.*)?")
    return [n for n, line in enumerate(text.splitlines(), 1) if wanted.fullmatch(line)]


def key_line(text: str, key: str, after: int) -> int:
    """Line of ``key =`` in the table whose header is on line ``after`` (0: the file's beginning).

    Where the table has no such key, the line of its header (1 for the file's beginning).
    """
    lines = text.splitlines()
    wanted = re.compile(rf'\s*"?{re.escape(key)}"?\s*=')
    for number in range(after + 1, len(lines) + 1):
        line = lines[number - 1]
        if line.lstrip().startswith("["):
            break
        if wanted.match(line):
            return number
    return max(after, 1)
