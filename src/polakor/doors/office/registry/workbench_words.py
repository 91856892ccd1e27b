"""Sentences of the workbench and of rule health that do not stand in a template."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

URGENCY: dict[int, Words] = {
    1: _("Wait for a second officer"),
    2: _("Look at these first"),
    3: _("Told of today or yesterday"),
    4: _("The others, longest waiting first"),
}

WAITS_FOR_SECOND = _("waits for a second officer")
ONE_PAPER_TWO_NAMES = _("one document, two names")
MAY_BE_CHILD = _("may be under 18")

SECOND_ASKED = _(
    "Your answer is kept. Another officer looks at this pair too before the records are joined."
)

# What two files say together. Beside the reasons, because no single line of the table shows it.
FAMILY: dict[str, Words] = {
    "one_household": _("They are linked as two members of one household."),
    "twins": _("One family name and one birth date, two given names: twins look like this."),
    "siblings": _(
        "One family name, two given names, one district: brothers and sisters look like this."
    ),
    "namesakes": _("Several known people of this name live in this place."),
}

FACTS: dict[str, Words] = {
    "name": _("name"),
    "birth_date": _("whole birth date"),
    "birth_year": _("year of birth or age"),
    "home": _("home"),
    "phone": _("phone"),
    "document": _("document number"),
}

ALARMS: dict[str, Words] = {
    "golden_pairs_fail": _("Golden pairs no longer come out as agreed."),
    "nothing_flagged": _(
        "0 flagged this week: people were registered, and the rules found nobody alike."
    ),
    "joins_undone": _("Joins made by the rule are undone more often than expected."),
    "wrong_more_often": _("Proposals turn out different more often than expected."),
    "contradictions": _("Some records were decided different and stand in one file all the same."),
    "not_checked": _("The rules were not checked in the last 36 hours."),
}

OCCASIONS: dict[str, Words] = {
    "start": _("at the start"),
    "nightly": _("at night"),
    "asked": _("asked for"),
}

OUTCOMES: dict[str, Words] = {
    "joined": _("the machine joins them"),
    "proposed": _("an officer is asked"),
    "apart": _("nobody is asked"),
    "not joined": _("the machine does not join them"),
    "same": _("the same person"),
    "maybe": _("worth an officer's look"),
    "new": _("not worth a look"),
    "not_same": _("not called the same person"),
    "not_new": _("not passed over"),
    "certain": _("certain enough for the machine"),
    "not_certain": _("not certain enough for the machine"),
}

PASSED_OVER = _("Some were answered by somebody else meanwhile and stay as they were.")
