"""Tables of this room."""

from polakor.registry.models.health import RuleCheck
from polakor.registry.models.matches import MatchCandidate, MatchDecision, Registering, Verdict
from polakor.registry.models.names import NameReading, NameWord, SearchPace
from polakor.registry.models.persons import (
    ClusterMove,
    Custody,
    Document,
    Household,
    HouseholdMember,
    NameKey,
    Person,
    PersonName,
    Phone,
    Told,
)

__all__ = [
    "ClusterMove",
    "Custody",
    "Document",
    "Household",
    "HouseholdMember",
    "MatchCandidate",
    "MatchDecision",
    "NameKey",
    "NameReading",
    "NameWord",
    "Person",
    "PersonName",
    "Phone",
    "Registering",
    "RuleCheck",
    "SearchPace",
    "Told",
    "Verdict",
]
