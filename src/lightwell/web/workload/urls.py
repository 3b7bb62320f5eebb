"""Addresses of workload."""

from __future__ import annotations

from django.urls import path

from lightwell.web.workload import views

app_name = "workload"
urlpatterns = [
    path("", views.index, name="index"),
    path("due/", views.due, name="due"),
    path("caseholders/", views.caseholders, name="caseholders"),
    path("open/", views.open_children, name="open"),
    path("waiting/", views.waiting, name="waiting"),
]
