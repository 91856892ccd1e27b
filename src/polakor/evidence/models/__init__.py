"""Tables of this room."""

from polakor.evidence.models.rollups import (
    ByDay,
    ByDestination,
    ByHour,
    ByMonth,
    ByProfile,
    ByYears,
    GateNews,
    LogPlace,
    PersonsAgain,
    PersonsByProvince,
    Watch,
)

__all__ = [
    "ByDay",
    "ByDestination",
    "ByHour",
    "ByMonth",
    "ByProfile",
    "ByYears",
    "GateNews",
    "LogPlace",
    "PersonsAgain",
    "PersonsByProvince",
    "Watch",
]
