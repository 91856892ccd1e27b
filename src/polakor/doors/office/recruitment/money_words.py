"""Words for what was told of money."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

SAID_BY: dict[str, Words] = {
    "worker": _("The worker told"),
    "document": _("A paper says"),
    "inspector": _("An inspector found"),
    "agency": _("The agency declared"),
}
PAYERS: dict[str, Words] = {
    "worker": _("the worker"),
    "family": _("the family"),
    "employer": _("the employer"),
    "agency": _("the agency"),
    "state": _("the state"),
    "unknown": _("not known"),
}
PAID_TO: dict[str, Words] = {
    "": _("not known"),
    "agency": _("an agency"),
    "broker": _("a broker"),
    "employer": _("the employer"),
    "official": _("an official"),
    "transport": _("transport"),
    "clinic": _("a clinic"),
    "school": _("a school or training centre"),
    "other": _("somebody else"),
}
KNOWN: dict[str, Words] = {
    "unknown": _("not known"),
    "yes": pgettext_lazy("an answer", "yes"),
    "no": pgettext_lazy("an answer", "no"),
}
VERDICTS: dict[str, Words] = {
    "allowed": _("within the rule"),
    "above_cap": _("above the cap"),
    "not_the_workers": _("not the worker's to pay"),
    "no_published_cap": _("no published cap"),
    "not_comparable": _("cannot be compared: another currency"),
}
VERDICT_MARKS = {
    "allowed": "done",
    "above_cap": "now",
    "not_the_workers": "now",
    "no_published_cap": "unknown",
    "not_comparable": "unknown",
}
REFUNDS: dict[str, Words] = {
    "claimed": _("asked back"),
    "agreed": pgettext_lazy("a refund", "agreed"),
    "refused": pgettext_lazy("a refund", "refused"),
    "paid": pgettext_lazy("a refund", "paid back"),
}
