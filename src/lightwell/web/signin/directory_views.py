"""Signing in with the council's directory."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from lightwell.errors import LightwellError
from lightwell.results import Directory
from lightwell.web import errors
from lightwell.web.access.models import Person
from lightwell.web.access.views import safe_address
from lightwell.web.activity import actions as activity
from lightwell.web.signin import arrivals, directory
from lightwell.web.signin.recording import UNKNOWN
from lightwell.web.signin.steps import first_step_done

_GOING_TO = "signin_going_to"


@login_not_required
@require_GET
def ask(request: HttpRequest, name: str) -> HttpResponse:
    """Send a person to the directory; a link, because a form may not lead to another site (form-action of the content policy)."""
    chosen = directory.directory_of(name)
    request.session[_GOING_TO] = safe_address(request, request.GET.get("next", ""))
    try:
        return directory.ask(request, chosen, request.build_absolute_uri(reverse("signin_answered", args=[name])))
    except LightwellError as error:
        return _not_signed_in(request, str(error), chosen, None)


@login_not_required
@require_GET
def answered(request: HttpRequest, name: str) -> HttpResponse:
    """Read the directory's answer, give the roles of the person's groups, and go on to the next step."""
    chosen = directory.directory_of(name)
    person: Person | None = None
    try:
        identity = directory.answer(request, chosen)
        person = arrivals.person_of(identity, chosen)
        problems = arrivals.refresh_roles(person, identity, chosen)
    except LightwellError as error:
        return _not_signed_in(request, str(error), chosen, person)
    if not any(each.in_force(localdate()) for each in person.assignments.all()):
        return _without_role(request, chosen, person, problems)
    going_to = safe_address(request, request.session.pop(_GOING_TO, ""))
    return first_step_done(request, person, going_to, "directory", directory=chosen.id, second_factor=identity.second_factor)


def _not_signed_in(request: HttpRequest, why: str, chosen: Directory, person: Person | None) -> HttpResponse:
    activity.record(person=person or UNKNOWN, action="failed_sign_in", page=request.path, why=f"{chosen.id}: {why}")
    remedy = f"Go back to the sign-in page and try again. If it happens again, tell {settings.LIGHTWELL_SIGN_IN.contact}."
    return errors.page(request, 403, "You are not signed in", why, remedy)


def _without_role(request: HttpRequest, chosen: Directory, person: Person, problems: list[str]) -> HttpResponse:
    why = (
        "none of your groups gives you a role in Lightwell"
        if not problems
        else f"the role of your group cannot be given: {' '.join(problems)}"
    )
    activity.record(person=person, action="refused_sign_in", page=request.path, why=f"{chosen.id}: {why}")
    what = f"{chosen.name} knows you as “{person.username}”, but {why.rstrip('.')}."
    remedy = f"If your work needs Lightwell, ask {settings.LIGHTWELL_SIGN_IN.contact}."
    return errors.page(request, 403, "You have no role in Lightwell yet", what, remedy)
