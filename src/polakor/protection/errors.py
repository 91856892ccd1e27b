"""Every refusal of this room."""

from polakor.base.errors import Refusal


class ScreeningNotFound(Refusal):
    """No such screening, or none the actor may see."""

    number = "protection.001"
    sentence = "There is no such entry, or it belongs to another office."


class ScreeningAlreadyAnswered(Refusal):
    """Somebody else took it."""

    number = "protection.002"
    sentence = "Somebody is looking after this person already."


class AnswerMissing(Refusal):
    """Closing without saying what was done."""

    number = "protection.003"
    sentence = "Write in a few words what was done."
