"""Addresses of the staff pages of ``journeys``."""

from django.urls import URLPattern

from polakor.doors.office.journeys.views import enter, tallies
from polakor.doors.ui.routes import page
from polakor.journeys.permissions import JourneysPermission

app_name = "office_journeys"
urlpatterns: list[URLPattern] = [
    page("", tallies, name="tallies", permission=JourneysPermission.TALLY_READ),
    page("enter/", enter, name="enter", permission=JourneysPermission.TALLY_ENTER),
]
