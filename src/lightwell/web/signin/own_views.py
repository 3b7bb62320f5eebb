"""A person's own page: how they sign in, and ending every session."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lightwell.web.access import actions as access
from lightwell.web.access.models import Person
from lightwell.web.pages import render
from lightwell.web.signin import actions, factors, policy
from lightwell.web.signin.forms import NewPasswordForm


def index(request: HttpRequest) -> HttpResponse:
    """Show by what the person signs in, and what they may change."""
    person = _person(request)
    context = {
        "factors": factors.factors_of(person),
        "has_password": person.has_usable_password(),
        "directory": getattr(person, "directory_identity", None),
        "needed": policy.needs_second_factor(person),
        "may_change": may_change(request),
    }
    return render(request, "signin/own.html", context)


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change the password, which ends every other session."""
    person = _person(request)
    if not may_change(request) or not person.has_usable_password():
        return redirect("signin_own")
    form = NewPasswordForm(person, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(request=request, person=person, form=form)
        update_session_auth_hash(request, person)
        return redirect("signin_own")
    return render(request, "signin/password.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, id: int) -> HttpResponse:
    """Remove a second factor, unless it is the last of somebody who needs one."""
    person = _person(request)
    if may_change(request):
        actions.remove_factor(request=request, person=person, id=id)
    return redirect("signin_own")


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """End this session, so that the person signs in again and may change how they do."""
    access.sign_out(request=request)
    return redirect(f"{reverse('access:sign_in')}?{urlencode({'next': reverse('signin_own')})}")


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of the person, this one among them."""
    actions.sign_out_everywhere(request=request, person=_person(request))
    return redirect("access:sign_in")


def may_change(request: HttpRequest) -> bool:
    """Whether the person signed in lately enough to change how they do; nobody changes the people of the demonstration."""
    return not settings.DEMONSTRATION and policy.signed_in_recently(request)


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise PermissionDenied("Nobody is signed in.")
    return request.user
