"""Tables of this room."""

from polakor.journeys.models.crossings import INWARD, OUTWARD, Crossing, CrossingWithdrawal
from polakor.journeys.models.tallies import Emergency, GateTally

__all__ = ["INWARD", "OUTWARD", "Crossing", "CrossingWithdrawal", "Emergency", "GateTally"]
