"""Addresses of the public pages."""

from polakor.doors.portal import arrivals, views
from polakor.doors.ui.routes import page

app_name = "portal"
urlpatterns = [
    page("", views.home, name="home", permission=None),
    page("about/", views.about, name="about", permission=None),
    page("answers/", views.rumours, name="rumours", permission=None),
    page("arrived/", arrivals.enter_code, name="arrived", permission=None),
    page("arrived/<slug:code>/", arrivals.with_code, name="arrived_with", permission=None),
    page("health", views.health, name="health", permission=None),
]
