"""Addresses of publications."""

from __future__ import annotations

from django.urls import path

from lightwell.web.publication import reading_views, views

app_name = "publication"
urlpatterns = [
    path("", views.index, name="index"),
    path("ask/", views.ask, name="ask"),
    path("asked/<uuid:asked>/", views.asked, name="asked"),
    path("<int:number>/site.zip", reading_views.download, name="download"),
    path("<int:number>/pages/<path:name>", reading_views.page, name="page"),
    path("members/<int:number>/pack.zip", reading_views.members_download, name="members_download"),
    path("members/<int:number>/pages/<path:name>", reading_views.members_page, name="members_page"),
]
