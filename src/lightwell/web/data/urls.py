"""Addresses of snapshots, quarantine and uploads."""

from __future__ import annotations

from django.urls import path

from lightwell.web.data import quarantine_views, upload_views, views

app_name = "data"
urlpatterns = [
    path("", views.index, name="index"),
    path("snapshots/<slug:name>/", views.snapshot, name="snapshot"),
    path("quarantine/", quarantine_views.quarantine, name="quarantine"),
    path("quarantine/rows.csv", quarantine_views.quarantine_csv, name="quarantine_csv"),
    path("uploads/", upload_views.uploads, name="uploads"),
    path("uploads/<uuid:upload>/", upload_views.upload, name="upload"),
]
