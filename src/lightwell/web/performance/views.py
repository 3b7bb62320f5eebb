"""The pages of performance: ask what may be seen, ask the queries, show."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from lightwell.reports import neighbours_said, wording
from lightwell.reports.bars import lollipop
from lightwell.reports.indicator import IndicatorPage
from lightwell.reports.indicator_files import csv_text, xlsx_bytes
from lightwell.reports.interval_said import EXPLAINED, HEADING, interval_said
from lightwell.reports.model import WHOLE, Place
from lightwell.reports.neighbour_charts import dot_plot
from lightwell.reports.neighbours_model import OtherAuthorities
from lightwell.reports.places import BREAKDOWN_WORDS
from lightwell.reports.ranking_chart import ranking_chart
from lightwell.reports.saying import PERIOD_WORDS, amount
from lightwell.reports.signal_chart import drawing, signal_chart
from lightwell.reports.trend import trend_chart
from lightwell.reports.years_chart import years_chart
from lightwell.results import AUTHORITY
from lightwell.results.break_model import Break
from lightwell.signals import Judged
from lightwell.web.access.models import Person
from lightwell.web.choice import Choice, choice_of
from lightwell.web.pages import render
from lightwell.web.performance import actions, queries
from lightwell.web.performance.breaks import breaks_at
from lightwell.web.performance.filters import filters, nearest_choice
from lightwell.web.performance.sight import sight_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Show the performance table: by aim, for the whole service or a part, as known in one snapshot."""
    choice, notice = nearest_choice(request)
    sight = sight_of(request.user, choice)
    aim = request.GET.get("aim", "").strip()
    view = "13" if request.GET.get("months") == "13" else ""
    context = {
        "table": queries.table(choice, aim, sight),
        "filters": filters(choice, sight),
        "aim": aim,
        "months_view": bool(view),
        "opens": sight.may_open(choice.breakdown, choice.member),
        "notice": notice,
        "disclosed": sight.disclosed,
        "here": choice.query(aim=aim, months=view),
        "other_view": choice.query(aim=aim, months="" if view else "13"),
        "reference": reverse("performance:table"),
    }
    return render(request, "performance/table.html", context, choice=choice)


@require_safe
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """Show one indicator: the answer, its months, what it is made of, and how it is counted."""
    choice = choice_of(request)
    sight = sight_of(request.user, choice)
    definition, counted = queries.counted_for(choice, indicator)
    asked = choice
    if not counted:
        choice = replace(choice, breakdown=AUTHORITY, member="")
    by = request.GET.get("by", "").strip()
    page = queries.page_of(choice, indicator, by if counted else "", sight)
    every = request.GET.get("every") == "yes"
    intervals = request.GET.get("intervals") == "yes" and not sight.disclosed
    shown_by = page.breakdown.by if page.breakdown and sight.parts else ""
    headings = queries.pack_of_choice(choice, sight).comparator_headings
    context = {
        "page": page,
        "definition": definition,
        "split": queries.breakdown_view(page, sight, every=every),
        "ways": [(way, BREAKDOWN_WORDS[way], choice.query(by=way)) for way in page.ways] if sight.parts else [],
        "steps": queries.steps(choice),
        "only_whole": "" if counted else asked.part_name,
        "opens": sight.may_open(choice.breakdown, choice.member) and bool(page.figures[-1].numerator),
        "own_parts": [part for part in sight.own_parts if choice.whole and part.breakdown in definition.breakdowns],
        "disclosed": sight.disclosed,
        "may_list": not sight.children.nothing,
        "charts": _charts(page, headings, breaks_at(choice, definition)),
        "expected": _expected(page) is not None,
        "breaks": [each for each in breaks_at(choice, definition) if page.row.cells[0].month < each.month <= choice.month],
        "answers": queries.answers_of(choice, indicator, sight),
        "beside": page.beside if isinstance(page.beside, OtherAuthorities) else None,
        "why_not_beside": "" if page.beside is None or isinstance(page.beside, OtherAuthorities) else page.beside.why,
        "beside_charts": _beside_charts(page.beside) if isinstance(page.beside, OtherAuthorities) else {},
        "said": neighbours_said,
        "lollipop": _lollipop,
        "amount": amount,
        "interval": interval_said,
        "intervals": intervals,
        "interval_words": (HEADING, EXPLAINED),
        "when_words": PERIOD_WORDS[definition.period_type],
        "titled_unit": _UNIT_HEADINGS[definition.unit],
        "here": choice.query(by=shown_by, every="yes" if every else None, intervals="yes" if intervals else None),
        "other_intervals": choice.query(by=shown_by, every="yes" if every else None, intervals=None if intervals else "yes"),
        "every_query": choice.query(by=shown_by, every="yes"),
    }
    return render(request, "performance/indicator.html", context, choice=choice)


