"""Setting up a second factor: on the way to the first session that needs one, and later from the person's own page."""

from __future__ import annotations

import functools
from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.stages import LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from lightwell.web.access.models import Person
from lightwell.web.pages import render
from lightwell.web.signin import actions, factors, policy
from lightwell.web.signin.stages import SetUp

View = Callable[[HttpRequest, Person], HttpResponse]

_SHOWN = "signin_codes_shown"


def for_whom(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Find whose second factor is set up: of somebody on the way in who has none, or of somebody who signed in a short while ago.

    Anyone else is sent away: whoever knows only a password must not add a factor beside the person's own.
    """

    @login_not_required
    @functools.wraps(view)
    def found(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person):
            if settings.DEMONSTRATION or not policy.signed_in_recently(request):
                return redirect("signin_own")
            return view(request, request.user)
        stage = LoginStageController.enter(request, SetUp.key)
        if stage is None or (factors.has_factor(stage.login.user) and not _added_here(request, stage.login.user)):
            return redirect("account_login")
        request.signin_stage = stage  # type: ignore[attr-defined]  # ours, for `codes`
        return view(request, stage.login.user)

    return found


@for_whom
def choose(request: HttpRequest, person: Person) -> HttpResponse:
    """Say why a second factor is needed, and let the person choose which."""
    return render(request, "signin/set_up.html", {"contact": settings.LIGHTWELL_SIGN_IN.contact})


@sensitive_post_parameters("code")
@for_whom
def app(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the code that an authenticator app reads, and take its first code."""
    secret = get_totp_secret()
    wrong = ""
    if request.method == "POST":
        added = actions.add_app(request=request, person=person, secret=secret, code=request.POST.get("code", ""))
        if added:
            clear_totp_secret(request)
            return _added(request, person, added)
        wrong = "The code is not right. Enter the six digits that your app shows now, and check the time that your phone shows."
    context = {"wrong": wrong, "secret": secret, "drawing": factors.drawn(person, secret)}
    return render(request, "signin/app.html", context, status=422 if wrong else 200)


@sensitive_post_parameters("credential")
@for_whom
def passkey(request: HttpRequest, person: Person) -> HttpResponse:
    """Have the browser make a passkey, and keep its public half."""
    wrong = ""
    if request.method == "POST":
        name = request.POST.get("name", "").strip()[:60] or "Passkey"
        added = actions.add_passkey(request=request, person=person, name=name, said=request.POST.get("credential", ""))
        if added:
            return _added(request, person, added)
        wrong = "The passkey was not made. Try again, or use an authenticator app."
    context = {"wrong": wrong, "to_make": factors.passkey_to_make(person), "name": request.POST.get("name", "")}
    return render(request, "signin/passkey.html", context, status=422 if wrong else 200)


@for_whom
def codes(request: HttpRequest, person: Person) -> HttpResponse:
    """Show new recovery codes once; then go on."""
    if not factors.has_factor(person):
        return redirect("signin_set_up")
    stage = getattr(request, "signin_stage", None)
    if request.method == "POST" and "continue" in request.POST:
        return stage.exit() if stage else redirect("signin_own")
    if request.method != "POST" and not request.session.pop(_SHOWN, False):
        return stage.exit() if stage else redirect("signin_own")
    made = actions.new_codes(request=request, person=person)
    return render(request, "signin/codes.html", {"codes": made, "on_the_way": stage is not None})


def _added(request: HttpRequest, person: Person, added: Authenticator) -> HttpResponse:
    """Go on to the recovery codes with the first factor, else back to the person's page."""
    first = not any(each.kind == factors.Codes for each in factors.factors_of(person))
    post_authentication(request, added)
    request.session[_SHOWN] = first
    return redirect("signin_codes")


def _added_here(request: HttpRequest, person: Person) -> bool:
    return any(record["method"] == "mfa" for record in get_authentication_records(request, person))
