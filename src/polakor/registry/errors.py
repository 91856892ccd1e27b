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


class SecondOfficerNeeded(Refusal):
    """Where a child, money or a case is touched, two accounts say "same"."""

    number = "registry.030"
    sentence = "You gave the first answer. Another officer has to confirm it."


class NothingTicked(Refusal):
    """A batch without a single pair."""

    number = "registry.031"
    sentence = "Tick at least one pair first."


class BatchNotFound(Refusal):
    """No such batch, or none the actor may see."""

    number = "registry.032"
    sentence = "There are no such answers to take back, or they belong to another office."


class RuleCannotFire(Refusal):
    """A form or the columns of a list leave out what a matching rule needs."""

    number = "registry.033"
    sentence = (
        "With these columns the rule %(rule)s can recognise nobody on this list. Beside the name "
        "it needs a document number, a whole birth date, or a year of birth or an age together "
        "with a home or a phone. Mark such a column, or confirm that the list has none."
    )


class NothingToSearch(Refusal):
    """The search box was empty."""

    number = "registry.006"
    sentence = "Write a name, a number or a phone first."
