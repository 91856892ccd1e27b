"""Sanctions and rewards, and which of them everybody may read."""

SANCTIONS = ("warning", "fine", "referred")
REWARDS = ("praise", "priority")
MEASURES = (*SANCTIONS, *REWARDS)
PUBLIC_MEASURES = tuple(kind for kind in MEASURES if kind != "referred")
"""A referral to court proves nothing yet, and is not told to everybody."""
