"""Tables of this room."""

from polakor.intake.models.lists import (
    ListContent,
    ListState,
    ReceivedList,
    RememberedLayout,
    Sender,
    Submission,
    SubmissionState,
)

__all__ = [
    "ListContent",
    "ListState",
    "ReceivedList",
    "RememberedLayout",
    "Sender",
    "Submission",
    "SubmissionState",
]
