"""The way from the first proof of who someone is to the session."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse

from lightwell.web.access.models import Person


def first_step_done(request: HttpRequest, person: Person, going_to: str, method: str, **proof: object) -> HttpResponse:
    """Go on from a right password or a directory's word: to the second step, to setting one up, or to where the person was going.

    The key of the session changes here already, so that whoever knew the one before (session fixation) cannot give or set up the second
    factor in the person's place.
    """
    clear_login(request)
    request.session.cycle_key()
    record_authentication(request, person, method=method, **proof)
    return perform_login(request, Login(user=person, redirect_url=going_to))  # type: ignore[no-any-return]  # allauth has no types
