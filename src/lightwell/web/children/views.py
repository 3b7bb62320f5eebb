"""Lists, journeys and search: ask for what is read, record that it was, and show it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lightwell.errors import NotFound
from lightwell.reports.timeline import timeline
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.access.restricted_queries import may_know_of_samples
from lightwell.web.children import actions, queries
from lightwell.web.children.forms import ExportForm, SearchForm
from lightwell.web.choice import choice_of
from lightwell.web.pages import render

_WANTED = "children_wanted"
"""Where the session keeps what was searched for, so that the way back from a child leads to what was found and no name is in an address."""


@require_GET
def listed(request: HttpRequest, indicator: str) -> HttpResponse:
    """Show a page of the list behind a figure."""
    person, choice = cast(Person, request.user), choice_of(request)
    part, sort = request.GET.get("of", "numerator"), request.GET.get("sort", "")
    found = queries.list_page(person, choice, indicator, part=part, sort=sort, page=request.GET.get("page", "1"))
    actions.read_list(person=person, choice=choice, given=found.listing, shown=[line.key for line in found.lines], page=request.path)
    kept = {"of": part if part != "numerator" else None}
    context = {
        "found": found,
        "query": lambda **changes: choice.query(**{**kept, "sort": sort or None, **changes}),
        "may_open_workload": can(person, Action.SEE_WORKLOAD).allowed,
    }
    return render(request, "children/list.html", context, choice=choice)


@require_POST
def export(request: HttpRequest, indicator: str) -> HttpResponse:
    """Send the list as a file."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        raise NotFound("A list can be downloaded as xlsx or csv.")
    file = actions.export(
        person=cast(Person, request.user),
        choice=choice_of(request),
        indicator=indicator,
        part=request.GET.get("of", "numerator"),
        sort=request.GET.get("sort", ""),
        how=form.cleaned_data["file"],
        page=request.path,
    )
    return HttpResponse(
        file.content,
        content_type=file.type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"', "X-Content-Type-Options": "nosniff"},
    )


@sensitive_post_parameters("wanted")
@sensitive_variables("text", "found")
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Show the form and what was found; what is typed comes by POST and is kept in the session, so that no name is in an address."""
    person = cast(Person, request.user)
    can(person, Action.SEE_CHILDREN).require()
    if request.method == "POST":
        if "clear" in request.POST:
            request.session.pop(_WANTED, None)
            return redirect("children:search")
        form = SearchForm(request.POST)
        if not form.is_valid():
            request.session.pop(_WANTED, None)
            return _search_page(request, {"form": form, "found": None, "text": "", "as_at": None}, status=422)
        request.session[_WANTED] = form.cleaned_data["wanted"]
        return redirect("children:search")
    text = request.session.get(_WANTED, "")
    if not text:
        return _search_page(request, {"form": SearchForm(), "found": None, "text": "", "as_at": None})
    snapshot, found = queries.found_by(person, text)
    actions.searched(person=person, found=found, snapshot=snapshot.id, page=request.path)
    context = {"form": SearchForm(initial={"wanted": text}), "found": found, "text": text, "as_at": snapshot.manifest.as_at}
    return _search_page(request, context)


def _search_page(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """Show the page of search, with the other ways to children that the person has."""
    person = cast(Person, request.user)
    ways = [("Samples", "access:samples")] if may_know_of_samples(person) else []
    if can(person, Action.BREAK_GLASS).allowed:
        ways.append(("Open a child you may not see, for a stated purpose", "access:take"))
    links = [(text, reverse(name)) for text, name in ways]
    return render(request, "children/search.html", {**context, "links": links}, status=status)


@require_GET
def journey(request: HttpRequest, child: str) -> HttpResponse:
    """Show the journey of one child."""
    person, choice = cast(Person, request.user), choice_of(request)
    page = queries.journey_page(person, choice, child, request.GET.get("kind", ""))
    actions.read_child(person=person, journey=page.journey, page=reverse("children:journey", args=[child]), why=queries.reached(request))
    context = {
        "page": page,
        "may_see_findings": can(person, Action.SEE_FINDINGS).allowed,
        "journey": page.journey,
        "wide": timeline(page.journey, width=1196, name="journey-wide"),
        "narrow": timeline(page.journey, width=358, name="journey-narrow"),
    }
    return render(request, "children/journey.html", context, choice=choice)