_UNIT_HEADINGS = {"count": "Number", "percent": "Share", "per_10_000": "Per 10,000", "mean": "Average"}
_CHARTS = (("wide", 780, 300, 13), ("narrow", 360, 260, 12.5))


@require_safe
def figures_csv(request: HttpRequest, indicator: str) -> HttpResponse:
    """Give an indicator's figures as CSV."""
    choice = choice_of(request)
    lines = queries.lines_of(choice, indicator, sight_of(request.user, choice))
    return _file(request, csv_text(lines).encode("utf-8"), "text/csv; charset=utf-8", choice, indicator, "csv")


@require_safe
def figures_xlsx(request: HttpRequest, indicator: str) -> HttpResponse:
    """Give an indicator's figures as a workbook that says what they are."""
    choice = choice_of(request)
    sight = sight_of(request.user, choice)
    lines = queries.lines_of(choice, indicator, sight)
    place = WHOLE if choice.whole else Place(choice.breakdown, choice.member, choice.part_name)
    content = xlsx_bytes(choice.snapshot, indicator, place, lines, queries.about_published(choice, indicator, sight))
    return _file(request, content, _XLSX, choice, indicator, "xlsx")


def _file(request: HttpRequest, content: bytes, kind: str, choice: Choice, indicator: str, ending: str) -> HttpResponse:
    """Record that figures were taken out, and send a file whose name says what it holds; a part's code is left out of it."""
    actions.exported_figures(person=cast(Person, request.user), choice=choice, indicator=indicator, how=ending, page=request.path)
    part = "" if choice.whole else f"-{choice.breakdown}"
    name = f"{indicator}{part}-{choice.snapshot.id}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _charts(page: IndicatorPage, headings: tuple[str, ...], breaks: tuple[Break, ...]) -> list[Markup]:
    """Draw the trend twice, for a wide page and for a phone: a picture that is made smaller would lose its labels.

    It stands over the range that is to be expected, where that is known of the very months shown: a figure of more than one month is judged
    by its single months, which are another line.
    """
    judged = _expected(page)
    if judged is not None:
        target = page.row.target.value if page.row.target else None
        shown = drawing(
            judged,
            page.definition,
            breaks=breaks,
            target=target,
            target_text=wording.with_unit(page.row.target_text, page.definition),
            last=len(page.row.cells),
        )
        lines = (
            signal_chart(shown, name=name, title=page.chart_title, width=width, height=height, text=size)
            for name, width, height, size in _CHARTS
        )
        return [Markup(each) for each in lines]  # noqa: S704 - its words are escaped where it is made
    spans = page.beside.spans if isinstance(page.beside, OtherAuthorities) else ()
    drawn = (
        trend_chart(page.row, headings, name=name, beside=spans, width=width, height=height, text=size)
        for name, width, height, size in _CHARTS
    )
    return [Markup(each) for each in drawn]  # noqa: S704 - its words are escaped where it is made


def _expected(page: IndicatorPage) -> Judged | None:
    """Give the judgement whose expected range the chart stands over; None where none is known of the very months shown."""
    judged = page.row.travel.judged if page.row.travel else None
    return judged if judged and judged.limits and page.definition.period_type in ("month", "month_end") else None


def _beside_charts(shown: OtherAuthorities) -> dict[str, list[Markup]]:
    """Draw the years, the neighbours and the ranking, each twice as the trend is; the years only where one of them has a figure of ours."""
    drawn: dict[str, list[str]] = {"years": [], "dots": [], "ranking": []}
    for name, width, height, size in _CHARTS:
        if shown.any_of_ours:
            drawn["years"].append(years_chart(shown, name=f"years-{name}", width=width, height=height, text=size))
        drawn["dots"].append(dot_plot(shown, name=f"dots-{name}", width=width, text=size))
        drawn["ranking"].append(ranking_chart(shown, name=f"ranking-{name}", width=width, height=height, text=size))
    return {kind: [Markup(each) for each in pictures] for kind, pictures in drawn.items()}  # noqa: S704 - as above


def _lollipop(share: float | None) -> Markup:
    return Markup(lollipop(share))  # noqa: S704 - made of numbers alone
