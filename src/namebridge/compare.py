"""Compares two identities, feature by feature, and says why.

Weights are added in the manner of Fellegi and Sunter: each finding moves the odds by its bits.
The verdict "same" is not a matter of points alone: it needs the gate of `_certain`.
"""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import DamerauLevenshtein

from namebridge.facts import Birth, birth, document_numbers
from namebridge.model import Comparison, Identity, Reason, Verdict
from namebridge.name_match import NameMatch, match_names, reason_of
from namebridge.reading import rows

# Odds that two records met by a shared key are one person, before anything is compared (bits).
PRIOR = -14.5
SAME_WEIGHT, MAYBE_WEIGHT = 8.0, -3.0
_AGAINST_ALLOWED = -0.6
_LONG_NUMBER = 7
# Kinds whose number stays with a person for life; others are renewed with a new number.
_LASTING = frozenset({"nid", "birth_cert"})
# Bits of a name that few people of one commune, or of one country and one date of birth, share.
_UNCOMMON_NAME, _RARE_NAME = 10.5, 12.0
_YEAR_AGREES = frozenset({"birth_date_same", "birth_month_same", "birth_year_same"})
_YEAR_NEAR = frozenset({"birth_year_near_age", "birth_year_off"})
_NEAR_PLACE = frozenset({"same_village", "same_commune"})


@cache
def _weights() -> dict[str, tuple[bool | None, float]]:
    supports = {"yes": True, "no": False, "-": None}
    return {code: (supports[how], float(weight)) for code, how, weight in rows("weights.tsv")}


def _reason(code: str, one: str, other: str) -> Reason:
    supports, weight = _weights()[code]
    return Reason(code, supports, weight, (one, other))


def _compare_sex(a: Identity, b: Identity) -> Reason | None:
    if a.sex not in (1, 2) or b.sex not in (1, 2):
        return None
    return _reason("sex_same" if a.sex == b.sex else "sex_differs", str(a.sex), str(b.sex))


def _written(born: Birth) -> str:
    parts = [f"{born.year:04}"]
    parts += [f"{part:02}" for part in (born.month, born.day) if part]
    return "-".join(parts)


def _birth_code(a: Birth, b: Birth) -> str:
    apart = abs(a.year - b.year)
    if apart == 0:
        return _birth_code_same_year(a, b)
    if apart == 1:
        return "birth_year_near_age" if a.from_age or b.from_age else "birth_year_off"
    if apart == 2:
        return "birth_year_two_off"
    return "birth_year_far" if apart <= 4 else "birth_year_differs"


def _birth_code_same_year(a: Birth, b: Birth) -> str:
    if not a.month or not b.month:
        return "birth_year_same"
    if a.day and b.day:
        if (a.month, a.day) == (b.month, b.day):
            return "birth_date_same"
        if (a.month, a.day) == (b.day, b.month):
            return "birth_day_month_swapped"
        return "birth_day_differs"
    return "birth_month_same" if a.month == b.month else "birth_day_differs"


def _compare_birth(a: Identity, b: Identity) -> Reason | None:
    one, other = birth(a), birth(b)
    if one is None or other is None:
        return None
    return _reason(_birth_code(one, other), _written(one), _written(other))


def _compare_place(a: str, b: str) -> Reason | None:
    if not a or not b:
        return None
    shared = min(len(a), len(b))
    for length, code in (
        (8, "same_village"),
        (6, "same_commune"),
        (4, "same_district"),
        (2, "same_province"),
    ):
        if shared >= length and a[:length] == b[:length]:
            return _reason(code, a, b)
    return _reason("province_differs", a, b)


def _compare_phone(a: str, b: str) -> Reason | None:
    if not a or not b:
        return None
    return _reason("phone_same" if a == b else "phone_differs", a, b)


def _compare_documents(a: Identity, b: Identity) -> Reason | None:
    ours, theirs = document_numbers(a), document_numbers(b)
    if not ours or not theirs:
        return None
    for number, kind in ours.items():
        if number in theirs and (len(number) >= 6 or theirs[number] == kind):
            return _reason("document_same", number, number)
    pairs = [(x, y) for x in ours for y in theirs if ours[x] == theirs[y]]
    for one, other in pairs:
        if len(one) >= _LONG_NUMBER and DamerauLevenshtein.distance(one, other) == 1:
            return _reason("document_close", one, other)
    for one, other in pairs:
        lasting = ours[one] in _LASTING
        return _reason("id_number_differs" if lasting else "document_differs", one, other)
    return None


def compare(a: Identity, b: Identity) -> Comparison:
    """Probability that `a` and `b` are one person, the verdict and the reasons. Symmetric.

    "same": names agree and either a document number, or the birth date, or year of birth with
    commune or phone, and nothing speaks against it. "new": not worth an officer's look.
    """
    match, contradicted = match_names(a.names, b.names)
    facts = [
        reason
        for reason in (
            _compare_birth(a, b),
            _compare_documents(a, b),
            _compare_phone(a.phone, b.phone),
            _compare_place(a.place, b.place),
            _compare_sex(a, b),
        )
        if reason is not None
    ]
    weight = round(PRIOR + match.weight + sum(reason.weight for reason in facts), 3)
    verdict: Verdict = "maybe" if weight >= MAYBE_WEIGHT else "new"
    certain = weight >= SAME_WEIGHT and _certain(match, facts, contradicted)
    if certain:
        verdict = "same"
    reasons = sorted([reason_of(match), *facts], key=lambda reason: -abs(reason.weight))
    probability = 1 / (1 + 2.0 ** -max(-60.0, min(60.0, weight)))
    return Comparison(probability, verdict, weight, tuple(reasons), certain)


def _certain(match: NameMatch, facts: list[Reason], contradicted: bool) -> bool:
    """The gate of the verdict same: enough independent agreement, and nothing against it.

    Points alone never pass: twins share all but the given name, namesakes all but the date.
    """
    codes = {reason.code for reason in facts}
    against = {reason.code for reason in facts if reason.weight < _AGAINST_ALLOWED}
    if "document_same" in codes:
        return _certain_by_document(match, codes, against - {"province_differs"})
    if contradicted or not match.sure or match.partial:
        return False
    near = bool(codes & _NEAR_PLACE)
    if "birth_date_same" in codes:
        # Passports are renewed; a new number beside all the rest is no contradiction.
        if near or "phone_same" in codes:
            return not against - {"document_differs"}
        around = codes & {"same_district", "same_province"}
        return not against and (bool(around) or match.weight >= _RARE_NAME)
    if against:
        return False
    if codes & {"birth_year_same", "birth_month_same"}:
        return "phone_same" in codes or (near and match.weight >= _UNCOMMON_NAME)
    if "birth_year_near_age" in codes:
        return near and ("phone_same" in codes or match.weight >= _RARE_NAME)
    return False


def _certain_by_document(match: NameMatch, codes: set[str], against: set[str]) -> bool:
    if against or match.code == "part_family_name":
        return False
    if match.sure:
        return bool(codes & (_YEAR_AGREES | _YEAR_NEAR)) or not match.partial
    alike = match.code in ("name_sounds_same", "name_sounds_same_turned", "name_sounds_close")
    return alike and bool(codes & (_YEAR_AGREES | {"birth_year_near_age"}))
