"""The first page of the day."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from lightwell.reports.changes import RULE, changes
from lightwell.store import snapshots
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.choice import choice_of
from lightwell.web.home import actions, queries
from lightwell.web.pages import render
from lightwell.web.performance.queries import pack_of_choice
from lightwell.web.performance.sight import sight_of

_MOST_CHANGED = 8
"""Figures that really changed on the first page, worst first; the table has the others."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what changed since last month, worst first, and what is due; where nothing can be shown, say what to do."""
    figures = can(request.user, Action.SEE_FIGURES)
    if not figures.allowed:
        return render(request, "home/nothing.html", {"heading": "No figures for you", "words": figures.reason})
    if not request.GET and not _any_snapshot():
        return render(request, "home/nothing.html", {"heading": "No figures yet", "words": _NO_SNAPSHOT})
    choice = choice_of(request)
    sight = sight_of(request.user, choice)
    pack = pack_of_choice(choice, sight)
    found = changes(pack)
    due = queries.due_of(request.user, choice)
    if due.rows and isinstance(request.user, Person):
        children = [row.child for row in due.rows]
        actions.saw_due(person=request.user, page=request.path, snapshot=choice.snapshot.id, children=children)
    context = {
        "pack": pack,
        "changes": found,
        "in_short": queries.in_short(pack, found),
        "due": due,
        "opens": sight.may_open(choice.breakdown, choice.member),
        "own_parts": sight.own_parts if sight.parts else (),
        "off_shown": queries.OFF_TARGET_SHOWN,
        "rule": RULE,
        "most_changed": _MOST_CHANGED,
        "disclosed": sight.disclosed,
    }
    return render(request, "home/home.html", context, choice=choice)


_NO_SNAPSHOT = "No extract has been loaded yet. Someone who loads extracts can do it under Data, or with the command lightwell load."


def _any_snapshot() -> bool:
    return bool(snapshots(settings.HOME))
