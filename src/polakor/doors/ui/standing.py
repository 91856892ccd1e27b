"""The standing of an agency in the reader's words, with its mark. For public and office pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polakor.doors.ui import figures
from polakor.recruitment.queries.recruiters import RecruiterLine

DECIDED: dict[str, str | Promise] = {
    "granted": gettext_lazy("Licence granted"),
    "renewed": gettext_lazy("Licence renewed"),
    "suspended": gettext_lazy("Licence suspended"),
    "recruiting_stopped": gettext_lazy("May not recruit anybody new"),
    "resumed": gettext_lazy("Suspension lifted"),
    "revoked": gettext_lazy("Licence revoked"),
    "warning": gettext_lazy("Warning"),
    "fine": gettext_lazy("Fine"),
    "referred": gettext_lazy("Referred to court"),
    "praise": gettext_lazy("Praise"),
    "priority": gettext_lazy("Priority for job orders"),
}


def said_of(what: str) -> str:
    """A decision or measure in words."""
    return str(DECIDED.get(what, what))


def standing_mark(line: RecruiterLine) -> str:
    """The kind of mark (``ui/marks.py``) beside the words."""
    if line.kind != "agency":
        return "now"
    return {
        "licensed": "done",
        "recruiting_stopped": "check",
        "suspended": "now",
        "expired": "now",
        "revoked": "now",
        "unlicensed": "now",
    }[line.holds.standing]


def standing_word(line: RecruiterLine) -> str:
    """What somebody may do today, in a word or two."""
    if line.kind != "agency":
        return _("recruits without a licence")
    return {
        "licensed": _("licensed"),
        "recruiting_stopped": _("may not recruit"),
        "suspended": _("suspended"),
        "expired": _("ran out"),
        "revoked": _("revoked"),
        "unlicensed": _("no licence"),
    }[line.holds.standing]


def standing_day(line: RecruiterLine) -> str:
    """Until when, or since when; "" where no day says more."""
    holds = line.holds
    if line.kind != "agency" or holds.standing == "unlicensed":
        return ""
    if holds.standing == "licensed":
        return _("until %(day)s") % {"day": figures.day(holds.until)}
    return _("since %(day)s") % {"day": figures.day(holds.since)}


def standing_words(line: RecruiterLine) -> str:
    """Both in one phrase."""
    return " ".join(filter(None, (standing_word(line), standing_day(line))))
