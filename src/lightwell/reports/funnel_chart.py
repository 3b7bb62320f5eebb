"""The chart of a funnel: each place by its size, over the range that chance leaves a place of that size, those outside named."""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Literal

from lightwell.reports import charts, wording
from lightwell.reports.charts import BLUE, GREY, INK, Frame
from lightwell.reports.drawing import band, picture
from lightwell.signals.funnel import Funnel, Placed

_NEAR, _FAR = "#d3e2f4", "#e9f1fa"
_STEPS = 60
_MOST_NAMED = 8


def funnel_chart(
    drawn: Funnel,
    *,
    name: str,
    title: str,
    unit: Literal["percent", "per_10_000"],
    of: str,
    width: float = 760,
    height: float = 320,
    text: float = 13,
) -> str:
    """Draw the places as dots over the limits of 95 % (darker) and 99.8 %; `of` says what the size is. `name` makes its ids its own."""
    placed = [each for each in drawn.places if each.value is not None]
    largest = max(each.place.denominator for each in placed)
    sizes = charts.ticks(0.0, largest)
    marks = _marks(drawn, placed, unit)
    ticks = tuple(charts.tick(mark, marks) for mark in marks)
    left = max(len(tick) for tick in ticks) * text * 0.56 + text * 1.7
    frame = Frame(left, width - text * 6.5, text * 1.2, height - text * 3.4, marks[0], marks[-1], 2)

    def x(size: float) -> float:
        return frame.left + (frame.right - frame.left) * size / sizes[-1]

    parts = [_limits(drawn, frame, x, unit, sizes[-1]), charts.grid(frame, marks, ticks, text)]
    y = frame.y(drawn.centre)
    parts.append(f'<path d="M{frame.left:.1f} {y:.1f}H{frame.right:.1f}" stroke="{GREY}" fill="none"/>')
    said = f"{drawn.centre:.0f} %" if unit == "percent" else f"{drawn.centre:.1f}"
    parts.append(charts.text_at(frame.right + text * 0.6, y + text * 0.35, f"All {said}", GREY, "start"))
    parts += [charts.text_at(x(size), frame.bottom + text * 1.4, wording.number(size, 0), GREY, "middle") for size in sizes]
    parts.append(charts.text_at((frame.left + frame.right) / 2, frame.bottom + text * 2.9, of, GREY, "middle"))
    parts += _dots(placed, frame, x, text)
    outside = [each.place.name for each in placed if each.outside]
    described = f"{drawn.sentence} {len(placed)} places by size; outside the limits: {', '.join(outside) or 'none'}."
    return picture(name, title, described, width, height, text, parts)


def _marks(drawn: Funnel, placed: list[Placed], unit: str) -> tuple[float, ...]:
    smallest = min(each.place.denominator for each in placed)
    low, high = _range(drawn, unit, smallest, 0.95)
    figures = [low, high, *(each.value or 0.0 for each in placed)]
    return charts.axis(figures, 100.0 if unit == "percent" else None, most=5)


def _range(drawn: Funnel, unit: str, size: float, confidence: float) -> tuple[float, float]:
    """Give the limits for a place of a size: the formula of `signals.funnel`, which gives them at the sizes that there are."""
    scale = 100.0 if unit == "percent" else 10_000.0
    middle = drawn.centre / scale
    spread = math.sqrt((middle * (1 - middle) if unit == "percent" else middle) / size * drawn.phi)
    half = NormalDist().inv_cdf((1 + confidence) / 2) * spread * scale
    high = drawn.centre + half
    return max(drawn.centre - half, 0.0), min(high, 100.0) if unit == "percent" else high


def _limits(drawn: Funnel, frame: Frame, x: Callable[[float], float], unit: str, last: float) -> str:
    parts = []
    first = min(each.place.denominator for each in drawn.places) / 2
    sizes = [first + (last - first) * step / _STEPS for step in range(_STEPS + 1)]
    for confidence, colour in ((0.998, _FAR), (0.95, _NEAR)):
        edges = []
        for size in sizes:
            low, high = _range(drawn, unit, size, confidence)
            inside = [min(max(frame.y(value), frame.top), frame.bottom) for value in (low, high)]
            edges.append((x(size), inside[0], inside[1]))
        parts.append(band(edges, colour))
    return "".join(parts)


def _dots(placed: list[Placed], frame: Frame, x: Callable[[float], float], text: float) -> list[str]:
    """Draw every place; those outside in ink with their names, the furthest first as far as there is room."""
    parts = []
    named = sorted((each for each in placed if each.outside), key=lambda each: -abs(each.score or 0.0))[:_MOST_NAMED]
    for each in placed:
        at, y = x(each.place.denominator), frame.y(each.value or 0.0)
        colour = INK if each.outside else BLUE
        parts.append(f'<circle cx="{at:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')
        if each in named:
            end = at > (frame.left + frame.right) / 2
            beside = at - text * 0.6 if end else at + text * 0.6
            parts.append(charts.text_at(beside, y + text * 0.35, each.place.name, INK, "end" if end else "start"))
    return parts
