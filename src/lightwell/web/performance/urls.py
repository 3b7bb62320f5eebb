"""The addresses of the performance table, the page of an indicator, and its figures as files."""

from __future__ import annotations

from django.urls import path

from lightwell.web.performance import breaks_views, explain_views, late_views, signal_views, views

app_name = "performance"
urlpatterns = [
    path("", views.table, name="table"),
    path("register-of-breaks/", breaks_views.breaks, name="breaks"),
    path("register-of-breaks/<int:number>/withdraw/", breaks_views.withdraw, name="withdraw_break"),
    path("<slug:indicator>/", views.indicator, name="indicator"),
    path("<slug:indicator>/signal/", signal_views.signal, name="signal"),
    path("<slug:indicator>/change/", explain_views.explain, name="explain"),
    path("<slug:indicator>/change/list/", explain_views.explain_list, name="explain_list"),
    path("<slug:indicator>/change/change.csv", explain_views.explain_csv, name="explain_csv"),
    path("<slug:indicator>/late-recording/", late_views.late, name="late"),
    path("<slug:indicator>/late-recording/lag.csv", late_views.lag_csv, name="lag_csv"),
    path("<slug:indicator>/late-recording/records/", late_views.lag_list, name="lag_list"),
    path("<slug:indicator>/figures.csv", views.figures_csv, name="csv"),
    path("<slug:indicator>/figures.xlsx", views.figures_xlsx, name="xlsx"),
]
