"""The second step of signing in: a code, a recovery code or a passkey, after the first step and before anything is shown."""

from __future__ import annotations

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters

from lightwell.web.access.models import Person
from lightwell.web.pages import render
from lightwell.web.signin import factors, lockout
from lightwell.web.signin.stages import SecondStep

_NO_CODE = "Enter the code from your authenticator app, or one of your recovery codes."
_WRONG_CODE = "The code is not right, or it was used before. Enter the code that your app shows now, or another recovery code."
_WRONG_PASSKEY = "The passkey was not accepted. Try again, or give a code."


@login_not_required
@login_stage_required(stage=SecondStep.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]  # allauth has no types
@sensitive_post_parameters("code", "credential")
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor, and go on where it is right."""
    stage = request._login_stage  # type: ignore[attr-defined]  # put there by allauth
    person: Person = stage.login.user
    if lockout.is_paused(request, person):
        return lockout.paused(request)
    wrong = ""
    if request.method == "POST":
        given, wrong = _given(request, person)
        if given:
            post_authentication(request, given)
            return stage.exit()  # type: ignore[no-any-return]  # allauth has no types
    context = {
        "wrong": wrong,
        "challenge": factors.challenge(person),
        "takes_codes": any(each.kind == factors.App for each in factors.factors_of(person)),
        "contact": settings.LIGHTWELL_SIGN_IN.contact,
    }
    return render(request, "signin/second_step.html", context, status=422 if wrong else 200)


def _given(request: HttpRequest, person: Person) -> tuple[Authenticator | None, str]:
    """Give the factor that was proved, or why none was; each wrong one is counted."""
    if "credential" in request.POST:
        found, wrong = factors.of_passkey(person, request.POST["credential"]), _WRONG_PASSKEY
    elif request.POST.get("code", "").strip():
        found, wrong = factors.of_code(person, request.POST["code"]), _WRONG_CODE
    else:
        return None, _NO_CODE
    if found is None:
        lockout.count_failure(request, person)
    return found, "" if found else wrong
