"""Every refusal of this room."""

from polakor.base.errors import Refusal


class TallyImpossible(Refusal):
    """A count below zero, or for a day that has not come."""

    number = "journeys.002"
    sentence = "A tally counts people who have crossed: use whole numbers and a day up to today."


class CrossingNotFound(Refusal):
    """No such crossing, or none the actor may see."""

    number = "journeys.003"
    sentence = "There is no such crossing, or it belongs to another office."


class GateNotYours(Refusal):
    """A count for a gate outside the actor's area of duty."""

    number = "journeys.004"
    sentence = "This gate is not in your area of duty. Its own office enters its count."


class EmergencyNotFound(Refusal):
    """No emergency of that code."""

    number = "journeys.005"
    sentence = "There is no emergency with this code."


class EmergencyEndsTooEarly(Refusal):
    """The last day lies before the first."""

    number = "journeys.006"
    sentence = "The last day lies before the first one."
