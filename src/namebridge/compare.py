"""Compares two identities, finding by finding, and says why.

Weights are added in the manner of Fellegi and Sunter, for three explanations of the pair against
"two strangers": one person, one household, namesakes (`weights.py`). The odds of one person against
all the others are the result. `certain` is not a matter of points: it needs the gate below.
"""

from __future__ import annotations

from typing import NamedTuple

from namebridge.facts import (
    Facts,
    beside_code,
    birth_code,
    document_code,
    facts_of,
    phone_code,
    place_code,
    sex_code,
)
from namebridge.model import Comparison, Identity, Reason, Verdict
from namebridge.name_match import NAMES_AGREE, NameMatch, match_names, reason_of
from namebridge.weights import Weight, either, weights
from namebridge.word_shares import PACKAGED, WordShares

# Bits of a name that few people of one commune, or of one country and one date of birth, share.
_UNCOMMON_NAME, _RARE_NAME = 1050, 1200
_DATE_AGREES = frozenset({"birth_date_same", "birth_month_same"})
_YEAR_FITS = frozenset({"birth_year_same", "birth_age_fits"})
_YEAR_NEAR = frozenset({"birth_year_near_age", "birth_year_off", "birth_day_same_year_off"})
_NEAR_PLACE = frozenset({"same_village", "same_commune"})
_AROUND = frozenset({"same_district", "same_province", "other_commune", "other_district"})
# Against these nothing is certain; the rest of what speaks against is looked at one by one.
_MILD = frozenset({"phone_differs", *_AROUND})


class Totals(NamedTuple):
    """Sums of weights in centibits, prior odds left out."""

    person: int
    household: int
    namesake: int


def verdict_of(centibits: int, name_code: str, name_only: bool) -> Verdict:
    """The verdict on one pair alone, by the thresholds of the weights table.

    `name_only`: nothing but names (and sex) could be compared; that is never "same". Names that
    sound the same are worth an officer's look at lower odds than others.
    """
    known = weights()
    if not name_only and centibits >= known["same_from"].person:
        return "same"
    if name_only:
        least = known["name_only_from"].person
    else:
        least = known["look_from" if name_code in NAMES_AGREE else "maybe_from"].person
    return "maybe" if centibits >= least else "new"


def odds(totals: Totals, shift: int) -> int:
    """Centibits of the odds of one person against household, namesakes and strangers together."""
    prior = weights()["prior"]
    others = either(0, totals.household + prior.household + shift)
    others = either(others, totals.namesake + prior.namesake)
    return totals.person + prior.person + shift - others


def _findings(a: Facts, b: Facts, one: Identity, other: Identity) -> list[tuple[str, str, str]]:
    document, ours, theirs = document_code(a, b)
    found = [
        (birth_code(a, b), _written(a), _written(b)),
        (document, ours, theirs),
        (phone_code(a, b), one.phone, other.phone),
        (place_code(a, b), one.place, other.place),
        (sex_code(a, b), str(one.sex), str(other.sex)),
    ]
    return [finding for finding in found if finding[0]]


def _written(facts: Facts) -> str:
    parts = [f"{facts.year:04}"]
    parts += [f"{part:02}" for part in (facts.month, facts.day) if part]
    return "-".join(parts)


def _reason(code: str, one: str, other: str) -> Reason:
    weight = weights()[code]
    return Reason(code, weight.supports, weight.person / 100, (one, other))


def _totals(match: NameMatch, codes: list[str]) -> Totals:
    found: list[Weight] = [weights()[code] for code in codes if code]
    if match.contradicted:
        found.append(weights()["forms_disagree"])
    return Totals(
        match.person + sum(weight.person for weight in found),
        match.household + sum(weight.household for weight in found),
        match.person + sum(weight.namesake for weight in found),
    )


def compare(a: Identity, b: Identity, shares: WordShares = PACKAGED) -> Comparison:
    """Probability that `a` and `b` are one person, the verdict and the reasons. Symmetric.

    `shares` says how common name words are; without it the packaged table does. The verdict is on
    this pair alone: among several candidates for one record, `records.decide` weighs them against
    each other.
    """
    match = match_names(a.names, b.names, shares)
    findings = _findings(facts_of(a), facts_of(b), a, b)
    codes = [code for code, _, _ in findings]
    little = beside_code(codes)
    weight = odds(_totals(match, [*codes, little]), shares.shift)
    if "document_same" in codes:
        # One number under two names is always worth a look: a child on the mother's passport.
        weight = max(weight, weights()["maybe_from"].person)
    reasons = [reason_of(match), *(_reason(*finding) for finding in findings)]
    if little:
        reasons.append(_reason(little, "", ""))
    if match.contradicted:
        reasons.append(_reason("forms_disagree", *match.values))
    reasons.sort(key=lambda reason: -abs(reason.weight))
    probability = 1 / (1 + 2.0 ** -max(-60.0, min(60.0, weight / 100)))
    verdict = verdict_of(weight, match.code, little == "only_name_known")
    certain = verdict == "same" and _certain(match, set(codes))
    return Comparison(probability, verdict, weight / 100, tuple(reasons), certain)


def _certain(match: NameMatch, codes: set[str]) -> bool:
    """The gate of `certain`: enough independent agreement, and nothing against it.

    Points alone never pass: twins share all but the given name, namesakes all but the date.
    """
    against = {code for code in codes - _MILD if weights()[code].supports is False}
    against |= codes & {"birth_day_or_month_differs"}
    if "document_same" in codes:
        return _certain_by_document(match, codes, against - {"province_differs"})
    if match.contradicted or not match.sure or match.partial:
        return False
    near = bool(codes & _NEAR_PLACE)
    if "birth_date_same" in codes:
        # Passports are renewed; a new number beside all the rest is no contradiction.
        if near or "phone_same" in codes:
            return not against - {"document_differs"}
        around = codes & {"same_district", "same_province"}
        return not against and (bool(around) or match.rarity >= _RARE_NAME)
    if against:
        return False
    if codes & {"birth_year_same", "birth_month_same"}:
        return "phone_same" in codes or (near and match.rarity >= _UNCOMMON_NAME)
    if codes & {"birth_age_fits", "birth_year_near_age"}:
        return near and ("phone_same" in codes or match.rarity >= _RARE_NAME)
    return False


def _certain_by_document(match: NameMatch, codes: set[str], against: set[str]) -> bool:
    if against or match.code == "part_family_name":
        return False
    if match.sure:
        return bool(codes & (_DATE_AGREES | _YEAR_FITS | _YEAR_NEAR)) or not match.partial
    alike = match.code in ("name_sounds_same", "name_sounds_same_turned", "name_sounds_close")
    return alike and bool(codes & (_DATE_AGREES | _YEAR_FITS | {"birth_year_near_age"}))
