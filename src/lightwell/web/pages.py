"""How a page is made: what every page is given beside its own, and the page that says that the site is up."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from django.urls import reverse

from lightwell.results import read_settings
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.held import to_review
from lightwell.web.access.models import Person
from lightwell.web.choice import Choice


@dataclass(frozen=True)
class Link:
    """One entry of the navigation."""

    text: str
    href: str
    current: bool


TO_REVIEW = "Access to review"
_NAVIGATION = (
    ("Performance", "performance:table", Action.SEE_FIGURES),
    ("Workload", "workload:index", Action.SEE_WORKLOAD),
    ("Children", "children:search", Action.SEE_CHILDREN),
    ("Findings", "findings:index", Action.SEE_FINDINGS),
    ("Data", "data:index", Action.SEE_DATA),
    ("Publications", "publication:index", Action.SEE_EXEMPT),
    ("Restricted", "access:restricted", Action.RESTRICT),
    (TO_REVIEW, "access:accesses", Action.REVIEW_ACCESS),
    ("People", "access:people", Action.MANAGE_PEOPLE),
    ("Activity", "activity:index", Action.SEE_ACTIVITY),
)


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, choice: Choice | None = None, status: int = 200
) -> HttpResponse:
    """Make a page from its template, with what every page shows: who is signed in, the navigation, the name of the service."""
    user = getattr(request, "user", None)  # an error can come before it is known who asks
    person = user if user is not None and user.is_authenticated else None
    shared = {
        "person": person,
        "nav": _navigation(request) if person else [],
        "service_name": service_name(),
        "demonstration": settings.DEMONSTRATION,
        "choice": choice,
    }
    return django_render(request, template, {**shared, **(context or {})}, status=status)


def service_name() -> str:
    """Give the name of the authority from the settings, as they stand now."""
    path = settings.HOME.settings
    return _named(path.stat().st_mtime_ns if path.is_file() else 0)


@functools.lru_cache(maxsize=2)
def _named(changed: int) -> str:
    """Read the name once for each time that the settings were changed."""
    return read_settings(settings.HOME.settings).name


def _navigation(request: HttpRequest) -> list[Link]:
    links = [(text, reverse(name)) for text, name, action in _NAVIGATION if can(request.user, action).allowed]
    here = max((href for _, href in links if request.path.startswith(href)), key=len, default="")
    return [Link(_with_number(request, text), href, href == here) for text, href in links]


def _with_number(request: HttpRequest, text: str) -> str:
    """Say beside the link to it how much waits for a review, so that who reviews access is told at once, wherever they are."""
    waiting = to_review(request.user) if text == TO_REVIEW and isinstance(request.user, Person) else 0
    return f"{text} ({waiting})" if waiting else text


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Say that the server answers, for whoever watches it; nothing about its contents."""
    return HttpResponse("ok\n", content_type="text/plain")
