"""Tables of this room, one file per subject."""

from polakor.recruitment.models.inspections import Correction, Finding, Inspection
from polakor.recruitment.models.ledger import LedgerRoot, LedgerRow
from polakor.recruitment.models.licences import (
    DepositEntry,
    LicenceAct,
    LicenceActUndone,
    Measure,
    Permit,
)
from polakor.recruitment.models.money import Cost, Debt, Refund, Statement
from polakor.recruitment.models.orders import JobOrder, OrderDecision
from polakor.recruitment.models.placements import (
    Contract,
    Placement,
    StateChange,
    TermsFinding,
    TermsTold,
)
from polakor.recruitment.models.recruiters import (
    Membership,
    Office,
    OtherName,
    Recruiter,
    Responsible,
)

__all__ = [
    "Contract",
    "Correction",
    "Cost",
    "Debt",
    "DepositEntry",
    "Finding",
    "Inspection",
    "JobOrder",
    "LedgerRoot",
    "LedgerRow",
    "LicenceAct",
    "LicenceActUndone",
    "Measure",
    "Membership",
    "Office",
    "OrderDecision",
    "OtherName",
    "Permit",
    "Placement",
    "Recruiter",
    "Refund",
    "Responsible",
    "StateChange",
    "Statement",
    "TermsFinding",
    "TermsTold",
]
