"""Addresses (placeholder: the author of this application replaces the views)."""

from __future__ import annotations

from django.urls import path

from lightwell.web import pages

app_name = "children"
urlpatterns = [
    path("performance/<slug:indicator>/children/", pages.health, name="list"),
    path("performance/<slug:indicator>/children/export/", pages.health, name="export"),
    path("children/", pages.health, name="search"),
    path("children/<path:child>/", pages.health, name="journey"),
]
