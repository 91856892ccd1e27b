"""Words for what is stored as codes."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

KINDS: dict[str, Words] = {
    "agency": _("Agency"),
    "sub_agent": _("Sub-agent"),
    "broker": _("Broker without a licence"),
}
ACTS: dict[str, Words] = {
    "granted": _("Grant a licence"),
    "renewed": _("Renew the licence"),
    "suspended": _("Suspend the licence"),
    "recruiting_stopped": _("Stop recruiting anybody new"),
    "resumed": _("Lift the suspension"),
    "revoked": _("Revoke the licence"),
}
DEPOSIT: dict[str, Words] = {
    "paid_in": _("Paid in"),
    "drawn": _("Drawn to pay workers"),
    "given_back": _("Given back"),
}
OFFICES: dict[str, Words] = {
    "head": _("Head office"),
    "branch": _("Branch"),
    "training": _("Training centre"),
    "abroad": _("Office abroad"),
}
ROLES: dict[str, Words] = {
    "director": _("Director"),
    "contact": _("Contact"),
    "abroad": _("Representative abroad"),
}
VISITS: dict[str, Words] = {
    "first": _("First inspection"),
    "regular": _("Regular inspection"),
    "complaint": _("After a complaint"),
    "follow_up": _("To see what was put right"),
    "unannounced": _("Unannounced"),
}
RESULTS: dict[str, Words] = {
    "met": _("met"),
    "partly": _("partly met"),
    "not_met": _("not met"),
    "not_seen": _("not looked at"),
}
RESULT_MARKS = {"met": "done", "partly": "check", "not_met": "now", "not_seen": "unknown"}
PERIODS: dict[str, Words] = {
    "membership": _("Membership"),
    "office": _("Office"),
    "permit": _("Permit"),
    "responsible": _("Who answers for it"),
}
