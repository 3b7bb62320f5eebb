"""The form of a new password."""

from __future__ import annotations

from django.contrib.auth.forms import PasswordChangeForm


class NewPasswordForm(PasswordChangeForm):
    """The password as it is, and the new one twice."""

    error_messages = {  # noqa: RUF012 - Django's own way
        "password_mismatch": "The two new passwords are not the same. Enter the new one twice.",
        "password_incorrect": "This is not your password. Enter the one that you sign in with now.",
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.fields["old_password"].error_messages["required"] = "Enter your password as it is now."
        self.fields["new_password1"].error_messages["required"] = "Enter the new password."
        self.fields["new_password2"].error_messages["required"] = "Enter the new password again."
