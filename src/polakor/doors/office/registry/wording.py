"""Words for what is stored as codes: sexes, holders of papers, answers, how likely a pair is."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import namebridge
from polakor.doors.ui import languages

Words = str | Promise

SEXES: dict[int, Words] = {
    0: _("not known"),
    1: _("Male"),
    2: _("Female"),
    9: _("does not apply"),
}

AGAINST_WILL: dict[str, Words] = {
    "yes": _("kept against the person's will"),
    "no": _("kept with the person's agreement"),
    "refused": _("did not want to say if it is kept against their will"),
}

# The question itself, asked of somebody at a desk.
WILLS: dict[str, Words] = {
    "not_asked": _("not asked"),
    "yes": pgettext_lazy("against the will", "yes"),
    "no": pgettext_lazy("against the will", "no"),
    "unknown": _("does not know"),
    "refused": _("did not want to say"),
}

CORRECTIONS: dict[str, Words] = {
    "miswritten": _("The kind or the number was written wrongly"),
    "not_theirs": _("It was never this person's document"),
}

ENDINGS: dict[str, Words] = {
    "left": _("They no longer belong together"),
    "mistake": _("It was written by mistake"),
}

VERDICTS: dict[str, Words] = {
    "same": pgettext_lazy("answer", "Same"),
    "different": pgettext_lazy("answer", "Different"),
    "unsure": pgettext_lazy("answer", "Not sure"),
}

SCRIPTS: dict[str, Words] = {
    "khmr": _("Name in Khmer"),
    "latn": _("Name in Latin"),
    "thai": _("Name in Thai"),
    "other": _("Name in other letters"),
}
SCRIPT_LANGUAGES = {"khmr": "km", "latn": "en", "thai": "th"}

# Why an answer is missing. Four different things: none of them is "no".
MISSING: dict[str, Words] = {
    "not_asked": _("not asked"),
    "unknown": _("does not know"),
    "refused": _("did not want to say"),
    "not_applicable": _("does not apply"),
}

EVENTS: dict[str, Words] = {
    "registry:person:registered": _("Registered"),
    "registry:person:found": _("Saw the name in a search"),
    "registry:person:listed": _("Saw the name in the queue of pairs"),
    "registry:person:read": _("Opened the file"),
    "intake:family:compared": _("Saw the name beside another family of the same paper"),
    "registry:person:told_more": _("Added what was told"),
    "registry:document:added": _("Added a document"),
    "registry:document:corrected": _("Corrected a document"),
    "registry:document:withdrawn": _("Took a document out"),
    "registry:document:holder_changed": _("Wrote who holds a document"),
    "registry:household:linked": _("Linked somebody of the household"),
    "registry:household:ended": _("Ended a link of the household"),
    "registry:match:compared_again": _("Compared with others anew"),
    "protection:screening:read": _("Saw the name among those who need somebody"),
}

READ_REASONS: dict[str, Words] = {
    "match": _("to compare two records"),
    "log": _("to see who looked"),
    "amend": _("to add to it"),
}

ROLES: dict[str, Words] = {
    "border_officer": _("Border officer"),
    "provincial_officer": _("Provincial officer"),
    "case_worker": _("Case worker"),
    "national_supervisor": _("National supervisor"),
    "statistician": _("Statistician"),
    "auditor": _("Auditor"),
    "administrator": _("Administrator"),
    "command_line": _("Command line"),
}


def likely(probability: float) -> Words:
    """How likely, in a word: a figure would look more certain than it is."""
    if probability >= 0.95:
        return _("very likely")
    if probability >= 0.7:
        return _("likely")
    return _("possible") if probability >= 0.3 else _("unlikely")


def sentences(reasons: Sequence[namebridge.Reason], *, supports: bool) -> list[str]:
    """What speaks for (``supports``) or against, strongest first, in the reader's language."""
    language: namebridge.model.Language = "en" if languages.current() == "en" else "km"
    found = [reason for reason in reasons if reason.supports is supports and reason.weight]
    found.sort(key=lambda reason: -abs(reason.weight))
    return [namebridge.describe(reason, language) for reason in found]


def undecided(reasons: Sequence[namebridge.Reason]) -> list[str]:
    """What was looked at and could not tell either way."""
    language: namebridge.model.Language = "en" if languages.current() == "en" else "km"
    return [namebridge.describe(reason, language) for reason in reasons if reason.supports is None]
