"""Tests the words of a pack: what offices write on lists, by section and by what it means.

The room that reads lists turns them into look-ups; here they are only proven to be sound, so that
a pack whose words cannot be read is refused whole, like one with a broken code.
"""

import re
from collections.abc import Iterator

from polakor.reference.rules.lines import header_lines
from polakor.reference.rules.pack_types import Fault
from polakor.reference.rules.tables import File, Table

WORDS = "words.toml"
_PATTERNS = frozenset({"phone_forms", "document_forms"})


def word_faults(file: File) -> Iterator[Fault]:
    """Faults of a file of words: what is no list of words, and patterns that are none.

    Words for a code that was retired stay: old lists still say them.
    """
    for section, content in file.data.items():
        line = next(iter(header_lines(file.text, f"[{section}]")), 1)
        if not isinstance(content, dict):
            yield Fault(file.name, line, f"{section} must be a section of words")
            continue
        table = Table(file, line, content)
        if section == "country":
            yield from _country_faults(table)
        else:
            yield from _section_faults(table, section in _PATTERNS)


def _section_faults(table: Table, patterns: bool) -> Iterator[Fault]:
    for key, value in table.data.items():
        if not patterns:
            if not _is_words(value):
                yield table.fault(key, f"{key} must be a list of words in quotation marks")
        elif not isinstance(value, str) or not _is_pattern(value):
            yield table.fault(key, f"{key} must be a regular expression in quotation marks")


def _country_faults(table: Table) -> Iterator[Fault]:
    for key, value in table.data.items():
        if key == "code":
            if not isinstance(value, str):
                yield table.fault(key, "code must be in quotation marks")
        elif not _is_words(value):
            yield table.fault(key, f"{key} must be a list of words in quotation marks")


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _is_pattern(value: str) -> bool:
    try:
        re.compile(value)
    except re.error:
        return False
    return True
