"""Tables of this room."""

from polakor.assistance.models.arrivals import Arrival, ArrivalCode, GuessPace
from polakor.assistance.models.distributions import Distribution, DistributionCancelled
from polakor.assistance.models.health import QuarantineStay, QuarantineTest
from polakor.assistance.models.rumours import Rumour, RumourAnswer
from polakor.assistance.models.sites import Desk, Shift, Site
from polakor.assistance.models.travel import Party, PartyMember, Seat, Trip, Vehicle

__all__ = [
    "Arrival",
    "ArrivalCode",
    "Desk",
    "Distribution",
    "DistributionCancelled",
    "GuessPace",
    "Party",
    "PartyMember",
    "QuarantineStay",
    "QuarantineTest",
    "Rumour",
    "RumourAnswer",
    "Seat",
    "Shift",
    "Site",
    "Trip",
    "Vehicle",
]
