"""What happens around every page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from lightwell.errors import LightwellError
from lightwell.web import errors, session_ends

Answer = Callable[[HttpRequest], HttpResponseBase]

_NOT_USED = ("camera", "display-capture", "geolocation", "hid", "microphone", "midi", "payment", "serial", "usb")
PERMISSIONS = ", ".join(f"{feature}=()" for feature in _NOT_USED)
"""What no page of ours asks a browser for, and so no script that got into one may. Passkeys are not among it."""


class SignedIn(LoginRequiredMiddleware):
    """Asks whoever opens a page to sign in first; a form sent after the session ended is told so, because it was not sent."""

    def handle_no_permission(  # type: ignore[override]  # the stubs promise a redirect; any answer is sent on as it is
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """Go to the sign-in page, or say that the session has ended."""
        if request.method == "POST":
            return errors.form_expired(request)
        return super().handle_no_permission(request, view_func)


class PlainErrors:
    """Turns an error meant for people into a page that says it; anything else is a defect, and goes to the log and the page of faults."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Make the page of an error meant for people."""
        return errors.of_error(request, exception) if isinstance(exception, LightwellError) else None


class Guarded:
    """Puts on every answer, those of other middleware and of errors too, what keeps a page with children's names where it is.

    No cache keeps it, so that after signing out the back button shows nothing; no other site may take it in; and no script may ask for the
    camera, the microphone or the place. What has a `Cache-Control` of its own, as style sheets do, keeps that.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.answer(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response


class SessionEnds:
    """Ends the session of someone who asked for nothing for too long, or who signed in too long ago; see `session_ends`."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, as nobody's where the session has ended."""
        session_ends.end_if_over(request)
        return self.answer(request)
