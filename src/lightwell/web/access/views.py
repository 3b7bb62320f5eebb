"""Signing in by a password, and out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lightwell.web.access import actions, queries
from lightwell.web.access.forms import SignInForm
from lightwell.web.pages import render
from lightwell.web.signin.steps import first_step_done


@login_not_required
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or go on from a right password: to the second step, or to where the person was going."""
    going_to = safe_address(request, request.POST.get("next", request.GET.get("next", "")))
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        return first_step_done(request, form.get_user(), going_to, "password")
    context = {
        "form": form,
        "demonstration_people": queries.demonstration_people(),
        "next": going_to,
        "directories": settings.LIGHTWELL_SIGN_IN.openid,
        "contact": settings.LIGHTWELL_SIGN_IN.contact,
    }
    return render(request, "access/sign_in.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and go to the sign-in page."""
    actions.sign_out(request=request)
    return redirect("access:sign_in")


def safe_address(request: HttpRequest, address: str) -> str:
    """Give an address to go on to: the one asked for where it is of this site, else the front page."""
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return address if ours else reverse("home")
