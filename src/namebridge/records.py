"""Comparing in bulk: columns of many identities, scores of many pairs, decisions among candidates.

    tokens = Tokens()                              # shared by both sides
    register = Records.of(register_identities, tokens)
    rows = Records.of(list_identities, tokens)
    words = TokenPairs(tokens, register.word_shares())   # made once all tokens are known
    scores = score(rows, register, i, j, words)    # pairs rows[i[k]] ~ register[j[k]]
    # candidates of one row against each other
    decisions = decide(i, j, scores.weight, name_only=scores.name_only)

- `Records` (columns.py) says what each column holds. An engine that has columns already builds it
  without `Identity` objects: tokens through `Tokens.add(words)` (clean, casefolded words), facts by
  the rules of `facts.py`. `Records.of` does the same from identities.
- `score` gives for each pair exactly what `compare(a, b, shares)` gives: `Scores.weight` are the
  centibits of `Comparison.weight`, `name` and `facts` the numbers of its reason codes
  (`NAME_CODES`, `FACT_CODES`); `codes_of` makes an explanation of them without comparing again.
- `TokenPairs` says what pairs of tokens are worth. Keep one for all chunks of a run: it holds every
  token ready for aligning. Its `WordShares` carries the size of the register too: in a larger one
  chance agrees oftener, and the odds begin lower.
- `decide` needs all candidates of a row in one call; rows may be split over calls as one likes.

Everything is whole numbers, so any split into chunks, any order of pairs and any machine gives the
same result to the last row. Memory is linear in records, tokens and pairs.
"""

from __future__ import annotations

from namebridge.columns import NONE, Records, Tokens
from namebridge.competition import VERDICTS, Decisions, decide
from namebridge.fact_codes import FACT_CODES, FACTS
from namebridge.name_match import NAME_CODES
from namebridge.scoring import Scores, score
from namebridge.token_pairs import TokenPairs
from namebridge.word_shares import PACKAGED, WordShares


def codes_of(scores: Scores, pair: int) -> tuple[str, ...]:
    """Reason codes of one pair: the name first, then the facts that are known."""
    facts = (FACT_CODES[number] for number in scores.facts[pair].tolist() if number)
    found = (NAME_CODES[int(scores.name[pair])], *facts)
    return (*found, "forms_disagree") if scores.contradicted[pair] else found


__all__ = [
    "FACTS",
    "FACT_CODES",
    "NAME_CODES",
    "NONE",
    "PACKAGED",
    "VERDICTS",
    "Decisions",
    "Records",
    "Scores",
    "TokenPairs",
    "Tokens",
    "WordShares",
    "codes_of",
    "decide",
    "score",
]
