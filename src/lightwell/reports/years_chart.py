"""The chart of all published years: our line, the neighbours' middle half and average, the region and England, broken at markers."""

from __future__ import annotations

from itertools import groupby

from lightwell.reports import charts
from lightwell.reports.charts import BLUE, GREY, Frame, text_at
from lightwell.reports.drawing import BAND, THIN, Point, band, broken, picture
from lightwell.reports.neighbours_model import OtherAuthorities, YearBeside
from lightwell.reports.neighbours_said import years_title
from lightwell.reports.trend import spread

_CHARACTER = 0.53


def years_chart(shown: OtherAuthorities, *, name: str, width: float, height: float, text: float) -> str:
    """Draw every published year from the first that any of the areas has a value for.

    The published series of ours is a blue line with dots and our own figure at the end of each year a blue ring, so that where both are
    known their difference shows. A year for which nothing could be published of us has its marker at the foot.
    """
    years = shown.years
    values = [value for one in years for value in _values(one) if value is not None]
    marks = charts.axis(values, 100.0 if shown.unit == "percent" else None, most=5)
    labels = tuple(charts.tick(mark, marks) for mark in marks)
    ends = _ends(shown)
    left = max(len(label) for label in labels) * text * 0.56 + text * 0.8 + text * charts.INDENT
    right = width - max((len(label) for _, label, _, _ in ends), default=0) * text * _CHARACTER - text * 1.4
    frame = Frame(left, right, text * 1.2, height - text * 2.2, marks[0], marks[-1], len(years))
    parts = [*_bands(frame, years), charts.grid(frame, marks, labels, text), *_years_below(frame, years, text)]
    parts += [
        broken(_points(frame, [one.england for one in years]), THIN, 1.0),
        broken(_points(frame, [one.region for one in years]), THIN, 1.0, "2 2"),
        broken(_points(frame, [one.average for one in years]), GREY, 1.6),
        broken(_points(frame, [one.published for one in years]), BLUE, 2.0),
        *_marks(frame, years, text),
        *_labels(frame, ends, text),
    ]
    return picture(name, years_title(shown), _said(shown), width, height, text, parts)


def _values(one: YearBeside) -> tuple[float | None, ...]:
    return one.published, one.own, one.average, one.low, one.high, one.region, one.england


def _points(frame: Frame, values: list[float | None]) -> list[Point | None]:
    return [(frame.x(place), frame.y(value)) if value is not None else None for place, value in enumerate(values)]


def _bands(frame: Frame, years: tuple[YearBeside, ...]) -> list[str]:
    known = [(place, one.low, one.high) for place, one in enumerate(years)]
    parts = []
    for held, group in groupby(known, key=lambda each: each[1] is not None):
        piece = [(frame.x(place), frame.y(low), frame.y(high)) for place, low, high in group if low is not None and high is not None]
        if held and len(piece) > 1:
            parts.append(band(piece, BAND))
    return parts


def _marks(frame: Frame, years: tuple[YearBeside, ...], text: float) -> list[str]:
    parts = []
    for place, one in enumerate(years):
        x = frame.x(place)
        if one.published is not None:
            parts.append(f'<circle cx="{x:.1f}" cy="{frame.y(one.published):.1f}" r="2.8" fill="{BLUE}"/>')
        elif one.marker:
            parts.append(text_at(x, frame.bottom - text * 0.4, one.marker, GREY, "middle", text * 0.9))
        if one.own is not None:
            parts.append(f'<circle cx="{x:.1f}" cy="{frame.y(one.own):.1f}" r="4.2" fill="#fff" stroke="{BLUE}" stroke-width="2"/>')
    return parts


def _years_below(frame: Frame, years: tuple[YearBeside, ...], text: float) -> list[str]:
    """Name the years, counted back from the last so that it is always named, as many as have room."""
    room = (frame.right - frame.left) / max(frame.count - 1, 1)
    labels = [_short(one) for one in years]
    every = next((step for step in (1, 2, 3, 4, 6) if room * step >= max(map(len, labels)) * text * 0.62), 6)
    last = frame.count - 1
    return [
        text_at(frame.x(place), frame.bottom + text * 1.5, label, GREY, "middle")
        for place, label in enumerate(labels)
        if (last - place) % every == 0
    ]


def _short(one: YearBeside) -> str:
    """Write a year for the axis: the day in the year stands in the title."""
    said = one.comparison.year_text
    return said if "/" in said else said.split()[-1]


def _ends(shown: OtherAuthorities) -> list[tuple[float, str, str, bool]]:
    """List the labels at the right: a value, its words, its colour, and whether it is ours."""
    last = shown.years[-1]
    ours = last.published if last.published is not None else last.own
    named = (
        (ours, f"Ours {shown.text(ours)}", BLUE, True),
        (last.average, f"Neighbours {shown.average_text(last.average)}", GREY, False),
        (last.region, f"{last.comparison.region.area.name} {shown.text(last.region)}", GREY, False),
        (last.england, f"England {shown.text(last.england)}", GREY, False),
    )
    return [(value, words, colour, own) for value, words, colour, own in named if value is not None]


def _labels(frame: Frame, ends: list[tuple[float, str, str, bool]], text: float) -> list[str]:
    ordered = sorted(ends, key=lambda end: -end[0])
    places = spread([frame.y(value) for value, _, _, _ in ordered], text * 1.3, frame.bottom)
    return [
        text_at(frame.right + text * 0.8, y + text * 0.35, words, colour, "start", bold=own)
        for (_, words, colour, own), y in zip(ordered, places, strict=True)
    ]


def _said(shown: OtherAuthorities) -> str:
    years = shown.years
    first, last = years[0].comparison.year_text, years[-1].comparison.year_text
    ends = ". ".join(words for _, words, _, _ in _ends(shown))
    missing = [f"{one.comparison.year_text}: {one.marker}" for one in years if one.marker]
    gaps = f" Nothing could be published of us for {', '.join(missing)}." if missing else ""
    return f"Line chart of {len(years)} years, {first} to {last}. In {last}: {ends}.{gaps}"
