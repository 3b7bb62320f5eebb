"""The page of signal and noise of one indicator: what is judged, by what, and where it shows."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from lightwell.reports.funnel_chart import funnel_chart
from lightwell.reports.funnels import FROM_POPULATION
from lightwell.reports.places import BREAKDOWN_WORDS, PARTS
from lightwell.reports.signal import SignalPage, signal_page
from lightwell.reports.signal_chart import signal_chart
from lightwell.reports.wording import number, with_unit
from lightwell.results import AUTHORITY
from lightwell.web.choice import choice_of
from lightwell.web.pages import render
from lightwell.web.performance import queries
from lightwell.web.performance.sight import sight_of

_CHARTS = (("wide", 1100, 380, 13, None), ("narrow", 360, 280, 12.5, 13))


@require_safe
def signal(request: HttpRequest, indicator: str) -> HttpResponse:
    """Show whether an indicator has changed: the verdict, the control chart, the target, the breaks, and the parts that differ."""
    choice = choice_of(request)
    sight = sight_of(request.user, choice)
    definition, counted = queries.counted_for(choice, indicator)
    if not counted:
        choice = replace(choice, breakdown=AUTHORITY, member="")
    ways = [way for way in PARTS if way in definition.breakdowns and way != "worker"] if choice.whole and sight.parts else []
    asked = request.GET.get("by", "").strip()
    by = asked if asked in ways else "team" if "team" in ways else ""
    page = signal_page(
        choice.home,
        choice.snapshot,
        choice.month,
        indicator,
        breakdown=choice.breakdown,
        member=choice.member,
        by="" if sight.disclosed else by,
        disclosed=sight.disclosed,
    )
    context: dict[str, object] = {
        "page": page,
        "definition": definition,
        "charts": _charts(page) if page else [],
        "funnels": _funnels(page) if page else {"parts": [], "neighbours": []},
        "from_population": FROM_POPULATION,
        "ways": [(way, BREAKDOWN_WORDS[way], choice.query(by=way)) for way in ways],
        "by": by,
        "disclosed": sight.disclosed,
        "figure": lambda value: with_unit(number(value, definition.decimals), definition),
    }
    return render(request, "performance/signal.html", context, choice=choice)


def _funnels(page: SignalPage) -> dict[str, list[Markup]]:
    """Draw each funnel that there is twice, as every chart is."""
    drawn: dict[str, list[Markup]] = {"parts": [], "neighbours": []}
    what = ((page.parts, "parts", "Number that the share is taken of"), (page.neighbours, "neighbours", "Children who live there"))
    for found, name, of in what:
        if found is not None and any(each.value is not None for each in found.places):
            unit: Literal["percent", "per_10_000"] = "percent" if name == "parts" else "per_10_000"
            sizes = ((f"{name}-wide", 780, 320, 13.0), (f"{name}-narrow", 360, 280, 12.0))
            pictures = (
                funnel_chart(found, name=each, title=page.definition.title, unit=unit, of=of, width=width, height=height, text=text)
                for each, width, height, text in sizes
            )
            drawn[name] = [Markup(each) for each in pictures]  # noqa: S704 - its words are escaped where it is made
    return drawn


def _charts(page: SignalPage) -> list[Markup]:
    """Draw the chart twice, for a wide page with every month and for a phone with the last thirteen."""
    drawn = []
    for name, width, height, text, last in _CHARTS:
        shown = page.drawn if last is None else replace(page.drawn, points=page.drawn.points[-last:])
        title = f"{page.definition.title}, with the range to be expected"
        drawn.append(signal_chart(shown, name=f"signal-{name}", title=title, width=width, height=height, text=text))
    return [Markup(each) for each in drawn]  # noqa: S704 - its words are escaped where it is made
