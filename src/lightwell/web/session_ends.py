"""When a session ends by itself: after some minutes in which nothing was asked for, and after some hours in all.

Both are settings (`sessions` in settings.yaml). A session keeps when it began and when its person was last seen, as seconds since 1970.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.http import HttpRequest

from lightwell.web.access.models import Person
from lightwell.web.activity import actions as activity

BEGAN, SEEN = "began", "seen"
_SEEN_EVERY = 60
"""Seconds that pass before a session is written again: one write for each page would be felt."""


def connect() -> None:
    """Have every sign-in, by whatever way, begin its session's time."""
    user_logged_in.connect(_begin, dispatch_uid="lightwell_session_begins")


def end_if_over(request: HttpRequest) -> None:
    """End the session of a request if its time is over, and record that; else remember that its person was seen.

    What a script of ours asks for by itself (a page that keeps itself fresh) is not its person.
    """
    session = request.session
    if SESSION_KEY not in session:
        return
    now = time.time()
    why = _over(now, float(session.setdefault(BEGAN, now)), float(session.setdefault(SEEN, now)))
    if why:
        _end(request, why)
    elif now - session[SEEN] > _SEEN_EVERY and request.headers.get("Sec-Fetch-Dest") != "empty":
        session[SEEN] = now


def _over(now: float, began: float, seen: float) -> str:
    if now - began > settings.SESSION_COOKIE_AGE:
        return f"signed in {settings.SESSION_COOKIE_AGE // 3600} hours before"
    if now - seen > settings.LIGHTWELL_IDLE_SECONDS:
        return f"nothing asked for in {settings.LIGHTWELL_IDLE_SECONDS // 60} minutes"
    return ""


@transaction.atomic
def _end(request: HttpRequest, why: str) -> None:
    if isinstance(request.user, Person):
        activity.record(person=request.user, action="session_ended", page=request.path, why=why)
    logout(request)


def _begin(sender: object, request: HttpRequest, **kwargs: Any) -> None:
    del sender, kwargs
    request.session[BEGAN] = request.session[SEEN] = time.time()
