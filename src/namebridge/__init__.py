"""Names of one person in Khmer, Latin and Thai letters: clean them, key them, compare them.

A pure library: no database, no framework, no network. See README.md for the method.
"""

from namebridge.compare import compare
from namebridge.explain import describe
from namebridge.keys import keys, search_keys
from namebridge.model import Comparison, Identity, Name, Reason, Script
from namebridge.normalise import clean, parse

__all__ = [
    "Comparison",
    "Identity",
    "Name",
    "Reason",
    "Script",
    "clean",
    "compare",
    "describe",
    "keys",
    "parse",
    "search_keys",
]
