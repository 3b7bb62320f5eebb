"""Signing in and out."""

from __future__ import annotations

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


@login_not_required
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or sign the person in and go on to where they were going."""
    going_to = request.POST.get("next", request.GET.get("next", ""))
    if not url_has_allowed_host_and_scheme(going_to, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        going_to = reverse("home")
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.sign_in(request=request, person=form.get_user())
        return redirect(going_to)
    context = {"form": form, "demonstration_people": queries.demonstration_people(), "next": going_to}
    return render(request, "access/sign_in.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and go to the sign-in page."""
    actions.sign_out(request=request)
    return redirect("access:sign_in")
