"""Every refusal of this room."""

from polakor.base.errors import Refusal


class UnknownEmergency(Refusal):
    """No emergency has this code."""

    number = "evidence.001"
    sentence = "There is no emergency with the code %(code)s."


class PeriodBackwards(Refusal):
    """The last day of a period lies before its first."""

    number = "evidence.002"
    sentence = "The period ends (%(until)s) before it begins (%(since)s)."


class UnknownQuestion(Refusal):
    """A report was asked by something nobody keeps."""

    number = "evidence.003"
    sentence = "Returns cannot be counted by “%(dimension)s”. Possible: %(possible)s."


class PeriodTooLong(Refusal):
    """A period of more days than a report can show one by one."""

    number = "evidence.004"
    sentence = "The period has %(days)s days; a report covers at most %(most)s."


class NotADay(Refusal):
    """A day that no calendar has."""

    number = "evidence.005"
    sentence = "“%(text)s” is not a day. Write it like 2026-11-22."


class UnknownCorridor(Refusal):
    """A corridor from another country or to none, or a way of grouping nobody keeps."""

    number = "evidence.006"
    sentence = (
        "“%(asked)s” cannot be counted. A corridor is written as KH-TH; groups are sex or sector."
    )
