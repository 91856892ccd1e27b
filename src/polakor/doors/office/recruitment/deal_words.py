"""Words for what orders, contracts and placements hold as codes."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from polakor.doors.ui import languages
from polakor.reference.queries.codes import labels_of_lists

Words = str | Promise

ORDER_STATES: dict[str, Words] = {
    "declared": _("waits for approval"),
    "approved": pgettext_lazy("a job order", "approved"),
    "refused": pgettext_lazy("a job order", "refused"),
    "withdrawn": _("withdrawn by the agency"),
    "closed": pgettext_lazy("a job order", "closed"),
}
ORDER_MARKS = {
    "declared": "check",
    "approved": "done",
    "refused": "now",
    "withdrawn": "unknown",
    "closed": "kept",
}
STEPS: dict[str, Words] = {
    "approved": _("Approved"),
    "contracted": _("Signed"),
    "cleared": _("Cleared"),
    "departed": _("Departed"),
    "undone": _("Taken back"),
}
PAY_PERIODS: dict[str, Words] = {
    "month": _("a month"),
    "week": _("a week"),
    "day": pgettext_lazy("pay", "a day"),
    "hour": _("an hour"),
}
PROVIDED: dict[str, Words] = {
    "": _("not said"),
    "free": _("free, from the employer"),
    "deducted": _("taken from the wage"),
    "own": _("the worker pays"),
}
KEEPS_PAPERS: dict[str, Words] = {
    "": _("not said"),
    "worker": _("the worker"),
    "employer": _("the employer"),
    "agency": _("the agency"),
}
PAYERS: dict[str, Words] = {
    "worker": _("the worker"),
    "family": _("the family"),
    "employer": _("the employer"),
    "agency": _("the agency"),
    "state": _("the state"),
}
CONTRACTS: dict[str, Words] = {
    "placement": _("Contract with the agency"),
    "employment": _("Contract with the employer"),
}
MOMENTS: dict[str, Words] = {
    "arrival": _("on arrival"),
    "days_30": _("after 30 days"),
    "days_90": _("after 90 days"),
    "return": _("on the way home"),
}
CHANNELS: dict[str, Words] = {
    "visit": _("during a visit"),
    "hotline": _("by the hotline"),
    "officer": _("to an officer"),
    "worker_page": _("on the worker's own page"),
}
TERMS: dict[str, Words] = {
    "employer": _("Employer"),
    "country": _("Country"),
    "place": _("Place of work"),
    "occupation": _("Job"),
    "sector": _("Kind of work"),
    "wage": _("Wage"),
    "hours": _("Hours a week"),
    "rest_days": _("Rest days a week"),
    "months": _("How long, in months"),
    "room": _("Room"),
    "food": _("Food"),
    "papers": _("Who keeps the passport"),
    "languages": _("Languages of the contract"),
    "deductions": _("Taken from the wage each month"),
    "fees": _("What the job costs, and who pays"),
    "age": _("Age"),
}
TRUST: dict[str, Words] = {
    "verified": _("checked against the law"),
    "reported": _("as reported"),
    "unverified": _("not yet checked against the law"),
}
LISTS = (
    "countries",
    "sectors",
    "occupations",
    "languages",
    "cost_items",
    "deduction_items",
    "contract_rules",
    "deployment_steps",
)


def pack_words(names: Sequence[str] = LISTS) -> dict[str, dict[str, str]]:
    """Words of the pack's lists in the reader's language. One query."""
    return labels_of_lists(names, languages.current())


def term_word(about: str, lists: dict[str, dict[str, str]]) -> Words:
    """What a finding is about: a term, one deduction, one cost."""
    kind, _sep, rest = about.partition(":")
    code = rest.split(":")[0]
    if kind == "deduction":
        return lists["deduction_items"].get(code, code)
    if kind == "fee":
        return lists["cost_items"].get(code, code)
    return TERMS.get(kind, kind)


def value_word(about: str, value: str, lists: dict[str, dict[str, str]]) -> Words:
    """A value of a term as a page says it: codes in words, everything else as it stands."""
    kinds: dict[str, dict[str, Words] | dict[str, str]] = {
        "country": lists["countries"],
        "sector": lists["sectors"],
        "occupation": lists["occupations"],
        "languages": lists["languages"],
        "room": PROVIDED,
        "food": PROVIDED,
        "papers": KEEPS_PAPERS,
        "fee": PAYERS,
    }
    known = kinds.get(about.partition(":")[0], {})
    return ", ".join(str(known.get(part, part)) for part in value.split(", "))
