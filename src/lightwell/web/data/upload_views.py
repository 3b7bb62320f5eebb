"""The pages of uploads: sending an extract, watching it being read, reviewing it, and having it loaded."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from lightwell.errors import Refused
from lightwell.web import errors
from lightwell.web.access.decisions import Action, can
from lightwell.web.data import actions, queries, words
from lightwell.web.data.arriving import PATIENCE, ExtractHandler, limit
from lightwell.web.data.forms import UploadForm
from lightwell.web.data.models import Upload
from lightwell.web.pages import render

_LOOKS_AGAIN_AFTER = 15
"""Seconds after which a browser without JavaScript asks for the page of a running upload again."""

_DONE: dict[str, Callable[..., None]] = {"confirm": actions.confirm, "discard": actions.discard, "again": actions.try_again}


@csrf_exempt  # until the files have somewhere to go: the token stands among them; `_uploads` checks it
@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request: HttpRequest) -> HttpResponse:
    """List the uploads with the form for another, or take one in."""
    can(request.user, Action.LOAD_EXTRACT).require()
    if request.method != "POST":
        return _uploads(request)
    if int(request.META.get("CONTENT_LENGTH") or 0) > PATIENCE * limit():
        return _too_large(request)
    handler = ExtractHandler(request)
    request.upload_handlers = [handler]
    try:
        request.POST  # noqa: B018 - reads the request through the handler
        return _too_large(request) if handler.too_large else _uploads(request)
    except (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return errors.bad_request(request)
    finally:
        handler.remove()


@csrf_protect
def _uploads(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
    if sent and form.is_valid():
        given = form.cleaned_data
        extract, beside = given["extract"], {part: given[part] for part in ("mapping", "last_year")}
        made = actions.receive(
            by=queries.person_of(request),
            file=extract.path,
            name=given["extract_name"],
            size=extract.size,
            as_at=given["as_at"],
            **{part: actions.Beside(held.path, given[f"{part}_name"]) if held else None for part, held in beside.items()},
        )
        return redirect("data:upload", upload=made.pk)
    context = {
        "form": form,
        "uploads": queries.uploads(),
        "interrupted": queries.is_interrupted,
        "limit": words.say_size(limit()),
        "say_moment": words.say_moment,
    }
    return render(request, "data/uploads.html", context, status=422 if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, upload: uuid.UUID) -> HttpResponse:
    """Show how an upload stands, with what would come of loading it; or confirm, discard or begin it again."""
    can(request.user, Action.LOAD_EXTRACT).require()
    found = get_object_or_404(Upload.objects.select_related("received_by", "settled_by"), pk=upload)
    if request.method != "POST":
        return _show(request, found)
    do = _DONE.get(request.POST.get("do", ""))
    if do is None or not _is_attempt(request, found):
        return _show(
            request, found, told=f"Nothing was done: this upload has moved on since you opened the page. {words.say_standing(found)}"
        )
    try:
        do(by=queries.person_of(request), upload=found)
    except Refused as refused:
        return _show(request, Upload.objects.select_related("received_by", "settled_by").get(pk=upload), told=refused.message)
    return redirect(
        "data:uploads" if request.POST["do"] == "discard" else "data:upload", *([] if request.POST["do"] == "discard" else [upload])
    )


def _is_attempt(request: HttpRequest, found: Upload) -> bool:
    """Say whether the form was of the upload as it stands: another person may have begun it again in between."""
    return request.POST.get("attempt", "") == str(found.attempt)


def _show(request: HttpRequest, found: Upload, *, told: str = "") -> HttpResponse:
    standing = queries.standing(found)
    account = queries.account(found, queries.person_of(request)) if found.state == "loaded" else None
    if standing.preview or standing.problems or (account and account.quarantined):
        named = account.children if account else frozenset[str]()
        actions.read_upload(by=queries.person_of(request), upload=found, children=named, page=request.path)
    context = {
        "upload": found,
        "standing": standing,
        "told": told,
        "account": account,
        "aims": queries.by_aim(standing.preview.feeds) if standing.preview else (),
        "sees_everything": queries.sees_everything(queries.person_of(request)),
        "foreseen": queries.foreseen(found),
        "still": "still" in request.GET,
        "say_moment": words.say_moment,
        "say_source": words.say_source,
        "say_size": words.say_size,
        "say_standing": words.say_standing,
    }
    response = render(request, "data/upload.html", context, status=409 if told else 200)
    if standing.alive and "still" not in request.GET:
        response["Refresh"] = str(_LOOKS_AGAIN_AFTER)
    return response


def _too_large(request: HttpRequest) -> HttpResponse:
    largest = words.say_size(limit())
    remedy = (
        "Zip the files, which makes CSV some ten times smaller, or write them as Parquet. If it is still larger, load it with the command "
        "line, or ask the person who looks after Lightwell to raise LIGHTWELL_UPLOAD_MB."
    )
    return errors.page(
        request, 413, "The file is too large", f"What you sent is larger than {largest}, and was not kept. Nothing was changed.", remedy
    )
