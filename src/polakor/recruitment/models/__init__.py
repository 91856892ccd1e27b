"""Tables of this room, one file per subject."""

from polakor.recruitment.models.inspections import Correction, Finding, Inspection
from polakor.recruitment.models.licences import (
    DepositEntry,
    LicenceAct,
    LicenceActUndone,
    Measure,
    Permit,
)
from polakor.recruitment.models.recruiters import (
    Membership,
    Office,
    OtherName,
    Recruiter,
    Responsible,
)

__all__ = [
    "Correction",
    "DepositEntry",
    "Finding",
    "Inspection",
    "LicenceAct",
    "LicenceActUndone",
    "Measure",
    "Membership",
    "Office",
    "OtherName",
    "Permit",
    "Recruiter",
    "Responsible",
]
