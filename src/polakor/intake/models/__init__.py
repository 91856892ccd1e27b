"""Tables of this room."""

from polakor.intake.models.lists import (
    ListContent,
    ListState,
    ReceivedList,
    RememberedLayout,
    Sender,
    SentBack,
    Submission,
    SubmissionSource,
    SubmissionState,
)

__all__ = [
    "ListContent",
    "ListState",
    "ReceivedList",
    "RememberedLayout",
    "Sender",
    "SentBack",
    "Submission",
    "SubmissionSource",
    "SubmissionState",
]
