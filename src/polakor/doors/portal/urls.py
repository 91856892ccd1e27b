"""Addresses of the public pages."""

from polakor.doors.portal import agencies, arrivals, debt, ledger, views
from polakor.doors.ui.routes import page

app_name = "portal"
urlpatterns = [
    page("", views.home, name="home", permission=None),
    page("about/", views.about, name="about", permission=None),
    page("agencies/", agencies.search, name="agencies", permission=None),
    page("agencies/all/", agencies.all_agencies, name="agencies_all", permission=None),
    page("agencies/unlicensed/", agencies.all_unlicensed, name="unlicensed", permission=None),
    page("agencies/data.csv", agencies.as_csv, name="agencies_csv", permission=None),
    page("agencies/data.json", agencies.as_json, name="agencies_json", permission=None),
    page("agencies/proof/", agencies.prove, name="agency_proof", permission=None),
    page("agencies/proof/<slug:reference>/", agencies.said, name="agency_said", permission=None),
    page("agencies/ledger/", ledger.ledger, name="ledger", permission=None),
    page("agencies/<slug:number>/", agencies.show, name="agency", permission=None),
    page("answers/", views.rumours, name="rumours", permission=None),
    page("arrived/", arrivals.enter_code, name="arrived", permission=None),
    page("arrived/<slug:code>/", arrivals.with_code, name="arrived_with", permission=None),
    page("debt/", debt.debt, name="debt", permission=None),
    page("health", views.health, name="health", permission=None),
]
