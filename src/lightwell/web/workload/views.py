"""The pages of workload."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse

from lightwell.results import has_clocks
from lightwell.web.access.models import Person
from lightwell.web.activity import actions as activity
from lightwell.web.choice import choice_of
from lightwell.web.pages import render
from lightwell.web.workload import queries, words
from lightwell.web.workload.lists import Listed, due_list, holder_list, open_list, waiting_list
from lightwell.web.workload.look import Look, look_at


def index(request: HttpRequest) -> HttpResponse:
    """Show how much one part of the service carries, and for a worker the children with their clocks."""
    look = look_at(request.user, choice_of(request))
    if not has_clocks(look.choice.snapshot):
        return render(request, "workload/without.html", {"look": look}, choice=look.choice)
    found = queries.overview(look)
    if found.children:
        _record(request, look, "workload", [row.child for row in found.children])
    return render(
        request, "workload/index.html", {"found": found, "look": look, "filters": queries.filters(look), "words": words}, choice=look.choice
    )


def due(request: HttpRequest) -> HttpResponse:
    """List what is due in the next seven days, or overdue."""
    return _list(request, due_list, "workload/due.html", of_children=True)


def caseholders(request: HttpRequest) -> HttpResponse:
    """List caseholders: no child is named here."""
    return _list(request, holder_list, "workload/caseholders.html", of_children=False)


def open_children(request: HttpRequest) -> HttpResponse:
    """List the children who are open."""
    return _list(request, open_list, "workload/open.html", of_children=True)


def waiting(request: HttpRequest) -> HttpResponse:
    """List the children who wait."""
    return _list(request, waiting_list, "workload/waiting.html", of_children=True)


def _list(request: HttpRequest, read: Callable[[Look, dict[str, str]], Listed], template: str, *, of_children: bool) -> HttpResponse:
    look = look_at(request.user, choice_of(request))
    listed = read(look, request.GET.dict())
    if of_children and listed.page.paginator.count:
        _record(request, look, listed.subject, listed.children)
    return render(request, template, {"listed": listed, "look": listed.look, "words": words}, choice=look.choice)


def _record(request: HttpRequest, look: Look, subject: str, children: Iterable[str]) -> None:
    """Record that named children were read; only a person gets so far."""
    if isinstance(request.user, Person):
        activity.record(
            person=request.user,
            action="read_list",
            subject=subject,
            page=request.path,
            why=look.part,
            snapshot=look.choice.snapshot.id,
            named=children,
        )
