"""The pages that take a change apart: the change of a figure between two months, the lists behind its counts, and all of it as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_safe

from lightwell.reports.explained import explained_page, signed
from lightwell.reports.explained_files import csv_text, lines
from lightwell.reports.explained_parts import POPULATION
from lightwell.reports.saying import amount
from lightwell.results import AUTHORITY
from lightwell.web.access.models import Person
from lightwell.web.children.actions import read_list
from lightwell.web.choice import Choice, choice_of
from lightwell.web.pages import render
from lightwell.web.performance import actions, explain_queries, queries
from lightwell.web.performance.sight import Sight, sight_of


@require_safe
def explain(request: HttpRequest, indicator: str) -> HttpResponse:
    """Show what the change of a figure between two months is made of."""
    choice, sight, only_whole = _asked(request, indicator)
    months = explain_queries.months_of(request, choice)
    definition, _ = queries.counted_for(choice, indicator)
    earlier, later = explain_queries.months_offered(choice)
    full = not sight.disclosed and sight.parts
    by = request.GET.get("by", "").strip()
    page = None
    if full:
        seen = explain_queries.may_see(sight)
        place = explain_queries.place_chosen(choice)
        page = explained_page(
            choice.home, choice.snapshot, indicator, months, place, by=by, may_see=seen, verdict=_verdict(choice, sight, indicator)
        )
    chosen_by = page.table.column if page and page.table and by else None
    context = {
        "page": page,
        "shown": None if full else explain_queries.shown_change(choice, indicator, months),
        "definition": definition,
        "months": months,
        "earlier": earlier,
        "later": later,
        "only_whole": only_whole,
        "lists": full and not sight.children.nothing,
        "opens": sight.may_open,
        "population": POPULATION,
        "signed": signed,
        "amount": amount,
        "part_words": "whole service" if choice.whole else choice.part_name,
        "query": lambda **changes: choice.query(**{"from": str(months[0]), "by": chosen_by, **changes}),
    }
    return render(request, "performance/explain.html", context, choice=choice)


def _verdict(choice: Choice, sight: Sight, indicator: str) -> str:
    """Say whether the figure has changed by more than its own usual spread: a change that is taken apart need not be one."""
    row = queries.pack_of_choice(choice, sight).row(indicator)
    return row.travel.sentence if row and row.travel else ""


@require_GET
def explain_list(request: HttpRequest, indicator: str) -> HttpResponse:
    """Show who is behind one count of a change, as far as the person may see them, and record that they read it."""
    choice, sight, _ = _asked(request, indicator)
    months = explain_queries.months_of(request, choice)
    asked = {name: request.GET.get(name, "") for name in ("move", "by", "member")}
    person = cast(Person, request.user)
    found = explain_queries.change_list(person, choice, sight, indicator, months, asked)
    shown = [row.key for row in found.rows]
    read_list(person=person, choice=choice, given=found.given, shown=shown, page=request.path)
    context = {
        "found": found,
        "definition": found.given.definition,
        "months": months,
        "part_words": "whole service" if choice.whole else choice.part_name,
        "back": choice.query(**{"from": str(months[0]), "by": asked["by"] or None}),
    }
    return render(request, "performance/explain_list.html", context, choice=choice)


@require_safe
def explain_csv(request: HttpRequest, indicator: str) -> HttpResponse:
    """Give a change taken apart as CSV, and record that figures were taken out; for those who see its counts."""
    choice, sight, _ = _asked(request, indicator)
    months = explain_queries.months_of(request, choice)
    explain_queries.require_counts(sight)
    place = explain_queries.place_chosen(choice)
    content = csv_text(lines(choice.snapshot, indicator, months, place, may_see=explain_queries.may_see(sight)))
    actions.exported_figures(person=cast(Person, request.user), choice=choice, indicator=indicator, how="csv", page=request.path)
    part = "" if choice.whole else f"-{choice.breakdown}"
    name = f"{indicator}{part}-change-{months[0]}-{months[1]}.csv"
    return HttpResponse(
        content.encode("utf-8"), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _asked(request: HttpRequest, indicator: str) -> tuple[Choice, Sight, str]:
    """Read what is asked for; what is counted only for the whole service is shown for it, with the part that was asked for named."""
    choice = choice_of(request)
    sight = sight_of(request.user, choice)
    _, counted = queries.counted_for(choice, indicator)
    return (choice, sight, "") if counted else (replace(choice, breakdown=AUTHORITY, member=""), sight, choice.part_name)
