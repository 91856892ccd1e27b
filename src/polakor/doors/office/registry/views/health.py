"""Rule health: do the matching rules still do what they promise?"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polakor.doors.office.registry import workbench_words
from polakor.doors.ui import figures, languages
from polakor.doors.ui.acting import actor_of
from polakor.registry.actions.health import check_rules
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.health import CheckLine, rule_checks
from polakor.registry.rules.golden import golden_pairs
from polakor.registry.rules.health import BOUNDS, Alarm, Rate, is_stale
from polakor.registry.rules.linking import RULE
from polakor.registry.rules.needs import RULES, Fact, RuleNeeds


def health(request: HttpRequest) -> HttpResponse:
    """The newest check in full, those before it in a line each."""
    actor = actor_of(request)
    checks = rule_checks(actor)
    latest = checks[0] if checks else None
    stale = is_stale(latest.checked_at if latest else None, timezone.now())
    alarms = [*(latest.alarms if latest else ()), *([Alarm.NOT_CHECKED] if stale else [])]
    shown = {
        "latest": latest,
        "occasion": workbench_words.OCCASIONS[latest.occasion] if latest else "",
        "alarms": [workbench_words.ALARMS[alarm] for alarm in alarms],
        "failures": _failures(latest) if latest else [],
        "bands": _bands(latest) if latest else [],
        "rule": RULE,
        "joins": _rate(latest.measures.joins) if latest else None,
        "flagged_none": bool(latest and Alarm.NOTHING_FLAGGED in latest.alarms),
        "needs": [_needs(rule) for rule in RULES],
        "checks": [_line(check) for check in checks],
        "may_check": actor.may(RegistryPermission.RULES_CHECK),
    }
    return render(request, "office_registry/health.html", shown)


def _failures(check: CheckLine) -> list[dict[str, object]]:
    words = workbench_words.OUTCOMES
    khmer = {pair.name: pair.name_km for pair in golden_pairs()}
    in_english = languages.current() == "en"
    return [
        {
            "pair": failure.pair if in_english else khmer.get(failure.pair, failure.pair),
            "expected": words.get(failure.expected, failure.expected),
            "got": str(words.get(failure.got, failure.got)),
        }
        for failure in check.failures
    ]


def _bands(check: CheckLine) -> list[dict[str, object]]:
    """Bands from the likeliest down, each with its name in figures."""
    edges = (0.0, *BOUNDS, 1.0)
    named = [
        {
            "name": _("%(low)s to %(high)s")
            % {"low": figures.percent(low), "high": figures.percent(high)},
            **_rate(rate),
        }
        for low, high, rate in zip(edges, edges[1:], check.measures.bands, strict=False)
    ]
    return named[::-1]


def _rate(rate: Rate) -> dict[str, object]:
    low, high = rate.interval
    return {
        "decided": rate.decided,
        "wrong": rate.wrong,
        "unsure": rate.unsure,
        "share": figures.percent(rate.share, 1) if rate.share is not None else "",
        "low": figures.percent(low, 1),
        "high": figures.percent(high, 1),
        "expected": figures.percent(rate.expected, 1) if rate.decided else "",
        "drifted": rate.drifted,
    }


def _needs(rule: RuleNeeds) -> dict[str, object]:
    return {
        "rule": rule.rule,
        "any_of": [
            [workbench_words.FACTS[fact] for fact in Fact if fact in needed]
            for needed in rule.any_of
        ],
    }


def _line(check: CheckLine) -> dict[str, object]:
    return {
        "when": check.checked_at,
        "occasion": workbench_words.OCCASIONS[check.occasion],
        "by": check.by,
        "version": check.version,
        "pairs": check.pairs,
        "failed": len(check.failures),
        "alarms": [workbench_words.ALARMS[alarm] for alarm in check.alarms],
    }


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Try the rules now."""
    found = check_rules(actor=actor_of(request), occasion="asked")
    if found.alarms:
        messages.warning(request, _("The rules were checked. See what was found."))
    else:
        messages.success(request, _("The rules were checked, and all is as it should be."))
    return redirect("office_registry:health")
