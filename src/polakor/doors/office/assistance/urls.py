"""Addresses of the staff pages of ``assistance``."""

from django.urls import URLPattern

from polakor.assistance.permissions import AssistancePermission as May
from polakor.doors.office.assistance.views import (
    arrivals,
    emergencies,
    giving,
    quarantine,
    rumours,
    sites,
    trips,
)
from polakor.doors.ui.routes import page

EMERGENCY = "evidence:emergency:manage"

app_name = "office_assistance"
_sites: list[URLPattern] = [
    page("", sites.sites, name="sites", permission=May.SITE_READ),
    page("sites/open/", sites.open_one, name="open", permission=May.SITE_MANAGE),
    page("sites/<uuid:site_id>/", sites.site, name="site", permission=May.SITE_READ),
    page(
        "sites/<uuid:site_id>/family/",
        sites.receive,
        name="receive",
        permission=May.TRANSPORT_PLAN,
    ),
    page("sites/<uuid:site_id>/coming/", sites.coming, name="coming", permission=May.SITE_MANAGE),
    page("sites/<uuid:site_id>/close/", sites.close, name="close", permission=May.SITE_MANAGE),
    page("sites/<uuid:site_id>/desks/", sites.desks, name="desks", permission=May.SITE_READ),
    page("sites/<uuid:site_id>/desks/add/", sites.desk, name="desk", permission=May.SITE_MANAGE),
    page(
        "sites/<uuid:site_id>/desks/shift/", sites.shift, name="shift", permission=May.SITE_MANAGE
    ),
    page(
        "sites/<uuid:site_id>/desks/shift/<uuid:shift_id>/off/",
        sites.shift_off,
        name="shift_off",
        permission=May.SITE_MANAGE,
    ),
    page("sites/<uuid:site_id>/plan/", trips.plan, name="plan", permission=May.TRANSPORT_PLAN),
]
_trips: list[URLPattern] = [
    page("trips/", trips.trips, name="trips", permission=May.TRANSPORT_READ),
    page("trips/<uuid:trip_id>/", trips.trip, name="trip", permission=May.TRANSPORT_READ),
    page("trips/<uuid:trip_id>/seats/", trips.seat, name="seat", permission=May.TRANSPORT_PLAN),
    page("trips/<uuid:trip_id>/leave/", trips.leave, name="leave", permission=May.TRANSPORT_PLAN),
    page(
        "trips/<uuid:trip_id>/cancel/", trips.cancel, name="cancel", permission=May.TRANSPORT_PLAN
    ),
    page("trips/<uuid:trip_id>/code/", arrivals.code, name="code", permission=May.TRANSPORT_PLAN),
    page("parties/<uuid:party_id>/off/", trips.off, name="off", permission=May.TRANSPORT_PLAN),
    page("parties/<uuid:party_id>/go/", sites.go, name="go", permission=May.TRANSPORT_PLAN),
    page(
        "parties/<uuid:party_id>/arrived/",
        arrivals.arrived,
        name="arrived",
        permission=May.ARRIVAL_CONFIRM,
    ),
    page(
        "parties/<uuid:party_id>/account/",
        arrivals.account,
        name="account",
        permission=May.ARRIVAL_CONFIRM,
    ),
    page("missing/", arrivals.not_arrived, name="missing", permission=May.TRANSPORT_READ),
    page("vehicles/", trips.all_vehicles, name="vehicles", permission=May.TRANSPORT_READ),
    page("vehicles/add/", trips.vehicle, name="vehicle", permission=May.TRANSPORT_PLAN),
    page(
        "vehicles/<uuid:vehicle_id>/off/",
        trips.vehicle_off,
        name="vehicle_off",
        permission=May.TRANSPORT_PLAN,
    ),
]
_giving: list[URLPattern] = [
    page("given/", giving.given, name="given", permission=May.DISTRIBUTION_GIVE),
    page("give/", giving.hand_out, name="give", permission=May.DISTRIBUTION_GIVE),
    page(
        "given/<uuid:distribution_id>/",
        giving.gift,
        name="gift",
        permission=May.DISTRIBUTION_GIVE,
    ),
    page(
        "given/<uuid:distribution_id>/cancel/",
        giving.take_back,
        name="take_back",
        permission=May.DISTRIBUTION_GIVE,
    ),
]
_rumours: list[URLPattern] = [
    page("rumours/", rumours.rumours, name="rumours", permission=May.RUMOUR_RECORD),
    page("rumours/hear/", rumours.hear, name="hear", permission=May.RUMOUR_RECORD),
    page("rumours/poster/", rumours.poster, name="poster", permission=May.RUMOUR_RECORD),
    page(
        "rumours/poster.pdf",
        rumours.poster_file,
        name="poster_file",
        permission=May.RUMOUR_RECORD,
    ),
    page("rumours/<uuid:rumour_id>/", rumours.answer, name="answer", permission=May.RUMOUR_ANSWER),
]
_emergencies: list[URLPattern] = [
    page("emergencies/", emergencies.emergencies, name="emergencies", permission=EMERGENCY),
    page("emergencies/open/", emergencies.new, name="emergency", permission=EMERGENCY),
    page("emergencies/<slug:code>/", emergencies.change, name="change", permission=EMERGENCY),
    page("emergencies/<slug:code>/close/", emergencies.close, name="end", permission=EMERGENCY),
]
_quarantine: list[URLPattern] = [
    page("quarantine/", quarantine.quarantine, name="quarantine", permission=May.QUARANTINE_READ),
    page("quarantine/enter/", quarantine.enter, name="enter", permission=May.QUARANTINE_RECORD),
    page(
        "quarantine/<uuid:stay_id>/", quarantine.stay, name="stay", permission=May.QUARANTINE_READ
    ),
    page(
        "quarantine/<uuid:stay_id>/test/",
        quarantine.test,
        name="test",
        permission=May.QUARANTINE_RECORD,
    ),
    page(
        "quarantine/<uuid:stay_id>/end/",
        quarantine.end,
        name="end_stay",
        permission=May.QUARANTINE_RECORD,
    ),
]
urlpatterns = [*_sites, *_trips, *_giving, *_rumours, *_emergencies, *_quarantine]
