"""Addresses of the staff pages of ``access``."""

from django.urls import URLPattern

app_name = "office_access"
urlpatterns: list[URLPattern] = []
