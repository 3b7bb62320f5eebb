"""Addresses (placeholder: the author of this application replaces the views)."""

from __future__ import annotations

from django.urls import path

from lightwell.web import pages

app_name = "performance"
urlpatterns = [
    path("", pages.health, name="table"),
    path("<slug:indicator>/", pages.health, name="indicator"),
    path("<slug:indicator>/figures.csv", pages.health, name="csv"),
    path("<slug:indicator>/figures.xlsx", pages.health, name="xlsx"),
]
