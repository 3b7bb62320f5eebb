"""Failures to sign in, written into the record of activity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from lightwell.web.access.models import Person
from lightwell.web.activity import actions as activity

UNKNOWN = "(unknown name)"
"""Stands for a name that nobody has. What was typed is not kept: people type passwords where the name belongs."""


def connect() -> None:
    """Listen to every failure, whichever step it is of."""
    user_login_failed.connect(_failed, dispatch_uid="lightwell_sign_in_failed")
    user_locked_out.connect(_locked, dispatch_uid="lightwell_sign_in_paused")


def _failed(sender: object, credentials: Mapping[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    del sender, kwargs
    step = "second factor" if credentials.get("step") == "second" else "password"
    paused = bool(getattr(request, "axes_locked_out", False))
    activity.record(
        person=_known(credentials.get("username")),
        action="failed_sign_in",
        page=request.path if request else "",
        why=f"{step} while signing in was paused" if paused else f"wrong {step}",
    )


def _locked(sender: object, request: HttpRequest, username: str, ip_address: str, **kwargs: Any) -> None:
    """Record the moment at which signing in is paused, once for each failure that leads into it."""
    del sender, username, ip_address, kwargs
    if getattr(request, "axes_failures_since_start", None) is not None:
        activity.record(person=_known(request.POST.get("username")), action="sign_in_paused", page=request.path, why="too many failures")


def _known(username: object) -> Person | str:
    found = Person.objects.filter(username=username).first() if isinstance(username, str) and username else None
    return found or UNKNOWN
