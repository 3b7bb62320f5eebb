"""The addresses of the performance table, the page of an indicator, and its figures as files."""

from __future__ import annotations

from django.urls import path

from lightwell.web.performance import views

app_name = "performance"
urlpatterns = [
    path("", views.table, name="table"),
    path("<slug:indicator>/", views.indicator, name="indicator"),
    path("<slug:indicator>/figures.csv", views.figures_csv, name="csv"),
    path("<slug:indicator>/figures.xlsx", views.figures_xlsx, name="xlsx"),
]
