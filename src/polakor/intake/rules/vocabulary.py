"""The words of a country's lists, loaded from its pack, ready to be looked up.

Nothing of any country stands in the code: the pack's `words.toml` says which words mean a name,
a sex, a lost document, a total; how provinces are spelt by neighbours; which phones are local.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from polakor.intake.rules.text import fold, is_latin, tokens

Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Word lists by table and key, as the pack writes them, and look-ups made from them.

    Compared by identity: one is loaded per pack and passed around.
    """

    country: str
    place_prefixes: tuple[str, ...]
    phone_regions: tuple[str, ...]
    phone_forms: Mapping[str, str]
    document_forms: Mapping[str, str]
    tables: Mapping[str, Words]

    @classmethod
    def from_toml(cls, *texts: str) -> Self:
        """Load one or several `words.toml` texts; lists of later texts are added to earlier ones.

        Raises `tomllib.TOMLDecodeError`, or `ValueError` naming the table that is not as expected.
        """
        tables: dict[str, dict[str, tuple[str, ...]]] = {}
        country: dict[str, Any] = {}
        forms: dict[str, dict[str, str]] = {"phone_forms": {}, "document_forms": {}}
        for text in texts:
            for name, content in tomllib.loads(text).items():
                if name == "country":
                    country.update(content)
                elif name in forms:
                    forms[name].update(_patterns(name, content))
                else:
                    _add(tables.setdefault(name, {}), name, content)
        return cls(
            country=str(country.get("code", "")),
            place_prefixes=tuple(country.get("place_prefixes", ())),
            phone_regions=tuple(country.get("phone_regions", ())),
            phone_forms=forms["phone_forms"],
            document_forms=forms["document_forms"],
            tables=tables,
        )

    def also(self, more: Mapping[str, Words]) -> Self:
        """The same vocabulary with words added to its tables; its own words keep their meaning."""
        tables = {name: dict(words) for name, words in self.tables.items()}
        for name, words in more.items():
            known = tables.setdefault(name, {})
            for key, added in words.items():
                known[key] = _unique((*known.get(key, ()), *added))
        return replace(self, tables=tables)

    def words(self, table: str, key: str | None = None) -> tuple[str, ...]:
        """The words of one key of a table, or of the whole table; () where the pack has none."""
        content = self.tables.get(table, {})
        if key is not None:
            return content.get(key, ())
        return tuple(word for words in content.values() for word in words)

    def lookup(self, table: str) -> Mapping[str, str]:
        """Folded word → key of `table`, the first writer of a word winning."""
        if table not in self._lookups:
            self._lookups[table] = self._make_lookup(table)
        return self._lookups[table]

    def folded(self, table: str, key: str) -> tuple[str, ...]:
        """The folded words of one key, longest first."""
        name = f"{table}/{key}"
        if name not in self._folded:
            found = {fold(word) for word in self.words(table, key)} - {""}
            self._folded[name] = tuple(sorted(found, key=lambda word: (-len(word), word)))
        return self._folded[name]

    def heading_words(self, table: str) -> tuple["HeadingWord", ...]:
        """The words of a table of headings, prepared for matching."""
        if table not in self._headings:
            self._headings[table] = tuple(
                HeadingWord(key, fold(word), tokens(word) if is_latin(word) else ())
                for key, words in self.tables.get(table, {}).items()
                for word in words
                if fold(word)
            )
        return self._headings[table]

    def _make_lookup(self, table: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, words in self.tables.get(table, {}).items():
            # A key is a word too ("nid"), unless it is a number such as the code of a place.
            for word in words if key.isdecimal() else (*words, key):
                found.setdefault(fold(word) or word.strip(), key)
        return found

    @cached_property
    def _lookups(self) -> dict[str, Mapping[str, str]]:
        return {}

    @cached_property
    def _folded(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _headings(self) -> dict[str, tuple["HeadingWord", ...]]:
        return {}


@dataclass(frozen=True, slots=True)
class HeadingWord:
    """A word of a heading: what it means, folded, and its parts where its script cuts words."""

    key: str
    folded: str
    parts: tuple[str, ...]


def _patterns(table: str, content: object) -> dict[str, str]:
    if not isinstance(content, dict) or not all(isinstance(p, str) for p in content.values()):
        raise ValueError(f"[{table}] must name one pattern per key")
    for pattern in content.values():
        re.compile(pattern)
    return content


def _add(into: dict[str, tuple[str, ...]], table: str, content: object) -> None:
    if not isinstance(content, dict):
        raise ValueError(f"[{table}] must be a table of word lists")
    for key, words in content.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ValueError(f"[{table}] {key} must be a list of words")
        into[key] = _unique((*into.get(key, ()), *words))


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
