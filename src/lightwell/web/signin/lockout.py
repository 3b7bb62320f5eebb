"""Pauses after failures, counted by django-axes: for a person sooner, for an address later, because a council stands behind one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from lightwell.web import errors
from lightwell.web.access.models import Person


class Handler(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """Counts for a person and for an address, each against a limit of its own."""

    def get_failures(self, request: HttpRequest, credentials: Any = None) -> int:
        """Give the failures of the person, or those of the address in proportion to its own limit, whichever is more."""
        limits = settings.LIGHTWELL_SIGN_IN.lock_out
        person, address = (
            attempts.aggregate(n=Sum("failures_since_start"))["n"] or 0 for attempts in self.get_user_attempts(request, credentials)
        )
        return max(person, address * limits.person // limits.address)

    def reset_user_attempts(self, request: HttpRequest, credentials: Any = None) -> int:
        """Forget the failures of a person who signed in, and never those of the address: one who may sign in must not clear it."""
        person, _ = self.filter_user_attempts(request, credentials)
        return int(person.delete()[0])


def limit(request: HttpRequest, credentials: Any) -> int:
    """Give the number of failures after which signing in is paused."""
    return int(settings.LIGHTWELL_SIGN_IN.lock_out.person)


def pause(request: HttpRequest) -> timedelta:
    """Give how long signing in is paused."""
    return timedelta(minutes=settings.LIGHTWELL_SIGN_IN.lock_out.minutes)


def key_of(request: HttpRequest | None, credentials: Any) -> str:
    """Give what failures are counted under: a keyed sum of the name, so that no name, and no password typed in its place, is kept."""
    name = (credentials or {}).get("username") or ""
    return salted_hmac("lightwell.signin.lockout", str(name).casefold(), algorithm="sha256").hexdigest()


def address_of(request: HttpRequest) -> str:
    """Give the address that asks: the one that our own proxy adds at the end of X-Forwarded-For, where one was declared."""
    if settings.LIGHTWELL_TLS == "proxy":
        last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if last:
            return str(last)
    return str(request.META.get("REMOTE_ADDR", ""))


def paused(request: HttpRequest, *_: Any) -> HttpResponse:
    """Answer whoever must wait; the same words for a name that exists and for one that does not."""
    minutes = settings.LIGHTWELL_SIGN_IN.lock_out.minutes
    return errors.page(
        request,
        429,
        "Signing in is paused",
        "There were too many attempts that failed, with this sign-in name or from this address.",
        f"Wait {minutes} minutes and try again. If it was not you, tell {settings.LIGHTWELL_SIGN_IN.contact}.",
    )


def is_paused(request: HttpRequest, person: Person) -> bool:
    """Say whether the second step has to wait as well."""
    return not AxesProxyHandler.is_allowed(request, {"username": person.username})


def count_failure(request: HttpRequest, person: Person) -> None:
    """Count a second factor that was wrong as a failure of the person and of the address."""
    user_login_failed.send(sender=__name__, credentials={"username": person.username, "step": "second"}, request=request)


def end_pause(person: Person) -> None:
    """Let a person sign in again at once."""
    AccessAttempt.objects.filter(username=key_of(None, {"username": person.username})).delete()
