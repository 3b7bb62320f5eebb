"""The chart of late recording: the months as known now, each as first known beside it, and the range in which recent ones may settle."""

from __future__ import annotations

from lightwell.definitions.model import Definition
from lightwell.reports import charts, wording
from lightwell.reports.charts import BLUE, GREY, INK, Frame
from lightwell.reports.drawing import picture
from lightwell.reports.late import LateMonth
from lightwell.reports.trend import spread

_RANGE = "#a9c6e6"
"""The bar of where a month may settle: the edge of the band of what is expected, on the other charts."""

_NARROW = 500
"""Below this width the range stands without its words, which the caption has, so that the line keeps its room."""


def late_chart(
    months: tuple[LateMonth, ...],
    definition: Definition,
    *,
    name: str,
    title: str,
    width: float = 760,
    height: float = 300,
    text: float = 13,
) -> str:
    """Draw the line of what is known now, a hollow mark for each month as first known, and a bar for where one may settle.

    A thin rule joins the mark to the line. The last figure, its range and the month that moved most say on themselves what they are.
    `name` makes the ids inside the SVG its own on a page.
    """
    plain = _series(months, definition)
    known = [value for each in months for value in (each.now.value, _first(each), each.low, each.high) if value is not None]
    marks = charts.axis(known, plain.top, most=5) if known else (0.0, 1.0)
    ticks = tuple(charts.tick(mark, marks) for mark in marks)
    left = max(len(tick) for tick in ticks) * text * 0.56 + text * 0.8
    labels = _right(months, definition, text, short=width < _NARROW)
    room = max((len(words) * size * (0.6 if bold else 0.53) for _, words, _, size, bold in labels), default=0.0)
    frame = Frame(left + text * charts.INDENT, width - room - text * 1.2, text * 2.1, height - text * 3, marks[0], marks[-1], len(months))
    parts = [
        charts.grid(frame, marks, ticks, text) if known else "",
        charts.months_below(frame, plain, text, False),
        *_ranges(frame, months, text),
        *_rules(frame, months),
        *charts.line(frame, plain, 2.0, 2.4),
        *_marks(frame, months, text),
        *_labels(frame, labels, text),
        _moved_most(frame, months, definition, text),
    ]
    return picture(name, title, described(months, definition), width, height, text, parts)


def described(months: tuple[LateMonth, ...], definition: Definition) -> str:
    """Say in words what the chart shows, for those who do not see it."""
    said = [charts.describe(_series(months, definition))]
    moved = [each for each in months if each.restated and each.comparable]
    for each in moved:
        said.append(f"{each.month.name}: first known as {_text(each.first.text if each.first else '', definition)}.")
    if not moved:
        said.append("No month has changed since it was first known.")
    said += [f"{each.month.name} is likely to settle: {each.settles}." for each in months if each.settles]
    return " ".join(said)


def _text(text: str, definition: Definition) -> str:
    return wording.with_unit(text, definition)


def _series(months: tuple[LateMonth, ...], definition: Definition) -> charts.Series:
    return charts.Series(
        months=tuple(each.month for each in months),
        values=tuple(each.now.value for each in months),
        texts=tuple(_text(each.now.text, definition) if each.now.value is not None else each.now.text for each in months),
        target=None,
        target_text="",
        top=100.0 if definition.unit == "percent" else None,
    )


def _first(month: LateMonth) -> float | None:
    return month.first.value if month.first is not None and month.comparable else None


def _ranges(frame: Frame, months: tuple[LateMonth, ...], text: float) -> list[str]:
    """Draw a wide pale bar from the least to the most at which a month may settle."""
    parts = []
    for place, month in enumerate(months):
        if month.low is not None and month.high is not None:
            top, foot, half = frame.y(month.high), frame.y(month.low), text * 0.34
            height = max(foot - top, 2.0)
            parts.append(
                f'<rect class="lw-range" x="{frame.x(place) - half:.1f}" y="{top:.1f}" width="{half * 2:.1f}" height="{height:.1f}" '
                f'fill="{_RANGE}"/>'
            )
    return parts


def _rules(frame: Frame, months: tuple[LateMonth, ...]) -> list[str]:
    parts = []
    for place, month in enumerate(months):
        first = _first(month)
        if first is not None and month.now.value is not None:
            x, ends = frame.x(place), (frame.y(first), frame.y(month.now.value))
            parts.append(f'<path d="M{x:.1f} {ends[0]:.1f}V{ends[1]:.1f}" stroke="{GREY}" stroke-width="1"/>')
    return parts


def _marks(frame: Frame, months: tuple[LateMonth, ...], text: float) -> list[str]:
    """Draw the hollow marks of months that stand elsewhere now; where nothing moved the dot of now is the mark."""
    parts = []
    for place, month in enumerate(months):
        first = _first(month)
        if first is not None and month.restated:
            parts.append(
                f'<circle class="lw-first" cx="{frame.x(place):.1f}" cy="{frame.y(first):.1f}" r="{text * 0.25:.1f}" fill="#fff" '
                f'stroke="{GREY}" stroke-width="1.3"/>'
            )
    return parts


def _right(months: tuple[LateMonth, ...], definition: Definition, text: float, *, short: bool) -> list[tuple[float, str, str, float, bool]]:
    """Give what stands at the right: the last figure, and where it may settle, without its words where `short`; each with its height."""
    last = months[-1]
    found: list[tuple[float, str, str, float, bool]] = []
    if last.now.value is not None:
        found.append((last.now.value, _text(last.now.text, definition), BLUE, text * 1.25, True))
    if last.low is not None and last.high is not None:
        found.append(((last.low + last.high) / 2, last.settles if short else f"May settle: {last.settles}", INK, text, False))
    return found


def _labels(frame: Frame, labels: list[tuple[float, str, str, float, bool]], text: float) -> list[str]:
    placed = sorted((frame.y(value), words, colour, size, bold) for value, words, colour, size, bold in labels)
    heights = spread([each[0] for each in placed], text * 1.4, frame.bottom)
    return [
        charts.text_at(frame.right + text * 0.8, y + size * 0.35, words, colour, "start", size, bold=bold)
        for (_, words, colour, size, bold), y in zip(placed, heights, strict=True)
    ]


def _moved_most(frame: Frame, months: tuple[LateMonth, ...], definition: Definition, text: float) -> str:
    """Write beside the hollow mark that stands furthest from its line what it is, so that the others need no legend."""
    moved = [
        (abs((each.now.value or 0.0) - first), place)
        for place, each in enumerate(months)
        if each.restated and each.now.value is not None and (first := _first(each)) is not None
    ]
    if not moved:
        return ""
    place = max(moved)[1]
    first, now, words = _first(months[place]) or 0.0, months[place].now.value or 0.0, months[place].first
    label = f"first known: {_text(words.text if words else '', definition)}"
    half = len(label) * text * 0.25
    x = min(max(frame.x(place), frame.left + half), frame.right - half + text * 0.5)
    near = [each for at, each in enumerate(months) if abs(frame.x(at) - x) <= half + text * 0.4]
    heights = [frame.y(value) for each in near for value in (each.now.value, _first(each)) if value is not None]
    y = min(max(heights) + text * 1.2, frame.bottom - text * 0.3) if first <= now else max(min(heights) - text * 0.6, text)
    return charts.text_at(x, y, label, GREY, "middle", text * 0.95)
