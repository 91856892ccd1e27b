"""Compares two identities, feature by feature, and says why."""

from __future__ import annotations

from rapidfuzz import fuzz

from namebridge.model import Comparison, Identity, Reason
from namebridge.sounds import word_sounds


def compare(a: Identity, b: Identity) -> Comparison:
    """Probability that `a` and `b` are one person, the verdict and the reasons; symmetric."""
    best, shown = 0.0, ("", "")
    for one in a.names:
        for other in b.names:
            left = " ".join(sorted(word_sounds(word).skeleton for word in one.words))
            right = " ".join(sorted(word_sounds(word).skeleton for word in other.words))
            score = fuzz.ratio(left, right) / 100
            if score >= best:
                best, shown = score, (one.text, other.text)
    reasons = []
    if best >= 0.9:
        reasons.append(Reason("name_sounds_same", True, 7.0, shown))
    elif best >= 0.7:
        reasons.append(Reason("name_sounds_close", True, 3.0, shown))
    else:
        reasons.append(Reason("name_differs", False, -7.0, shown))
    shared = set(a.documents) & set(b.documents)
    if shared:
        number = min(shared)[1]
        reasons.append(Reason("document_same", True, 12.0, (number, number)))
    weight = sum(reason.weight for reason in reasons) - 10
    probability = 1 / (1 + 2.0 ** -max(-60.0, min(60.0, weight)))
    verdict = "maybe" if probability >= 0.05 else "new"
    return Comparison(probability, "maybe" if verdict == "maybe" else "new", weight, tuple(reasons))
