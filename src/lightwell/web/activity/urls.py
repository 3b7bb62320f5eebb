"""The addresses of the record of activity."""

from __future__ import annotations

from django.urls import path

from lightwell.web.activity import views

app_name = "activity"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:number>/", views.entry, name="entry"),
    path("unusual/", views.unusual_looking, name="unusual"),
    path("unusual/review/", views.review, name="review"),
    path("whole/", views.whole, name="whole"),
    path("children/<path:child>/report/", views.child_report, name="report"),
    path("children/<path:child>/", views.child, name="child"),
]
