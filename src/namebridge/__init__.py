"""Names of one person in Khmer, Latin and Thai: clean, key, compare, find and write them.

A pure library: no database, no framework, no network. See README.md for the method.
"""

from namebridge.compare import compare
from namebridge.explain import describe
from namebridge.keys import keys, search_keys
from namebridge.model import Comparison, Identity, Name, Reason, Script
from namebridge.normalise import clean, parse, shape
from namebridge.retrieve import NameIndex
from namebridge.variants import Variant, variants
from namebridge.vocabulary import Vocabulary

__all__ = [
    "Comparison",
    "Identity",
    "Name",
    "NameIndex",
    "Reason",
    "Script",
    "Variant",
    "Vocabulary",
    "clean",
    "compare",
    "describe",
    "keys",
    "parse",
    "search_keys",
    "shape",
    "variants",
]
