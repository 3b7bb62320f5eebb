"""Addresses of lists, journeys and search."""

from __future__ import annotations

from django.urls import path

from lightwell.web.children import views

app_name = "children"
urlpatterns = [
    path("performance/<slug:indicator>/children/", views.listed, name="list"),
    path("performance/<slug:indicator>/children/export/", views.export, name="export"),
    path("children/", views.search, name="search"),
    path("children/<path:child>/", views.journey, name="journey"),
]
