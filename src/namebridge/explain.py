"""Sentences for reasons, in Khmer and English."""

from __future__ import annotations

from functools import cache

from namebridge.model import Language, Reason
from namebridge.reading import rows


@cache
def _sentences() -> dict[str, dict[Language, str]]:
    return {code: {"km": km, "en": en} for code, km, en in rows("reasons.tsv")}


def describe(reason: Reason, language: Language) -> str:
    """One readable sentence for `reason`; the code itself where the table has no sentence."""
    sentence = _sentences().get(reason.code, {}).get(language, reason.code)
    return sentence.replace("{a}", reason.values[0]).replace("{b}", reason.values[1])
