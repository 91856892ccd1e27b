"""A day at two made-up sites: families on their way, trips, receipts, rumours. Made once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.assistance.actions.arrivals import confirm_arrival
from polakor.assistance.actions.distributions import Gift, give
from polakor.assistance.actions.parties import receive_party
from polakor.assistance.actions.rumours import AnswerDraft, answer_rumour, hear_rumour
from polakor.assistance.actions.sites import announce_coming, open_site
from polakor.assistance.actions.trips import add_vehicle, depart, plan_trip
from polakor.assistance.queries.sites import sites_for
from polakor.doors.command.demo.plan import in_language
from polakor.intake.actions.tokens import A_SHEET, issue_tokens
from polakor.intake.rules.tokens import make_token

ID_SPACE = UUID("01900000-0000-7000-8000-0000000000de")
"""Ids of receipts are made from their place in the plan, so that a second run makes no others."""


def make_reception(plan: Mapping[str, Any], language: str, actor: Actor) -> int:
    """Make everything of the section ``reception`` in one transaction; returns how many sites.

    Where a site stands already nothing is made. A family may be known by its token alone.
    """
    with acting_as(actor):
        if not plan or sites_for(actor) or sites_for(actor, closed=True):
            return 0
        sites = {row["code"]: _site(row, language, actor) for row in plan["site"]}
        vehicles = {row["name"]: add_vehicle(actor=actor, **row) for row in plan.get("vehicle", ())}
        papers = _papers([row["token"] for row in plan.get("family", ())], actor)
        families = {
            row["token"]: receive_party(
                actor=actor,
                site_id=sites[row["site"]],
                asked=papers[row["token"]],
                people=row["people"],
                home=row["home"],
            )
            for row in plan.get("family", ())
        }
        for row in plan.get("trip", ()):
            _trip(row, sites, vehicles, families, actor)
        _gifts(plan.get("gift", ()), sites, papers, actor)
        for row in plan.get("rumour", ()):
            _rumour(row, language, actor)
    return len(sites)


def _site(row: Mapping[str, Any], language: str, actor: Actor) -> UUID:
    site = open_site(
        actor=actor,
        kind=row["kind"],
        name_km=in_language(row["name"], language),
        name_en=in_language(row["name"], "en"),
        place=row["place"],
        capacity=row["capacity"],
    )
    if row.get("coming"):
        announce_coming(actor=actor, site_id=site, people=row["coming"])
    return site


def _trip(
    row: Mapping[str, Any],
    sites: Mapping[str, UUID],
    vehicles: Mapping[str, UUID],
    families: Mapping[str, UUID],
    actor: Actor,
) -> None:
    trip = plan_trip(
        actor=actor,
        site_id=sites[row["site"]],
        vehicle_id=vehicles[row["vehicle"]],
        leaves_at=timezone.now() + timedelta(hours=row["in_hours"]),
        party_ids=[families[token] for token in row["tokens"]],
    )
    if row.get("left"):
        depart(actor=actor, trip_id=trip)
        for token, people in row.get("arrived", {}).items():
            confirm_arrival(actor=actor, party_id=families[token], arrived=people)


def _papers(names: Sequence[str], actor: Actor) -> dict[str, str]:
    """A sheet of real papers: what the plan calls a family, and the token in its hand."""
    if not names:
        return {}
    batch = issue_tokens(actor=actor, sheets=-(-len(names) // A_SHEET))
    return {name: make_token(batch.code, batch.first + at) for at, name in enumerate(names)}


def _gifts(
    rows: Sequence[Mapping[str, Any]],
    sites: Mapping[str, UUID],
    papers: Mapping[str, str],
    actor: Actor,
) -> None:
    for number, row in enumerate(rows):
        give(
            actor=actor,
            gift=Gift(
                id=uuid5(ID_SPACE, str(number)),
                item=row["item"],
                asked=papers[row["token"]],
                people=row["people"],
                site_id=sites[row["site"]],
            ),
        )


def _rumour(row: Mapping[str, Any], language: str, actor: Actor) -> None:
    rumour = hear_rumour(actor=actor, words=in_language(row["words"], language), place=row["place"])
    answer = row.get("answer")
    if answer:
        draft = AnswerDraft(
            asked_km=in_language(row["asked"], language),
            asked_en=in_language(row["asked"], "en"),
            answer_km=in_language(answer, language),
            answer_en=in_language(answer, "en"),
            said_by=in_language(row["said_by"], language),
            said_on=timezone.localdate(),
            source=in_language(row["source"], language),
            published=True,
        )
        answer_rumour(actor=actor, rumour_id=rumour, draft=draft)
