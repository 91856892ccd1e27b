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


class OrderNotFound(Refusal):
    """No such job order, or not of this agency."""

    number = "recruitment.018"
    sentence = "There is no job order with this number."


class PlacementNotFound(Refusal):
    """No such placement, or not of this agency."""

    number = "recruitment.019"
    sentence = "There is no placed worker with this number."


class MayNotRecruit(Refusal):
    """The agency has no licence that runs, or none for that country, on that day."""

    number = "recruitment.020"
    sentence = "On this day the agency may not send people to this country. Look at its licence."


class TermAbsurd(Refusal):
    """A term nobody can mean. ``term``: which, by its name in ``rules/terms.py``."""

    number = "recruitment.021"
    sentence = "This cannot be right: %(term)s. Check the number."


class OrderNotOpen(Refusal):
    """The order was decided already, refused, withdrawn or closed."""

    number = "recruitment.022"
    sentence = "This job order is not open for that any more. Look at where it stands."


class DecidedAlready(Refusal):
    """The officer declared this order or decided about it already; another one must."""

    number = "recruitment.023"
    sentence = "Another officer must decide: you declared this order or decided about it already."


class QuotaFull(Refusal):
    """More would sign, be cleared or leave than may. ``most``: how many may."""

    number = "recruitment.024"
    sentence = "This is one more than may: %(most)s. Nothing was entered."


class WorkerNotThere(Refusal):
    """The worker is not at the step that comes before."""

    number = "recruitment.025"
    sentence = "This worker is not at the step that comes before, or has taken this one already."


class PlacedElsewhere(Refusal):
    """The worker is bound by another contract that has not ended."""

    number = "recruitment.026"
    sentence = "This worker is bound by another contract that has not ended."


class FindingsOpen(Refusal):
    """Something found in the contract stops the worker from going. ``count``: how many."""

    number = "recruitment.027"
    sentence = (
        "Something found in the contract must be answered first: %(count)s. Look at the contract."
    )


class FindingAnswered(Refusal):
    """The finding was answered already, or is not one of this placement."""

    number = "recruitment.028"
    sentence = "This was answered already."


class NothingToUndo(Refusal):
    """There is no such row in the ledger, or it was undone, or others stand on it."""

    number = "recruitment.029"
    sentence = "This step cannot be taken back: it was already, or a later step stands on it."


class NobodyOfAge(Refusal):
    """A worker under the age of the pack can never be cleared."""

    number = "recruitment.030"
    sentence = "This worker is a minor at the start of the work and cannot be sent."


class ContractMissing(Refusal):
    """Nobody is cleared without a contract with the employer."""

    number = "recruitment.032"
    sentence = "The contract with the employer is not entered yet."


class LedgerBroken(Refusal):
    """A row of the ledger was not written by this system. ``order`` and ``place``: which."""

    number = "recruitment.031"
    sentence = "The ledger of the order %(order)s does not hold at row %(place)s."


class AnswerUnknown(Refusal):
    """An answer that is none of those known. ``code``: which."""

    number = "recruitment.033"
    sentence = "“%(code)s” is none of the answers. Choose one from the list."


class NotYoursToTell(Refusal):
    """An agency tells what it declares of its own worker, and nothing in a worker's name."""

    number = "recruitment.034"
    sentence = "An agency declares its own costs. What the worker says is told by the worker."


class RefundNotFound(Refusal):
    """No such cost, or no such claim."""

    number = "recruitment.035"
    sentence = "There is no such cost to ask back."


class RefundNotPossible(Refusal):
    """More is asked back or paid than the cost was, or the claim has ended. ``most``: how much."""

    number = "recruitment.036"
    sentence = "No more than %(most)s can be asked back or paid here, and only while it is open."
