"""Addresses (placeholder: the author of this application replaces the views)."""

from __future__ import annotations

from django.urls import path

from lightwell.web import pages

app_name = "data"
urlpatterns = [
    path("", pages.health, name="index"),
    path("quarantine/", pages.health, name="quarantine"),
    path("uploads/", pages.health, name="uploads"),
    path("uploads/<uuid:upload>/", pages.health, name="upload"),
]
