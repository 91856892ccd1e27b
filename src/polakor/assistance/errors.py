"""Every refusal of this room."""

from polakor.base.errors import Refusal


class SiteNotFound(Refusal):
    """No such site."""

    number = "assistance.001"
    sentence = "There is no such site."


class SiteNotYours(Refusal):
    """The site lies outside the actor's area of duty."""

    number = "assistance.002"
    sentence = "This site is not in your area of duty. Its own officers do this."


class SiteClosed(Refusal):
    """The site is closed, or people are still there who would be forgotten."""

    number = "assistance.003"
    sentence = "This site is closed, or people are still there. Send everybody on before closing."


class SiteKnown(Refusal):
    """A site of that name is open at that place."""

    number = "assistance.004"
    sentence = "A site of this name is open there already."


class ShiftClashes(Refusal):
    """The account is on duty at another desk in those hours."""

    number = "assistance.005"
    sentence = "This officer is at another desk in these hours."


class FamilyUnknown(Refusal):
    """Neither a token nor a number that leads to somebody, and no number of people."""

    number = "assistance.006"
    sentence = (
        "Nobody is known by this token or number. Check it, or write how many people they are."
    )


class AlreadyOnTheWay(Refusal):
    """The family, the token or one of the people waits or travels already."""

    number = "assistance.007"
    sentence = "This family, or somebody of it, is already waiting at a site or on a trip."


class PartyNotFound(Refusal):
    """No such party, or none the actor may see."""

    number = "assistance.008"
    sentence = "There is no such family on its way, or it belongs to another office."


class PartyNotWaiting(Refusal):
    """The party sits on a trip or has gone."""

    number = "assistance.009"
    sentence = "This family is not waiting here any more. Look at the list again."


class TripNotFound(Refusal):
    """No such trip."""

    number = "assistance.010"
    sentence = "There is no such trip."


class TripLocked(Refusal):
    """The trip has left or was cancelled: its manifest does not change."""

    number = "assistance.011"
    sentence = "This trip has left or was cancelled. Its list of passengers cannot be changed."


class TripFull(Refusal):
    """Not enough seats for the whole family."""

    number = "assistance.012"
    sentence = (
        "There are not enough free seats for the whole family: %(free)s free, %(people)s needed."
    )


class TripEmpty(Refusal):
    """Nobody sits in it."""

    number = "assistance.013"
    sentence = "Nobody is on this trip yet. Put somebody on it, or cancel it."


class VehicleBusy(Refusal):
    """The vehicle waits for another trip."""

    number = "assistance.014"
    sentence = "This vehicle is already waiting for another trip."


class VehicleKnown(Refusal):
    """A vehicle of that name is in use."""

    number = "assistance.015"
    sentence = "A vehicle with this name is in use already."


class ReasonMissing(Refusal):
    """Taking something back without saying why."""

    number = "assistance.016"
    sentence = "Write in a few words why."


class CodeRefused(Refusal):
    """A paper code that is wrong, used, barred or too old: the answer is the same."""

    number = "assistance.017"
    sentence = (
        "This code is not right, was used already or is too old."
        " Ask the office that sent the trip for a new one."
    )


class TooManyGuesses(Refusal):
    """Too many wrong codes from one place."""

    number = "assistance.018"
    sentence = "Too many wrong codes. Wait a few minutes and type the code again slowly."


class TripNotOnTheWay(Refusal):
    """Arrivals are said of trips that have left."""

    number = "assistance.019"
    sentence = "This trip has not left yet, or everybody on it is accounted for."


class ItemUnknown(Refusal):
    """The pack has no such thing to give."""

    number = "assistance.020"
    sentence = "There is no such thing to give. Choose one from the list."


class AlreadyGiven(Refusal):
    """The rule allows it once. ``receipt``, ``when``: of the first one."""

    number = "assistance.021"
    sentence = "This was given already: receipt %(receipt)s, %(when)s."


class DistributionNotFound(Refusal):
    """No such distribution, or none the actor may see."""

    number = "assistance.022"
    sentence = "There is no such receipt, or it belongs to another office."


class AlreadyCancelled(Refusal):
    """Somebody took it back already."""

    number = "assistance.023"
    sentence = "This was cancelled already."


class RumourNotFound(Refusal):
    """No such rumour."""

    number = "assistance.024"
    sentence = "There is no such rumour in the log."


class HealthModeOff(Refusal):
    """The country pack has health measures switched off."""

    number = "assistance.025"
    sentence = "Health measures are switched off. The country pack says when they are on."


class StayNotFound(Refusal):
    """No such stay, or none the actor may see."""

    number = "assistance.026"
    sentence = "There is no such stay, or it belongs to another office."


class BedTaken(Refusal):
    """The bed or the person is in a stay already."""

    number = "assistance.027"
    sentence = "This bed is taken, or this person is in quarantine already."


class NotToBeReleased(Refusal):
    """Tests are missing, not negative, or the days have not passed."""

    number = "assistance.028"
    sentence = "Not yet: release needs %(tests)s negative tests in a row, and the day %(until)s."


class SameIdOtherGift(Refusal):
    """An id made on a device names another distribution already."""

    number = "assistance.029"
    sentence = "This form was sent before with something else in it. Open a new one."


class TokenSlip(Refusal):
    """What was typed is no token: a letter is wrong or missing."""

    number = "assistance.030"
    sentence = "A letter of this token or number is wrong or missing. Look at the paper once more."


class TokenForeign(Refusal):
    """A paper of somebody else."""

    number = "assistance.031"
    sentence = (
        "This is not one of our papers. Give the family one of ours, or type a person's number."
    )


class TokenForged(Refusal):
    """It says it is ours and was never printed."""

    number = "assistance.032"
    sentence = "This paper was not printed by us. Give the family another."


class TokenBarred(Refusal):
    """Printed by us, then lost or stolen."""

    number = "assistance.033"
    sentence = (
        "This paper was barred: %(reason)s. Take it in, give the family another, and type a "
        "person's number."
    )


class TokenOfSeveral(Refusal):
    """One paper, several families: which of them stands here, it does not say."""

    number = "assistance.034"
    sentence = (
        "Several families were written down under this paper. Type the number of one of the "
        "people here."
    )
