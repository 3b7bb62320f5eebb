"""The pages of snapshots."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from lightwell.results import all_rows, file_rows
from lightwell.store import open_snapshot
from lightwell.web.access.decisions import Action, can
from lightwell.web.data import queries, words
from lightwell.web.pages import render


def index(request: HttpRequest) -> HttpResponse:
    """List the snapshots, the damaged ones with what to do about them."""
    can(request.user, Action.SEE_DATA).require()
    found, current, damaged = queries.all_snapshots()
    context = {
        "snapshots": found,
        "current": current,
        "damaged": damaged,
        "may_load": can(request.user, Action.LOAD_EXTRACT),
        "home": settings.HOME,
        "say_moment": words.say_moment,
        "say_source": words.say_source,
    }
    return render(request, "data/index.html", context)


def snapshot(request: HttpRequest, name: str) -> HttpResponse:
    """Show one snapshot: where it comes from, what is in it, and what it can tell."""
    can(request.user, Action.SEE_DATA).require()
    found = open_snapshot(settings.HOME, name)
    context = {
        "snapshot": found,
        "manifest": found.manifest,
        "files": file_rows(found.manifest.files),
        "total": all_rows(found.manifest.files),
        "current": open_snapshot(settings.HOME).id,
        "records": queries.record_counts(found),
        "aims": queries.feeds_of(found),
        "sees_everything": queries.sees_everything(queries.person_of(request)),
        "say_moment": words.say_moment,
        "say_source": words.say_source,
    }
    return render(request, "data/snapshot.html", context)
