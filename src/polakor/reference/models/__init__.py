"""Tables of this room."""

from polakor.reference.models.codes import Code, PackState
from polakor.reference.models.forms import FormVersion
from polakor.reference.models.gates import Gate, GateStatusPeriod
from polakor.reference.models.places import Place, PlaceDefect

__all__ = [
    "Code",
    "FormVersion",
    "Gate",
    "GateStatusPeriod",
    "PackState",
    "Place",
    "PlaceDefect",
]
