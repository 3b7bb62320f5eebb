"""Pages for what went wrong: what happened and what to do, in plain words; a traceback goes to the log and never to a person."""

from __future__ import annotations

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from lightwell.errors import LightwellError, NotFound, Problem, Refused
from lightwell.web.choice import NothingLoaded
from lightwell.web.pages import render

logger = logging.getLogger(__name__)


def page(request: HttpRequest, status: int, heading: str, what: str, remedy: str, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    """Make the page of one error."""
    context = {"heading": heading, "what": what, "remedy": remedy, "problems": problems}
    return render(request, "error.html", context, status=status)


def of_error(request: HttpRequest, error: LightwellError) -> HttpResponse:
    """Make the page of an error that is meant for people."""
    if isinstance(error, NothingLoaded):
        remedy = "Someone who may load extracts can upload one under Data, or load it with the command “lightwell load”."
        return page(request, 404, "Nothing has been loaded yet", str(error), remedy)
    if isinstance(error, NotFound):
        return page(request, 404, "There is no such page", str(error), "Check the address, or begin again from the front page.")
    if isinstance(error, Refused):
        return page(request, 422, "This cannot be used", error.message, "Put it right and try again; nothing was changed.", error.problems)
    return page(request, 503, "This cannot be shown now", str(error), "Try again in a few minutes.")


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that makes no sense."""
    return page(
        request,
        400,
        "This request cannot be read",
        "Something in the address or the form is not as it should be.",
        "Go back and try again.",
    )


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer someone who may not see the page, with the reason that was given."""
    reason = str(exception) if exception and str(exception) else "Your role does not include this page."
    return page(
        request, 403, "You may not see this page", reason, "If your work needs it, ask the person who looks after access to Lightwell."
    )


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for an address that leads nowhere."""
    return page(
        request,
        404,
        "There is no such page",
        "The address may be mistyped, or the page may have moved.",
        "Check the address, or begin again from the front page.",
    )


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """Answer when we failed: the fault is ours."""
    return page(
        request,
        500,
        "Something went wrong",
        "This is a fault in Lightwell, not in anything that you did. Nothing was changed.",
        "Try again; if it happens again, tell the person who looks after Lightwell what you were doing and when.",
    )


@login_not_required
def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was sent without a session that knows it: most often a session that ended while the page stood open."""
    return page(
        request,
        403,
        "Your session has ended",
        "The form was open for too long, or you signed out in another window, so it was not sent. Nothing was changed.",
        "Sign in, open the form again and send it.",
    )
