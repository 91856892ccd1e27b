"""The quick screening rule: from flags and needs to who must come, and how soon.

What weighs how much is the country pack's to say (``[screening]`` in ``pack.toml``). How rules
combine is said here: every rule that speaks is a reason, the most urgent wins, and a flag or need
that no rule knows is looked at by a person rather than passed over.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

Urgency = Literal["now", "24h", "72h", "none"]

_ORDER: tuple[Urgency, ...] = ("now", "24h", "72h", "none")
_SAYS_NOTHING = frozenset({"none_observed", "none"})


@dataclass(frozen=True, slots=True)
class ScreeningRule:
    """Speaks when one of ``flags`` or ``needs`` is there and, if given, one of ``and_flags``."""

    code: str
    urgency: Urgency
    flags: frozenset[str]
    needs: frozenset[str]
    and_flags: frozenset[str]

    def speaks(self, flags: frozenset[str], needs: frozenset[str]) -> bool:
        """Whether this rule applies to somebody with these flags and needs."""
        if self.and_flags and not self.and_flags & flags:
            return False
        return bool(self.flags & flags or self.needs & needs)


@dataclass(frozen=True, slots=True)
class ScreeningRules:
    """The pack's rules of one version, and the minutes within which somebody must have come."""

    version: str
    rules: tuple[ScreeningRule, ...]
    due_minutes: Mapping[Urgency, int]

    @classmethod
    def from_pack(cls, section: Mapping[str, Any]) -> "ScreeningRules":
        """Read the ``screening`` section of a pack's settings (checked when the pack came in)."""
        rules: Sequence[Mapping[str, Any]] = section.get("rule", ())
        return cls(
            version=str(section.get("version", "")),
            rules=tuple(
                ScreeningRule(
                    code=str(rule["code"]),
                    urgency=cast(Urgency, rule["urgency"]),
                    flags=frozenset(rule.get("flags", ())),
                    needs=frozenset(rule.get("needs", ())),
                    and_flags=frozenset(rule.get("and_flags", ())),
                )
                for rule in rules
            ),
            due_minutes={
                cast(Urgency, urgency): int(minutes)
                for urgency, minutes in section.get("due_minutes", {}).items()
            },
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """How urgent, when somebody must have come (None if nobody need), and which rules spoke."""

    urgency: Urgency
    due_at: datetime | None
    reasons: tuple[str, ...]


def screening_outcome(
    rules: ScreeningRules, *, flags: Collection[str], needs: Collection[str], seen_at: datetime
) -> Outcome:
    """Who needs somebody, and by when. ``seen_at`` is an aware time; flags and needs are codes.

    Saying "none observed" weighs nothing; saying nothing at all is no need either, and is stored
    as what it is: no screening.
    """
    told = frozenset(flags) - _SAYS_NOTHING, frozenset(needs) - _SAYS_NOTHING
    speaking = [rule for rule in rules.rules if rule.speaks(*told)]
    known_flags = frozenset[str]().union(*(rule.flags for rule in rules.rules))
    known_needs = frozenset[str]().union(*(rule.needs for rule in rules.rules))
    found: list[Urgency] = [rule.urgency for rule in speaking]
    reasons = [rule.code for rule in speaking]
    if told[0] - known_flags or told[1] - known_needs:
        found.append("72h")
        reasons.append("unknown_to_rules")
    if not found:
        return Outcome("none", None, ())
    urgency = min(found, key=_ORDER.index)
    if urgency == "none":
        return Outcome("none", None, tuple(reasons))
    due = seen_at + timedelta(minutes=rules.due_minutes.get(urgency, 0))
    return Outcome(urgency, due, tuple(reasons))
