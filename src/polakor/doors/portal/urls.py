"""Addresses of the public pages."""

from polakor.doors.portal import views
from polakor.doors.ui.routes import page

app_name = "portal"
urlpatterns = [
    page("", views.home, name="home", permission=None),
    page("about/", views.about, name="about", permission=None),
    page("health", views.health, name="health", permission=None),
]
