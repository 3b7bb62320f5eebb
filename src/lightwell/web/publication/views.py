"""The pages of publications: the editions, asking for another, looking at it, and having it published."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from lightwell.errors import LightwellError, Refused
from lightwell.web.access.decisions import COMMITTEE, Action, can
from lightwell.web.data.words import say_moment
from lightwell.web.pages import render
from lightwell.web.publication import actions, queries
from lightwell.web.publication.forms import MembersForm, PublicForm
from lightwell.web.publication.models import Asked

_LOOKS_AGAIN_AFTER = 10
"""Seconds after which a browser without JavaScript asks for the page of a running publication again."""

_DONE: dict[str, Callable[..., None]] = {"confirm": actions.confirm, "discard": actions.discard, "again": actions.try_again}


def index(request: HttpRequest) -> HttpResponse:
    """List what was published, and for those who may the members' packs."""
    can(request.user, Action.SEE_FIGURES).require()
    person = queries.person_of(request)
    publishes = can(person, Action.PUBLISH).allowed
    context = {
        "editions": queries.listed(),
        "publishes": publishes,
        "sees_exempt": can(person, Action.SEE_EXEMPT).allowed,
        "members": queries.members_packs(person),
        "exempt": queries.exempt_now() if publishes else None,
        "asked": queries.asked() if publishes else [],
        "interrupted": queries.interrupted,
        "say_moment": say_moment,
    }
    return render(request, "publication/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask what publishing a month would come to, or for a members' pack."""
    can(request.user, Action.PUBLISH).require()
    months, exempt, published = queries.months(), queries.exempt_now(), queries.listed()
    out = sorted({each.edition.month for each in published}, reverse=True)
    sent = request.POST if request.method == "POST" else None
    for_members = sent is not None and sent.get("for") == "members"
    public = PublicForm(sent if not for_members else None, months=months)
    members = MembersForm(sent if for_members else None, months=out, committees=exempt.committees)
    told = ""
    if sent is not None:
        try:
            if made := _asked_for(request, members if for_members else public):
                return redirect("publication:asked", asked=made.pk)
        except LightwellError as error:
            told = str(error)
    context = {"public": public, "members": members, "exempt": exempt, "published": out, "told": told}
    return render(request, "publication/ask.html", context, status=422 if sent is not None else 200)


def _asked_for(request: HttpRequest, form: PublicForm | MembersForm) -> Asked | None:
    if not form.is_valid():
        return None
    by, given = queries.person_of(request), form.cleaned_data
    if isinstance(form, MembersForm):
        return actions.ask_for_members(by=by, month=given["month"], committee=given["committee"])
    return actions.ask(by=by, month=given["month"], erratum=given["erratum"])


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, asked: uuid.UUID) -> HttpResponse:
    """Show what publishing would come to, or what came of it; or confirm, discard or begin it again."""
    can(request.user, Action.PUBLISH).require()
    found = get_object_or_404(Asked.objects.select_related("asked_by", "settled_by"), pk=asked)
    if found.committee:
        can(request.user, Action.SEE_EXEMPT, {COMMITTEE: found.committee}).require()
    if request.method != "POST":
        return _show(request, found)
    do = _DONE.get(request.POST.get("do", ""))
    if do is None or request.POST.get("attempt", "") != str(found.attempt):
        return _show(request, found, told="Nothing was done: this has moved on since you opened the page.")
    try:
        do(by=queries.person_of(request), asked=found)
    except Refused as refused:
        return _show(request, Asked.objects.select_related("asked_by", "settled_by").get(pk=asked), told=refused.message)
    return redirect("publication:index") if request.POST["do"] == "discard" else redirect("publication:asked", asked=asked)


def _show(request: HttpRequest, found: Asked, *, told: str = "") -> HttpResponse:
    interrupted = queries.interrupted(found)
    alive = (found.waiting or found.working) and not interrupted
    context = {
        "asked": found,
        "interrupted": interrupted,
        "alive": alive,
        "slow": queries.slow(found),
        "told": told,
        "still": "still" in request.GET,
        "today": queries.released_today(),
        "say_moment": say_moment,
    }
    response = render(request, "publication/asked.html", context, status=409 if told else 200)
    if alive and "still" not in request.GET:
        response["Refresh"] = str(_LOOKS_AGAIN_AFTER)
    return response
