"""Handing out: one thing, one family, once under its rule; a receipt every time."""

from typing import Any
from uuid import UUID

from babel.numbers import get_currency_precision
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from polakor.access.queries.accounts import account_names
from polakor.access.rules.actors import Actor
from polakor.assistance.actions.distributions import Gift, cancel_gift, give
from polakor.assistance.errors import AlreadyGiven, DistributionNotFound
from polakor.assistance.queries.distributions import (
    Given,
    gift_for,
    given_count,
    given_for,
    giving_rules,
)
from polakor.assistance.queries.sites import sites_for
from polakor.base.errors import Refusal
from polakor.doors.office.assistance import choices
from polakor.doors.office.assistance.asking import ask
from polakor.doors.office.assistance.forms import GiveForm, ReasonForm
from polakor.doors.ui import figures, languages
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.doors.ui.templatetags.ui import spoken
from polakor.reference.queries.codes import choices as code_choices
from polakor.reference.queries.codes import labels_of_lists

A_PAGE = 50


def money(amount: int | None, currency: str) -> str:
    """An amount in minor units (ISO 4217) as people write it: ``80,000 KHR``, ``12.50 USD``."""
    if amount is None:
        return ""
    places = get_currency_precision(currency)
    whole, rest = divmod(amount, 10**places)
    value = figures.number(amount / 10**places, places) if rest else figures.number(whole)
    return f"{value} {currency}"


def _words(one: Given, words: dict[str, dict[str, str]], sites: dict[UUID, str]) -> dict[str, Any]:
    return {
        "one": one,
        "item": words["entitlements"].get(one.item, one.item),
        "money": money(one.amount, one.currency),
        "way": words["payment_ways"].get(one.way, one.way),
        "site": sites.get(one.site_id, "") if one.site_id else "",
    }


def _sites(actor: Actor) -> dict[UUID, str]:
    return {
        one.id: choices.own_or_english(one.name_km, one.name_en)
        for closed in (False, True)
        for one in sites_for(actor, closed=closed)
    }


def given(request: HttpRequest) -> HttpResponse:
    """What was handed out, newest first."""
    actor = actor_of(request)
    page = Paginator(range(given_count(actor)), A_PAGE).get_page(request.GET.get("page"))
    found = given_for(actor, offset=max(page.start_index() - 1, 0), limit=A_PAGE)
    words = labels_of_lists(["entitlements", "payment_ways"], languages.current())
    sites = _sites(actor)
    shown = {"rows": [_words(one, words, sites) for one in found], "page": page}
    return render(request, "office_assistance/given.html", shown)


def hand_out(request: HttpRequest) -> HttpResponse:
    """Hand something out. A duplicate is refused with the first receipt beside it."""
    actor = actor_of(request)
    language = languages.current()
    rules = giving_rules()
    own_sites = [
        (str(one.id), choices.own_or_english(one.name_km, one.name_en))
        for one in sites_for(actor)
        if one.own
    ]
    ways = code_choices("payment_ways", language)
    form = GiveForm(
        request.POST or None,
        items=_item_choices(language),
        ways=ways if any(rule.kind == "cash" for rule in rules.values()) else [],
        sites=own_sites,
        initial={"site": own_sites[0][0] if len(own_sites) == 1 else ""},
    )
    first: Given | None = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        gift = Gift(
            id=told["made"],
            item=told["item"],
            asked=told["asked"],
            people=told["people"],
            way=told.get("way", ""),
            site_id=UUID(told["site"]) if told["site"] else None,
        )
        try:
            made = give(actor=actor, gift=gift)
        except AlreadyGiven as refusal:
            form.add_error(None, sentence_of(refusal))
            first = _first(actor, refusal)
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            return redirect("office_assistance:gift", made.id)
    words = labels_of_lists(["entitlements", "payment_ways"], language)
    shown = {"form": form, "first": _words(first, words, _sites(actor)) if first else None}
    return render(request, "office_assistance/give.html", shown, status=422 if form.errors else 200)


def _first(actor: Actor, refusal: AlreadyGiven) -> Given | None:
    """The first receipt, where the actor may open it."""
    try:
        return gift_for(actor, refusal.fields["id"])  # type: ignore[arg-type]
    except DistributionNotFound:
        return None


def _item_choices(language: str) -> list[tuple[str, str]]:
    rules = giving_rules()
    names = labels_of_lists(["entitlements"], language)["entitlements"]
    every = {"once": _("once"), "day": _("every day")}
    unit = {"person": _("each person"), "household": _("each family")}
    return [
        (
            code,
            choices.spoken_label(
                " · ".join(
                    part
                    for part in (
                        names.get(code, code),
                        money(rule.amount, rule.currency),
                        f"{unit[rule.unit]}, {every[rule.every]}",
                    )
                    if part
                )
            ),
        )
        for code, rule in rules.items()
    ]


def _or_404(actor: Actor, distribution_id: UUID) -> Given:
    try:
        return gift_for(actor, distribution_id)
    except DistributionNotFound:
        raise Http404 from None


def gift(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """One receipt, to be shown or printed."""
    actor = actor_of(request)
    one = _or_404(actor, distribution_id)
    words = labels_of_lists(["entitlements", "payment_ways"], languages.current())
    by = account_names([one.given_by]).get(one.given_by, "")
    shown = {**_words(one, words, _sites(actor)), "by": by}
    return render(request, "office_assistance/gift.html", shown)


def take_back(request: HttpRequest, distribution_id: UUID) -> HttpResponse:
    """Cancel a receipt by an added row with a reason."""
    actor = actor_of(request)
    one = _or_404(actor, distribution_id)
    words = labels_of_lists(["entitlements"], languages.current())["entitlements"]
    return ask(
        request,
        form=ReasonForm(request.POST or None),
        do=lambda told: cancel_gift(actor=actor, distribution_id=distribution_id, **told),
        title=_("Cancel this receipt"),
        lead=_("It stays readable, with the reason beside it. The same can then be given again."),
        facts=[
            (_("Receipt"), spoken(one.receipt)),
            (_("What was given"), words.get(one.item, one.item)),
            (_("Family token"), spoken(one.token) or _("no token")),
        ],
        button=_("Cancel the receipt"),
        back=reverse("office_assistance:gift", args=[distribution_id]),
        done=_("The receipt is cancelled."),
        dangerous=True,
    )
