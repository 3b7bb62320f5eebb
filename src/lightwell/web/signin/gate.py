"""No page is shown to somebody who needs a second factor and has given none in this session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from lightwell.web.access import actions
from lightwell.web.access.models import Person
from lightwell.web.signin import policy

Answer = Callable[[HttpRequest], HttpResponseBase]


class SecondFactorGiven:
    """Ends a session that began without a second factor once its person's roles need one, so that they sign in again and give it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the page be made, or send its reader to sign in."""
        del args, kwargs
        person = request.user
        if not getattr(view, "login_required", True) or not isinstance(person, Person):
            return None
        # The person in place of Django's stand-in, through which each of the page's many questions would take longer than its answer.
        request.user = person = person.itself
        if not policy.needs_second_factor(person) or policy.has_given_second_factor(request, person):
            return None
        actions.sign_out(request=request)
        going_to = request.get_full_path() if request.method == "GET" else reverse("home")
        return redirect(f"{reverse('access:sign_in')}?{urlencode({'next': going_to})}")
