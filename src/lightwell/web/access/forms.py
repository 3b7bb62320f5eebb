"""Forms of signing in."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """A sign-in name and a password; the same sentence whichever of them is wrong."""

    error_messages = {  # noqa: RUF012 - Django's own way
        "invalid_login": "The sign-in name or the password is not right. Check both: capitals count in the password.",
        "inactive": "The sign-in name or the password is not right. Check both: capitals count in the password.",
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.fields["username"].label = "Sign-in name"
        self.fields["username"].error_messages["required"] = "Enter your sign-in name."
        self.fields["password"].error_messages["required"] = "Enter your password."
