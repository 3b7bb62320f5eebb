"""The chart of one indicator's page: the line of `charts`, with published figures of other areas as thin lines that say whose they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.sax.saxutils import escape

from lightwell.reports import charts, wording
from lightwell.reports.charts import BLUE, GREY, INK, Series
from lightwell.reports.drawing import BAND, PALE_BAND, THIN, band, broken
from lightwell.reports.model import Row
from lightwell.reports.neighbours_model import Span

_LINE = "#b1b4b6"
_HALF = 0.5
_MONTHS_FOR_HIGHEST = 4


@dataclass(frozen=True)
class Reference:
    """One level that the line is seen against, with its label: a target or another area's published figure."""

    value: float
    label: str
    target: bool = False


def references(row: Row, headings: tuple[str, ...]) -> tuple[Reference, ...]:
    """Take the target and the comparators of other areas from a row; our own earlier figure is on the line already."""
    found = _target(row)
    for heading, cell in list(zip(headings, row.comparators, strict=True))[1:]:
        if cell.value is not None:
            found.append(Reference(cell.value, f"{heading} {wording.with_unit(cell.text, row.definition)}"))
    return tuple(found)


def _target(row: Row) -> list[Reference]:
    return [Reference(row.target.value, f"Target {wording.with_unit(row.target_text, row.definition)}", True)] if row.target else []


def trend_chart(
    row: Row,
    headings: tuple[str, ...],
    *,
    name: str,
    beside: tuple[Span, ...] = (),
    width: float = 760,
    height: float = 300,
    text: float = 13,
) -> str:
    """Draw a row's months as a line with its labels on it, the target dashed, and what is published of others behind it.

    With `beside` the neighbours stand as a band of their middle half with their average as a line, and England as a thin line, each as
    far as its year reaches; without it the comparators of the row are thin lines. `name` makes the ids inside the SVG its own on a page.
    No style is used, so that a strict policy for content lets it through.
    """
    drawn = charts.series(row)
    levels = _around(row, beside) if beside else references(row, headings)
    label_width = max((len(level.label) for level in levels), default=0) * text * 0.53
    if drawn.last is not None:
        label_width = max(label_width, len(drawn.texts[drawn.last]) * text * 0.75)
    plain = replace(drawn, target=None, target_text="")
    known = [value for value in drawn.values if value is not None] + [level.value for level in levels] + _published(beside)
    marks = charts.axis(known, drawn.top, most=5) if known else (0.0, 1.0)
    labels = tuple(charts.tick(mark, marks) for mark in marks)
    left = max(len(label) for label in labels) * text * 0.56 + text * 0.8
    frame = charts.Frame(
        left + text * charts.INDENT, width - label_width - text * 1.2, text * 1.9, height - text * 3, marks[0], marks[-1], len(drawn.months)
    )
    parts = [_bands(frame, beside)] if beside else []
    parts += [charts.grid(frame, marks, labels, text) if known else "", charts.months_below(frame, plain, text, False)]
    parts += [_level(frame, level) for level in levels if level.target or not beside]
    parts += _steps(frame, beside)
    parts += charts.line(frame, plain, 2.0, 2.6)
    parts += _labels(frame, drawn, levels, text)
    title = f'<title id="{escape(name)}-title">{escape(wording.chart_title(row))}</title>'
    said = " ".join([charts.describe(drawn), *(f"{level.label}." for level in levels if not level.target)])
    described = f'<desc id="{escape(name)}-desc">{escape(said)}</desc>'
    attributes = f'class="lw-chart" role="img" aria-labelledby="{escape(name)}-title {escape(name)}-desc"'
    return charts.svg(width, height, f'{title}{described}<g font-size="{text:g}">{"".join(parts)}</g>', attributes)


def _around(row: Row, beside: tuple[Span, ...]) -> tuple[Reference, ...]:
    """Take the target, and the neighbours' average and England where the line ends."""
    found = _target(row)
    last = beside[-1].of
    places = last.comparison.measure.decimals
    for words, value, decimals in (("Neighbours", last.average, max(1, places)), ("England", last.england, places)):
        if value is not None:
            found.append(Reference(value, f"{words} {wording.with_unit(wording.number(value, decimals), row.definition)}"))
    return tuple(found)


