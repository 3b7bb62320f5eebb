"""The addresses of the site: each application has its own list."""

from __future__ import annotations

from django.urls import include, path

from lightwell.web import pages

urlpatterns = [
    path("", include("lightwell.web.home.urls")),
    path("performance/", include("lightwell.web.performance.urls")),
    path("", include("lightwell.web.children.urls")),
    path("workload/", include("lightwell.web.workload.urls")),
    path("findings/", include("lightwell.web.findings.urls")),
    path("data/", include("lightwell.web.data.urls")),
    path("publications/", include("lightwell.web.publication.urls")),
    path("activity/", include("lightwell.web.activity.urls")),
    path("people/", include("lightwell.web.access.urls")),
    path("people/", include("lightwell.web.signin.urls")),
    path("health/", pages.health, name="health"),
]
handler400 = "lightwell.web.errors.bad_request"
handler403 = "lightwell.web.errors.forbidden"
handler404 = "lightwell.web.errors.not_found"
handler500 = "lightwell.web.errors.failed"
