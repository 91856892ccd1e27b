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


class DocumentNotFound(Refusal):
    """No such document in the file, or none the actor may see."""

    number = "registry.007"
    sentence = "There is no such document in this file, or it belongs to another office."


class DocumentAlreadyCorrected(Refusal):
    """Somebody else corrected it first."""

    number = "registry.008"
    sentence = "This document has been corrected already. Open the file again to see how."


class DocumentKnown(Refusal):
    """The very same document stands in the file."""

    number = "registry.009"
    sentence = "This document stands in the file already. Say there who holds it."


class NotADocument(Refusal):
    """A kind the country pack does not have, or an answer that is no paper."""

    number = "registry.010"
    sentence = "There is no kind of document with the code “%(kind)s”."


class HolderUnknown(Refusal):
    """A holder the country pack does not have."""

    number = "registry.011"
    sentence = "There is no holder of documents with the code “%(holder)s”."


class DayToCome(Refusal):
    """Since a day that has not come."""

    number = "registry.012"
    sentence = "This day has not come yet."


class RelationUnknown(Refusal):
    """A relation the country pack does not have."""

    number = "registry.013"
    sentence = "There is no relation with the code “%(relation)s”."


class SamePerson(Refusal):
    """Both are records of one human."""

    number = "registry.014"
    sentence = "This is the same person. Choose somebody else."


class HouseholdKnown(Refusal):
    """They are linked already."""

    number = "registry.015"
    sentence = "These two are linked already. End that link first to write another relation."


class MembershipNotFound(Refusal):
    """No such link, none in force, or none the actor may see."""

    number = "registry.016"
    sentence = "There is no such link, it has ended already, or it belongs to another office."
