"""Every refusal of this room."""

from polakor.base.errors import Refusal


class PersonNotFound(Refusal):
    """No person with that id, or none the actor may see: the answer is the same."""

    number = "registry.001"
    sentence = "There is no such person, or the file belongs to another office."


class PairNotFound(Refusal):
    """No such proposal, or none the actor may see."""

    number = "registry.002"
    sentence = "There is no such pair to decide, or it belongs to another office."


class PairAlreadyDecided(Refusal):
    """Somebody else decided first."""

    number = "registry.003"
    sentence = "Somebody has decided this pair already. Look at the next one."


class DecisionNotFound(Refusal):
    """No such decision, or none the actor may see."""

    number = "registry.004"
    sentence = "There is no such decision, or it belongs to another office."


class DecisionAlreadyUndone(Refusal):
    """The decision was undone before."""

    number = "registry.005"
    sentence = "This decision has been undone already."


class NothingToSearch(Refusal):
    """The search box was empty."""

    number = "registry.006"
    sentence = "Write a name, a number or a phone first."
