"""Tables of this room."""

from polakor.intake.models.attachments import Attachment, AttachmentPart
from polakor.intake.models.conflicts import AnswerConflict, ConflictDecision, FamilyChoice
from polakor.intake.models.devices import Delivery, Device, DeviceStanding, Quarantined
from polakor.intake.models.lists import (
    ListContent,
    ListState,
    Outcome,
    ReceivedList,
    RememberedLayout,
    Sender,
    SentBack,
    Submission,
    SubmissionSource,
    SubmissionState,
)
from polakor.intake.models.tokens import BarredTokens, TokenBatch, TokenClash

__all__ = [
    "AnswerConflict",
    "Attachment",
    "AttachmentPart",
    "BarredTokens",
    "ConflictDecision",
    "Delivery",
    "Device",
    "DeviceStanding",
    "FamilyChoice",
    "ListContent",
    "ListState",
    "Outcome",
    "Quarantined",
    "ReceivedList",
    "RememberedLayout",
    "Sender",
    "SentBack",
    "Submission",
    "SubmissionSource",
    "SubmissionState",
    "TokenBatch",
    "TokenClash",
]