def _published(beside: tuple[Span, ...]) -> list[float]:
    held = [value for span in beside for value in (span.of.average, span.of.low, span.of.high, span.of.england)]
    return [value for value in held if value is not None]


def _edges(frame: charts.Frame, span: Span) -> tuple[float, float]:
    """Give from where to where a span reaches: to the middle between two months, and no further than the first and the last."""
    step = frame.x(1) - frame.x(0) if frame.count > 1 else 0.0
    return max(frame.x(span.first) - step * _HALF, frame.left), min(frame.x(span.last) + step * _HALF, frame.right)


def _bands(frame: charts.Frame, beside: tuple[Span, ...]) -> str:
    parts = []
    for span in beside:
        if span.of.low is not None and span.of.high is not None:
            left, right = _edges(frame, span)
            low, high = frame.y(span.of.low), frame.y(span.of.high)
            parts.append(band([(left, low, high), (right, low, high)], PALE_BAND if span.carried else BAND))
    return "".join(parts)


def _steps(frame: charts.Frame, beside: tuple[Span, ...]) -> list[str]:
    """Draw the neighbours' average and England as steps, one for each published year."""
    parts = []
    for colour, stroke, values in (
        (THIN, 1.0, [span.of.england for span in beside]),
        (GREY, 1.6, [span.of.average for span in beside]),
    ):
        points: list[tuple[float, float] | None] = []
        for span, value in zip(beside, values, strict=True):
            points += [(x, frame.y(value)) for x in _edges(frame, span)] if value is not None else [None]
        parts.append(broken(points, colour, stroke))
    return parts


def _level(frame: charts.Frame, level: Reference) -> str:
    dashes, colour = (' stroke-dasharray="4 3"', GREY) if level.target else ("", _LINE)
    y = f"{frame.y(level.value):.1f}"
    return f'<path d="M{frame.left:.1f} {y}H{frame.right:.1f}" fill="none" stroke="{colour}"{dashes}/>'


def _labels(frame: charts.Frame, drawn: Series, levels: tuple[Reference, ...], text: float) -> list[str]:
    """Label the last figure and every level at the right, pushed apart where they are close, and the highest figure on the line."""
    wanted: list[tuple[float, str, str, float, bool]] = [
        (frame.y(level.value), level.label, INK if level.target else GREY, text, False) for level in levels
    ]
    parts = []
    if drawn.last is not None:
        at = frame.y(drawn.values[drawn.last] or 0.0)
        parts.append(charts.dot(frame, drawn, drawn.last, 4.2))
        if drawn.last == frame.count - 1:
            wanted.append((at, drawn.texts[drawn.last], BLUE, text * 1.25, True))
        else:
            parts.append(
                charts.text_at(frame.x(drawn.last), at - text * 0.8, drawn.texts[drawn.last], BLUE, "middle", text * 1.25, bold=True)
            )
    wanted.sort()
    for (_, label, colour, size, bold), y in zip(wanted, spread([each[0] for each in wanted], text * 1.3, frame.bottom), strict=True):
        parts.append(charts.text_at(frame.right + text * 0.8, y + size * 0.35, label, colour, "start", size, bold=bold))
    parts.append(charts.highest(frame, drawn, text) if len(drawn.months) >= _MONTHS_FOR_HIGHEST else "")
    return parts


def spread(places: list[float], apart: float, lowest: float) -> list[float]:
    """Move ascending places so that neighbours stand at least `apart` from each other, as little as needed, none past `lowest`."""
    groups: list[list[float]] = []
    for place in places:
        groups.append([place])
        while len(groups) > 1 and _start(groups[-1], apart) < _start(groups[-2], apart) + len(groups[-2]) * apart:
            last = groups.pop()
            groups[-1] += last
    found: list[float] = []
    for group in groups:
        start = min(_start(group, apart), lowest - (len(group) - 1) * apart) if len(group) * apart < lowest else _start(group, apart)
        found += [start + step * apart for step in range(len(group))]
    return found


def _start(group: list[float], apart: float) -> float:
    return sum(group) / len(group) - (len(group) - 1) * apart / 2
