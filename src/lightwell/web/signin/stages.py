"""The steps between the first proof of who someone is and the session: nobody is signed in until all are done."""

from __future__ import annotations

from typing import Any

from allauth.account.stages import LoginStage
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpResponse
from django.shortcuts import redirect

from lightwell.web.signin import policy


class SecondStep(AuthenticateStage):  # type: ignore[misc]  # allauth has no types
    """Asks for the second factor that a person has set up, unless the directory has proved one."""

    def _should_handle(self, request: Any) -> bool:
        person = self.login.user
        return bool(super()._should_handle(request)) and not policy.has_given_second_factor(request, person)


class SetUp(LoginStage):  # type: ignore[misc]  # allauth has no types
    """Has a person whose roles may see a child set up a second factor, where they have none."""

    key = "lightwell_set_up"
    urlname = "signin_set_up"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Give the answer that leads to the page, or nothing where the person may go on."""
        person = self.login.user
        if policy.has_given_second_factor(self.request, person) or not policy.needs_second_factor(person):
            return None, True
        return redirect(self.urlname), True
