"""Sentences for reasons, in Khmer and English, as a clerk would say them."""

from __future__ import annotations

from functools import cache

from namebridge.model import Language, Reason, Script
from namebridge.name_match import part_levels
from namebridge.normalise import parse
from namebridge.reading import rows
from namebridge.readings import forms_of
from namebridge.word_match import SAME

# A name that sounds the same and is worth fewer bits than this is borne by many.
_COMMON_BITS = 10.0
_SAID_OF_SCRIPTS = frozenset({Script.KHMR, Script.LATN, Script.THAI})


@cache
def _sentences() -> dict[str, dict[Language, str]]:
    return {code: {"km": km, "en": en} for code, km, en in rows("reasons.tsv")}


def _sentence(code: str, language: Language) -> str:
    return _sentences().get(code, {}).get(language, code)


def _close_code(reason: Reason) -> str:
    """Which of the two words of names that sound alike is the same, where one is."""
    one, other = (forms_of((parse(value),)) for value in reason.values)
    if not one or not other:
        return reason.code
    family, given = part_levels(one[0], other[0])
    if family >= SAME > given:
        return "family_same_given_close"
    return "given_same_family_close" if given >= SAME > family else reason.code


def _asides(reason: Reason, language: Language) -> list[str]:
    """What is said beside a name: the scripts where they differ, and that many bear it."""
    found = []
    scripts = [parse(value).script for value in reason.values]
    if scripts[0] != scripts[1] and _SAID_OF_SCRIPTS.issuperset(scripts):
        ours, theirs = (_sentence(f"script_{script}", language) for script in scripts)
        template = _sentence("between_scripts", language)
        found.append(template.replace("{a}", ours).replace("{b}", theirs))
    if reason.code.startswith("name_sounds_same") and reason.weight < _COMMON_BITS:
        found.append(_sentence("name_common", language))
    return found


def describe(reason: Reason, language: Language) -> str:
    """One readable sentence for `reason`; the code itself where the table has no sentence.

    Of names it says which part is the same, in which scripts they are written, and whether many
    people bear it: "The family name sounds the same, the given name alike: ... (Thai and Khmer)".
    """
    named = bool(reason.values[0] and reason.values[1]) and "name" in reason.code
    code = reason.code
    if code == "name_sounds_close" and named:
        code = _close_code(reason)
    elif code == "name_sounds_same" and reason.values[0] == reason.values[1]:
        code = "name_written_same"
    sentence = _sentence(code, language)
    sentence = sentence.replace("{a}", reason.values[0]).replace("{b}", reason.values[1])
    asides = _asides(reason, language) if named else []
    return f"{sentence} ({'; '.join(asides)})" if asides else sentence
