"""What allauth asks of us: its steps of signing in with our own pages, and how secrets are kept."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.contrib.auth import login as django_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from lightwell.errors import LightwellError
from lightwell.web import errors
from lightwell.web.access.models import Person
from lightwell.web.activity import actions as activity
from lightwell.web.pages import service_name
from lightwell.web.signin import policy

_BACKEND = "django.contrib.auth.backends.ModelBackend"


class Account(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Signing in without allauth's registration, messages and e-mail: people are added by those who look after access."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: nobody adds themselves."""
        return False

    def get_login_stages(self) -> list[str]:
        """Name the steps after the first, in their order."""
        return ["lightwell.web.signin.stages.SecondStep", "lightwell.web.signin.stages.SetUp"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Give the front page, where a person was going nowhere else."""
        return reverse("home")

    @transaction.atomic
    def login(self, request: HttpRequest, user: Person) -> None:
        """Begin the session under a new key, and record by what the person was recognised."""
        why = policy.ways(request, user)
        django_login(request, user, backend=_BACKEND)
        activity.record(person=user, action="signed_in", page=request.path, why=why)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: our pages say what happened."""

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """Answer someone whose access was ended."""
        what = "Your access to Lightwell has ended."
        return errors.page(
            request, 403, "You may not sign in", what, "If your work needs it, ask the person who looks after access to Lightwell."
        )


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors under the name of the service; their secrets are encrypted with a key drawn from the secret key."""

    def get_totp_issuer(self) -> str:
        """Give what stands above the code in an authenticator app."""
        return f"Lightwell, {service_name()}"

    def get_totp_label(self, user: Person) -> str:
        """Give the sign-in name, never an e-mail address."""
        return user.username

    def _get_user_identifier(self, user: Person) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def encrypt(self, text: str) -> str:
        """Encrypt a secret, so that a copy of the database alone gives no codes."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret; raises `LightwellError` where the secret key is another than that with which it was kept."""
        try:
            return _fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise LightwellError(
                "Your second factor cannot be read, because the secret key of the site has changed. Ask the person who looks after "
                "Lightwell to put the key back, or to reset how you sign in."
            ) from None


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac("lightwell.signin.second-factors", "", algorithm="sha256").digest()))
