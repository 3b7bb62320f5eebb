"""The pages of late recording: what was first known and what is now, what the shortfall is made of, and how long records wait."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_safe
from markupsafe import Markup

from lightwell.periods import say_date
from lightwell.reports.lag_table import STEP_WORDS, csv_text
from lightwell.reports.late import LatePage
from lightwell.reports.late_chart import late_chart
from lightwell.reports.places import BREAKDOWN_WORDS
from lightwell.reports.shortfall import Shortfall
from lightwell.reports.shortfall_chart import Bar, shortfall_chart, small_bar
from lightwell.results import AUTHORITY
from lightwell.results.recording_said import say_split
from lightwell.web.access.models import Person
from lightwell.web.activity import actions as activity
from lightwell.web.children.queries import PAGE
from lightwell.web.choice import Choice, choice_of
from lightwell.web.pages import render
from lightwell.web.performance import actions, late_queries, queries
from lightwell.web.performance.sight import Sight, sight_of

_CHARTS = (("wide", 780, 300, 13.0), ("narrow", 360, 270, 12.5))
_BARS = (("wide", 780, 13.5), ("narrow", 358, 12.0))


@require_safe
def late(request: HttpRequest, indicator: str) -> HttpResponse:
    """Show the months as first known and as known now, where they settle, what is practice and what recording, and who records late."""
    choice, sight, only_whole = _asked(request, indicator)
    definition, _ = queries.counted_for(choice, indicator)
    page = late_queries.months_known(choice, indicator, sight)
    by, step, lag_by = (request.GET.get(name, "").strip() for name in ("by", "step", "lag"))
    split = None if sight.disclosed else late_queries.shortfall_view(choice, definition, sight, by)
    lag = None
    if not sight.disclosed and sight.may_see(choice.breakdown, choice.member):
        lag = late_queries.lag_view(choice, definition, sight, step, lag_by)
    kept = {"by": split.by if split and by else None, "step": step or None, "lag": lag.by if lag and lag_by else None}
    context = {
        "page": page,
        "definition": definition,
        "only_whole": only_whole,
        "part_words": "whole service" if choice.whole else choice.part_name,
        "charts": _charts(page) if page and page.any_known else [],
        "split": split,
        "said_split": say_split(split.here.split) if split and split.here else "",
        "bars": _bars(split.here) if split and split.here and split.here.most else [],
        "small": lambda shown, longest: Markup(small_bar(shown, longest)),  # noqa: S704 - made of numbers alone
        "lag": lag,
        "steps": STEP_WORDS,
        "opens": sight.may_open,
        "ways": BREAKDOWN_WORDS,
        "disclosed": sight.disclosed,
        "query": lambda **changes: choice.query(**{**kept, **changes}),
    }
    return render(request, "performance/late.html", context, choice=choice)


@require_safe
def lag_csv(request: HttpRequest, indicator: str) -> HttpResponse:
    """Give how long records wait as CSV: every step, by every part that the page offers; record that figures were taken out."""
    choice, sight, _ = _asked(request, indicator)
    definition, _ = queries.counted_for(choice, indicator)
    late_queries.require_counts(sight, choice)
    offered = late_queries.lag_view(choice, definition, sight, "", "")
    views = [late_queries.lag_view(choice, definition, sight, step, way) for way in offered.ways or ("",) for step in STEP_WORDS]
    tables = {(table.kind.id, table.step, table.by): table for view in views for table in view.tables}
    actions.exported_figures(person=cast(Person, request.user), choice=choice, indicator=indicator, how="csv", page=request.path)
    part = "" if choice.whole else f"-{choice.breakdown}"
    return HttpResponse(
        csv_text(tuple(tables.values())).encode("utf-8"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{indicator}{part}-recording-{choice.month}.csv"'},
    )


@require_GET
def lag_list(request: HttpRequest, indicator: str) -> HttpResponse:
    """List the records that wait, or came late, as far as the person may see the children, and record that they read them."""
    choice, sight, _ = _asked(request, indicator)
    definition, _ = queries.counted_for(choice, indicator)
    asked = {name: request.GET.get(name, "").strip() for name in ("kind", "step", "of")}
    person = cast(Person, request.user)
    found = late_queries.record_page(person, choice, definition, sight, asked)
    shown = Paginator(found.lines, PAGE).get_page(request.GET.get("page", "1"))
    activity.record(
        person=person,
        action="read_list",
        subject=indicator,
        page=request.path,
        why=", ".join(each for each in (found.title, found.words, choice.month.name, choice.part) if each),
        snapshot=choice.snapshot.id,
        named=[line.named.child for line in shown.object_list],
    )
    context = {
        "found": found,
        "shown": shown,
        "definition": definition,
        "step_words": STEP_WORDS[found.given.step],
        "part_words": "whole service" if choice.whole else choice.part_name,
        "query": lambda **changes: choice.query(**{**asked, **changes}),
    }
    return render(request, "performance/lag.html", context, choice=choice)


def _asked(request: HttpRequest, indicator: str) -> tuple[Choice, Sight, str]:
    """Read what is asked for; what is counted only for the whole service is shown for it, with the part that was asked for named."""
    choice = choice_of(request)
    sight = sight_of(request.user, choice)
    _, counted = queries.counted_for(choice, indicator)
    return (choice, sight, "") if counted else (replace(choice, breakdown=AUTHORITY, member=""), sight, choice.part_name)


def _charts(page: LatePage) -> list[Markup]:
    """Draw the chart twice, for a wide page and for a phone."""
    title = f"{page.definition.title}, as first known and as known now"
    drawn = (
        late_chart(page.months, page.definition, name=f"late-{name}", title=title, width=width, height=height, text=text)
        for name, width, height, text in _CHARTS
    )
    return [Markup(each) for each in drawn]  # noqa: S704 - its words are escaped where it is made


def _bars(shown: Shortfall) -> list[Markup]:
    """Draw the shortfall as first known and now, twice as every chart is."""
    bars = (
        Bar(f"As first known, {say_date(shown.split.known_on)}: {shown.split.first.missed:,} missed", shown.then),
        Bar(f"As known now: {shown.split.now.missed:,} missed", shown.now),
    )
    drawn = (
        shortfall_chart(bars, name=f"shortfall-{name}", title="What the shortfall is made of", width=width, text=text)
        for name, width, text in _BARS
    )
    return [Markup(each) for each in drawn]  # noqa: S704 - its words are escaped where it is made
