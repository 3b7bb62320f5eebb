"""The pages of the record of activity, for the data protection officer. Reading them is recorded like any other reading."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lightwell.errors import Refused
from lightwell.web.access.decisions import Action, can
from lightwell.web.access.models import Person
from lightwell.web.access.restricted_queries import said_moment
from lightwell.web.activity import changing, looking, queries, report, unusual
from lightwell.web.activity.forms import ReportForm, ReviewForm, SearchForm
from lightwell.web.activity.models import LookReview
from lightwell.web.activity.report_files import csv_text
from lightwell.web.activity.words import GROUPS, RULES, said_action
from lightwell.web.pages import render

_WANTED = "activity_wanted"
"""Where the session keeps what was searched for, so that no sign-in name is in an address."""


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Search the record; without anything asked, the latest entries."""
    person = _officer(request)
    if request.method == "POST":
        if "clear" in request.POST:
            request.session.pop(_WANTED, None)
            return redirect("activity:index")
        form = SearchForm(request.POST)
        if not form.is_valid():
            return render(request, "activity/index.html", {"form": form, "page": None, "rows": [], **_shared(request)}, status=422)
        request.session[_WANTED] = {name: request.POST.get(name, "") for name in form.fields}
        return redirect("activity:index")
    form = SearchForm(request.session.get(_WANTED, {}))
    found, rows = queries.search(person, form.asked if form.is_valid() else queries.Asked(), request.GET.get("page", "1"))
    children = {child for row in rows for child in row.named}
    looking.read(by=person, what="search", children=children, page=request.path, why=_asked_words(form))
    return render(request, "activity/index.html", {"form": form, "page": found, "rows": rows, **_shared(request)})


@require_safe
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show one entry with every child whom it names."""
    person = _officer(request)
    found = queries.entry(person, number)
    looking.read(by=person, what=f"entry {number}", children=found.named, page=request.path)
    return render(request, "activity/entry.html", {"row": found, **_shared(request)})


@require_safe
def child(request: HttpRequest, child: str) -> HttpResponse:
    """Say who looked at one child."""
    return _child(request, child, ReportForm(initial={"file": "html"}))


@require_POST
def child_report(request: HttpRequest, child: str) -> HttpResponse:
    """Make the report of one child that answers a subject-access request: a page to print, or CSV."""
    person, form = _officer(request), ReportForm(request.POST)
    if not form.is_valid():
        return _child(request, child, form, status=422)
    made = report.make(by=person, child=child, answers=form.cleaned_data["request"], page=request.path)
    if form.cleaned_data["file"] == "html":
        return render(request, "activity/report.html", {"report": made, "said_moment": said_moment})
    headers = {"Content-Disposition": 'attachment; filename="subject-access-report.csv"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(csv_text(made).encode("utf-8"), content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def unusual_looking(request: HttpRequest) -> HttpResponse:
    """List unusual looking, what nobody reviewed first."""
    person = _officer(request)
    found = unusual.found(person)
    looking.read(by=person, what="unusual looking", children={child for each in found for child in each.look.children}, page=request.path)
    context = {
        "found": found,
        "rules": RULES,
        "outcomes": LookReview.Outcome.choices,
        "days": unusual.limits_now().days,
        **_shared(request),
    }
    return render(request, "activity/unusual.html", context)


@require_POST
def review(request: HttpRequest) -> HttpResponse:
    """Keep what a review found."""
    person, form = _officer(request), ReviewForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused("Choose what the review found, and say in a sentence how you know. Nothing was changed.")
        looking.review(by=person, **form.cleaned_data)
        messages.success(request, "The review was kept.")
    except Refused as refused:
        messages.warning(request, refused.message)
    return redirect("activity:unusual")


@require_http_methods(["GET", "HEAD", "POST"])
def whole(request: HttpRequest) -> HttpResponse:
    """Show when the record was last proved whole; or prove it now."""
    person = _officer(request)
    verdict = changing.prove(by=person) if request.method == "POST" else None
    context = {"verdict": verdict, "held": queries.verifications(), **_shared(request)}
    return render(request, "activity/whole.html", context)


def _child(request: HttpRequest, child: str, form: ReportForm, status: int = 200) -> HttpResponse:
    person = _officer(request)
    found = queries.lookers(person, child)
    looking.read(by=person, what=child, children=[child], page=request.path, why="who looked at this child")
    return render(request, "activity/child.html", {"child": child, "found": found, "form": form, **_shared(request)}, status=status)


def _officer(request: HttpRequest) -> Person:
    can(request.user, Action.SEE_ACTIVITY).require()
    return cast(Person, request.user)


def _shared(request: HttpRequest) -> dict[str, object]:
    told = [str(message) for message in messages.get_messages(request)]
    return {"said_moment": said_moment, "said_action": said_action, "groups": GROUPS, "told": told}


def _asked_words(form: SearchForm) -> str:
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return ", ".join(f"{name}: {value}" for name, value in given.items() if value)
