"""Addresses of findings, known problems and campaigns."""

from __future__ import annotations

from django.urls import path

from lightwell.web.findings import acknowledge_views, campaign_views, views

app_name = "findings"
urlpatterns = [
    path("", views.index, name="index"),
    path("known/", acknowledge_views.known, name="known"),
    path("known/<int:number>/take-back/", acknowledge_views.take_back, name="take_back"),
    path("campaigns/", campaign_views.index, name="campaigns"),
    path("campaigns/<int:number>/", campaign_views.campaign, name="campaign"),
    path("campaigns/<int:number>/change/", campaign_views.change, name="change_campaign"),
    path("campaigns/<int:number>/close/", campaign_views.close, name="close_campaign"),
    path("children/<path:child>/", views.child, name="child"),
    path("<slug:ruleset>/", views.one_set, name="set"),
    path("<slug:ruleset>/list/", views.listed, name="list"),
    path("<slug:ruleset>/export/", views.export, name="export"),
    path("<slug:ruleset>/acknowledge/<slug:key>/", acknowledge_views.acknowledge, name="acknowledge"),
    path("<slug:ruleset>/campaign/", campaign_views.begin, name="begin_campaign"),
]
