"""Addresses (placeholder: the author of this application replaces the views)."""

from __future__ import annotations

from django.urls import path

from lightwell.web import pages

app_name = "workload"
urlpatterns = [
    path("", pages.health, name="index"),
]
