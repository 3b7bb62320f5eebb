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
from lightwell.web.choice import Choice


@dataclass(frozen=True)
class Link:
    """One entry of the navigation."""

    text: str
    href: str
    current: bool


_NAVIGATION = (
    ("Performance", "performance:table", Action.SEE_FIGURES),
    ("Workload", "workload:index", Action.SEE_WORKLOAD),
    ("Children", "children:search", Action.SEE_CHILDREN),
    ("Data", "data:index", Action.SEE_DATA),
)


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, choice: Choice | None = None, status: int = 200
) -> HttpResponse:
    """Make a page from its template, with what every page shows: who is signed in, the navigation, the name of the service."""
    person = request.user if request.user.is_authenticated else None
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
    return [Link(text, href, request.path.startswith(href)) for text, href in links]


@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    """Say that the server answers, for whoever watches it; nothing about its contents."""
    return HttpResponse("ok\n", content_type="text/plain")
