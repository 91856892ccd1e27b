"""Addresses of the staff pages of ``registry``."""

from django.urls import URLPattern

from polakor.access.permissions import AccessPermission
from polakor.doors.office.registry.views.batch import batch
from polakor.doors.office.registry.views.decide import (
    answer,
    decide,
    pair,
    queue,
    undo,
    undo_together,
)
from polakor.doors.office.registry.views.family import family
from polakor.doors.office.registry.views.health import check, health
from polakor.doors.office.registry.views.household import end, link
from polakor.doors.office.registry.views.interview import interview
from polakor.doors.office.registry.views.papers import add, correct, holder
from polakor.doors.office.registry.views.person import looks, person
from polakor.doors.office.registry.views.photos import photo
from polakor.doors.office.registry.views.register import register
from polakor.doors.office.registry.views.search import search
from polakor.doors.office.registry.views.together import together
from polakor.doors.ui.routes import page
from polakor.intake.permissions import IntakePermission
from polakor.registry.permissions import RegistryPermission

DECIDE = RegistryPermission.MATCH_DECIDE
PAPERS = RegistryPermission.DOCUMENT_RECORD
FAMILY = RegistryPermission.HOUSEHOLD_RECORD

app_name = "office_registry"
urlpatterns: list[URLPattern] = [
    page("", search, name="search", permission=RegistryPermission.PERSON_SEARCH),
    page("new/", register, name="register", permission=RegistryPermission.PERSON_REGISTER),
    page("family/", family, name="family", permission=RegistryPermission.PERSON_REGISTER),
    page("same/", decide, name="decide", permission=DECIDE),
    page("same/all/", queue, name="queue", permission=DECIDE),
    page("same/obvious/", batch, name="batch", permission=DECIDE),
    page("same/<uuid:candidate_id>/", pair, name="pair", permission=DECIDE),
    page("same/<uuid:candidate_id>/answer/", answer, name="answer", permission=DECIDE),
    page("same/<uuid:candidate_id>/together/", together, name="together", permission=DECIDE),
    page("decisions/<uuid:decision_id>/undo/", undo, name="undo", permission=DECIDE),
    page(
        "decisions/batch/<uuid:batch_id>/undo/",
        undo_together,
        name="undo_together",
        permission=DECIDE,
    ),
    page("rules/", health, name="health", permission=RegistryPermission.RULES_READ),
    page("rules/check/", check, name="check_rules", permission=RegistryPermission.RULES_CHECK),
    page("<uuid:person_id>/", person, name="person", permission=RegistryPermission.PERSON_READ),
    page(
        "<uuid:person_id>/interview/",
        interview,
        name="interview",
        permission=IntakePermission.SUBMISSION_ADD,
    ),
    page("<uuid:person_id>/documents/new/", add, name="document_add", permission=PAPERS),
    page(
        "<uuid:person_id>/documents/<uuid:document_id>/holder/",
        holder,
        name="document_holder",
        permission=PAPERS,
    ),
    page(
        "<uuid:person_id>/documents/<uuid:document_id>/correct/",
        correct,
        name="document_correct",
        permission=PAPERS,
    ),
    page("<uuid:person_id>/household/new/", link, name="household_link", permission=FAMILY),
    page(
        "<uuid:person_id>/household/<uuid:member_id>/end/",
        end,
        name="household_end",
        permission=FAMILY,
    ),
    page(
        "<uuid:person_id>/photos/<uuid:photo_id>/",
        photo,
        name="photo",
        permission=IntakePermission.ATTACHMENT_READ,
    ),
    page(
        "<uuid:person_id>/looks/",
        looks,
        name="looks",
        permission=AccessPermission.LOG_READ_PERSON,
    ),
]
