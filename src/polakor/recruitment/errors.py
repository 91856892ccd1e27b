"""Every refusal of this room."""

from polakor.base.errors import Refusal


class RecruiterNotFound(Refusal):
    """No such agency, sub-agent or broker."""

    number = "recruitment.001"
    sentence = "There is no agency or broker with this number."


class RecruiterKnown(Refusal):
    """One of the same kind is registered under that name. ``number``: theirs."""

    number = "recruitment.002"
    sentence = "This name is in the register already, under the number %(number)s."


class ReasonMissing(Refusal):
    """An act without its reason."""

    number = "recruitment.003"
    sentence = "Write in a few words why."


class ActNotPossible(Refusal):
    """An act that does not fit what holds on that day (``rules/licences.py``)."""

    number = "recruitment.004"
    sentence = (
        "This cannot be decided: on that day the agency's standing does not allow it. "
        "Look at its history of decisions."
    )


class EndsBeforeItBegins(Refusal):
    """A period whose last day comes before its first."""

    number = "recruitment.005"
    sentence = "The last day comes before the first. Check the dates."


class DayToCome(Refusal):
    """Something is said to have happened on a day that has not come."""

    number = "recruitment.006"
    sentence = "This day has not come yet. Check the date."


class ActUndone(Refusal):
    """The decision was taken back already."""

    number = "recruitment.007"
    sentence = "This decision was taken back already."


class CodeUnknown(Refusal):
    """A country, sector, association, item or act the pack does not know. ``code``: which."""

    number = "recruitment.008"
    sentence = "The country pack does not know “%(code)s”. Choose one from the list."


class NotMoney(Refusal):
    """An amount that is not above nothing, or a currency the pack does not know."""

    number = "recruitment.009"
    sentence = "Write an amount above nothing, in one of the currencies of the list."


class NotAnAgency(Refusal):
    """Licences, deposits and inspections are of agencies."""

    number = "recruitment.010"
    sentence = "Only an agency can be licensed. A sub-agent works under one, a broker has none."


class MoreThanThereIs(Refusal):
    """More is drawn or given back than the deposit holds. ``left``: what it holds."""

    number = "recruitment.011"
    sentence = "The deposit holds %(left)s only."


class InspectionNotFound(Refusal):
    """No such inspection, or no such correction in it."""

    number = "recruitment.012"
    sentence = "There is no such inspection."


class NothingSeen(Refusal):
    """An inspection in which no item was answered."""

    number = "recruitment.013"
    sentence = "Answer at least one point of the checklist."


class FindingMissing(Refusal):
    """A point that is not met, without a word of what was found. ``item``: which."""

    number = "recruitment.014"
    sentence = "Say what was found at “%(item)s”."


class CorrectionDone(Refusal):
    """The correction was closed already."""

    number = "recruitment.015"
    sentence = "This was put right already."


class EndedAlready(Refusal):
    """What is to be ended has ended."""

    number = "recruitment.016"
    sentence = "This has ended already."


class ReferenceUnknown(Refusal):
    """A reference of the public register that was never given out, or is mistyped."""

    number = "recruitment.017"
    sentence = "This reference was not given out by the register. Compare it letter by letter."
