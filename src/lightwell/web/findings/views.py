"""The pages of findings: a set at a glance, the findings behind a number, those of one child, and the file to mend them from."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lightwell.errors import NotFound
from lightwell.reports.finding_files import first_row, said_status, said_wrong
from lightwell.results.finding_model import Asked, FindingSet
from lightwell.web.access.decisions import Action, can
from lightwell.web.children.queries import reached
from lightwell.web.findings import actions, queries, seeing, words
from lightwell.web.findings.book import book_of
from lightwell.web.findings.forms import ExportForm
from lightwell.web.pages import render

_ASKED = ("code", "severity", "team", "worker", "age_band", "status")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the first set that there is, or say that there is none yet."""
    found = seeing.sets(seeing.person_of(request))
    if not found:
        return render(request, "findings/none.html", {"may_load": can(request.user, Action.LOAD_EXTRACT).allowed})
    return _show_set(request, found[0], found)


@require_GET
def one_set(request: HttpRequest, ruleset: str) -> HttpResponse:
    """Show one set: how much is open, by rule, team and age."""
    found = seeing.sets(seeing.person_of(request))
    return _show_set(request, seeing.sight(seeing.person_of(request), ruleset).of, found)


def _show_set(request: HttpRequest, of: FindingSet, found: tuple[FindingSet, ...]) -> HttpResponse:
    asked = _asked(request, "severity", "team")
    sight = seeing.sight_of(seeing.person_of(request), of)
    context = {
        "found": queries.overview(sight, asked),
        "of": of,
        "tabs": [(words.tab(each), reverse("findings:set", args=[each.ruleset]), each.ruleset == of.ruleset) for each in found],
        "list_of": lambda **more: _list_address(of, asked, **more),
        "may_run": can(request.user, Action.RUN_CAMPAIGNS).allowed,
        "left_out": seeing.left_out(sight.person, of),
        "words": words,
    }
    return render(request, "findings/set.html", context)


@require_GET
def listed(request: HttpRequest, ruleset: str) -> HttpResponse:
    """List the findings behind a number, with whose they are to mend."""
    person = seeing.person_of(request)
    sight, asked = seeing.sight(person, ruleset), _asked(request)
    order = request.GET.get("sort", "") or ("child" if asked.code else "rule")
    found = queries.listed(sight, asked, order=order, page=request.GET.get("page", "1"))
    if found.children:
        actions.read_findings(by=person, sight=sight, asked=asked, children=found.children, page=request.path)
    context = {
        "found": found,
        "of": sight.of,
        "query": lambda **more: _query(asked, **{"sort": request.GET.get("sort", ""), **more}),
        "first_row": first_row(sight.of),
        "said_wrong": said_wrong,
        "said_status": said_status,
        "may_run": can(request.user, Action.RUN_CAMPAIGNS).allowed,
        "words": words,
    }
    return render(request, "findings/list.html", context)


@require_POST
def export(request: HttpRequest, ruleset: str) -> HttpResponse:
    """Send the findings of a list as a file."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        raise NotFound("Findings can be downloaded as xlsx, as xlsx with a sheet for each team, or as csv.")
    person = seeing.person_of(request)
    sight, asked = seeing.sight(person, ruleset), _asked(request)
    book = book_of(sight, asked)
    file = actions.export(by=person, sight=sight, asked=asked, book=book, how=form.cleaned_data["file"], page=request.path)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(file.content, content_type=file.type, headers=headers)


@require_GET
def child(request: HttpRequest, child: str) -> HttpResponse:
    """Show what is found of one child, in the order in which to mend it."""
    person = seeing.person_of(request)
    found = queries.child_page(person, child)
    actions.read_child(by=person, child=child, page=request.path, why=reached(request))
    context = {
        "found": found,
        "first_row": first_row,
        "said_wrong": said_wrong,
        "said_status": said_status,
        "words": words,
    }
    return render(request, "findings/child.html", context)


def _asked(request: HttpRequest, *names: str) -> Asked:
    """Read which findings are asked for; a list that says no status is of the open ones."""
    given = {name: request.GET.get(name, "").strip() for name in names or _ASKED}
    if not names:
        given["status"] = words.checked_status(given["status"] or "open")
    if given["severity"] and given["severity"] not in words.SEVERITIES:
        raise NotFound("A finding is an error or a query.")
    return Asked(**given)


def _list_address(of: FindingSet, asked: Asked, **more: str) -> str:
    return f"{reverse('findings:list', args=[of.ruleset])}?{_query(asked, **more)}".rstrip("?")


def _query(asked: Asked, **more: str) -> str:
    entries = {**{name: getattr(asked, name) for name in _ASKED}, **more}
    return urlencode({name: value for name, value in entries.items() if value and (name, value) != ("status", "open")})
