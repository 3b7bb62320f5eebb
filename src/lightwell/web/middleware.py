"""What happens around every page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from lightwell.errors import LightwellError
from lightwell.web import errors

Answer = Callable[[HttpRequest], HttpResponseBase]


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


class Uncached:
    """Keeps every page out of shared caches, and out of the browser's after signing out: pages may name children."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.answer(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
