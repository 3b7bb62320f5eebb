"""The addresses of signing in and out, of people and their roles, of restricted children and of samples."""

from __future__ import annotations

from django.urls import path

from lightwell.web.access import people_views, restricted_views, sample_views, views

app_name = "access"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("", people_views.people, name="people"),
    path("add/", people_views.add, name="add_person"),
    path("<int:number>/", people_views.person, name="person"),
    path("<int:number>/sign-in/", people_views.let_sign_in, name="let_sign_in"),
    path("roles/<int:number>/end/", people_views.end_role, name="end_role"),
    path("restricted/", restricted_views.restricted, name="restricted"),
    path("restricted/mark/", restricted_views.mark, name="mark"),
    path("restricted/open/", restricted_views.take, name="take"),
    path("restricted/<int:number>/", restricted_views.restriction, name="restriction"),
    path("restricted/<int:number>/name/", restricted_views.name, name="name"),
    path("restricted/<int:number>/give/", restricted_views.give, name="give"),
    path("restricted/<int:number>/lift/", restricted_views.lift, name="lift"),
    path("restricted/<int:number>/<int:access>/end/", restricted_views.unname, name="unname"),
    path("restricted/access/", restricted_views.accesses, name="accesses"),
    path("restricted/access/<int:number>/review/", restricted_views.review, name="review"),
    path("samples/", sample_views.samples, name="samples"),
    path("samples/make/", sample_views.make, name="make_sample"),
    path("samples/<int:number>/", sample_views.sample, name="sample"),
]
