"""The chart of signal and noise: the months as a line over the range that is to be expected, with breaks, marks and what may still move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lightwell.definitions.model import Definition
from lightwell.reports import charts, wording
from lightwell.reports.charts import BLUE, GREY, INK, Frame
from lightwell.reports.drawing import picture
from lightwell.reports.trend import spread
from lightwell.results import State
from lightwell.results.break_model import Break
from lightwell.signals import Judged, Point, PointState, Rule

EXPECTED = "#e6effa"
"""The band of what is to be expected: the palest of our blue, told from white beside it by its edges."""

_EDGE = "#a9c6e6"
_HALF = 0.5


@dataclass(frozen=True)
class Drawing:
    """What is drawn: the points shown, the judgement they are part of, the target with its text, and the breaks among the months."""

    points: tuple[Point, ...]
    judged: Judged
    definition: Definition
    target: float | None
    target_text: str
    breaks: tuple[Break, ...]

    @property
    def months(self) -> int:
        """How many months are shown."""
        return len(self.points)


def drawing(
    judged: Judged,
    definition: Definition,
    *,
    breaks: Sequence[Break] = (),
    target: float | None = None,
    target_text: str = "",
    last: int | None = None,
) -> Drawing:
    """Take the last months of a judgement for drawing, all of them where `last` is None, with the breaks that fall among them."""
    points = judged.points if last is None else judged.points[-last:]
    among = tuple(each for each in breaks if points and points[0].month < each.month <= points[-1].month)
    return Drawing(points, judged, definition, target, target_text, among)


def signal_chart(drawn: Drawing, *, name: str, title: str, width: float = 760, height: float = 300, text: float = 13) -> str:
    """Draw the line over its expected range, the usual level, the target dashed, breaks as numbered rules, and unusual months ringed.

    A provisional month is hollow, with a bar for where it may settle. `name` makes the ids inside the SVG its own on a page.
    """
    plain = _series(drawn)
    marks = _axis(drawn)
    ticks = tuple(charts.tick(mark, marks) for mark in marks)
    left = max(len(tick) for tick in ticks) * text * 0.56 + text * 0.8
    labels = _right_labels(drawn, text)
    room = max((len(words) * size * (0.6 if bold else 0.53) for _, words, _, size, bold in labels), default=0.0)
    frame = Frame(left + text * charts.INDENT, width - room - text * 1.2, text * 2.1, height - text * 3, marks[0], marks[-1], drawn.months)
    parts = [
        *_expected(frame, drawn),
        charts.grid(frame, marks, ticks, text),
        charts.months_below(frame, plain, text, False),
        *_breaks(frame, drawn, text),
        *_usual(frame, drawn),
        _target(frame, drawn),
        *_settling(frame, drawn),
        *charts.line(frame, plain, 2.0, 2.0),
        *_marked(frame, drawn),
        *_labels(frame, labels, text),
    ]
    return picture(name, title, described(drawn), width, height, text, parts)


def described(drawn: Drawing) -> str:
    """Say in words what the chart shows, for those who do not see it."""
    said = [charts.describe(_series(drawn))]
    limits = drawn.judged.limits[-1] if drawn.judged.limits else None
    if limits is not None:
        said.append(f"Expected: {_figure(drawn, limits.low)} to {_figure(drawn, limits.high)}, usually {_figure(drawn, limits.centre)}.")
    unusual = [point for point in drawn.points if point.month in drawn.judged.months]
    if unusual:
        said.append(f"The verdict rests on {', '.join(point.month.name for point in unusual)}.")
    said += [f"From {each.month.name}: {each.title}. {each.what}" for each in drawn.breaks]
    return " ".join([*said, drawn.judged.sentence])


def _series(drawn: Drawing) -> charts.Series:
    return charts.Series(
        months=tuple(point.month for point in drawn.points),
        values=tuple(_shown(point) for point in drawn.points),
        texts=tuple(_text(drawn, point) for point in drawn.points),
        target=drawn.target,
        target_text=drawn.target_text,
        top=100.0 if drawn.definition.unit == "percent" else None,
    )


def _shown(point: Point) -> float | None:
    return None if point.state is PointState.COUNTS_ONLY else point.value


def _text(drawn: Drawing, point: Point) -> str:
    if point.value is None:
        return wording.MARKS[State.NO_DATA]
    return "few" if point.state is PointState.COUNTS_ONLY else _figure(drawn, point.value)


def _figure(drawn: Drawing, value: float) -> str:
    return wording.with_unit(wording.number(value, drawn.definition.decimals), drawn.definition)


def _axis(drawn: Drawing) -> tuple[float, ...]:
    known = [value for point in drawn.points for value in (_shown(point), point.lower, point.upper) if value is not None]
    known += [value for point in drawn.points if point.settling for value in (point.settling.low, point.settling.high)]
    known += [drawn.target] if drawn.target is not None and known else []
    return charts.axis(known, 100.0 if drawn.definition.unit == "percent" else None, most=5) if known else (0.0, 1.0)


def _phases(drawn: Drawing) -> list[list[tuple[int, Point]]]:
    """Sort the points that have limits into runs of one phase each, with their places."""
    runs: list[list[tuple[int, Point]]] = []
    for place, point in enumerate(drawn.points):
        if point.centre is None or point.lower is None or point.upper is None:
            continue
        if runs and runs[-1][-1][1].phase == point.phase:
            runs[-1].append((place, point))
        else:
            runs.append([(place, point)])
    return runs


def _ends(frame: Frame, first: int, last: int) -> tuple[float, float]:
    """Give from where to where a run of months reaches: half a month beyond each end, and no further than the frame."""
    step = frame.x(1) - frame.x(0) if frame.count > 1 else 0.0
    return max(frame.x(first) - step * _HALF, frame.left), min(frame.x(last) + step * _HALF, frame.right)


def _expected(frame: Frame, drawn: Drawing) -> list[str]:
    parts = []
    for run in _phases(drawn):
        uppers, lowers = [_edge(frame, run, upper) for upper in (True, False)]
        shape = "L".join(f"{x:.1f} {y:.1f}" for x, y in [*uppers, *reversed(lowers)])
        parts.append(f'<path class="lw-band" d="M{shape}Z" fill="{EXPECTED}"/>')
        for edge in (uppers, lowers):
            path = "L".join(f"{x:.1f} {y:.1f}" for x, y in edge)
            parts.append(f'<path d="M{path}" fill="none" stroke="{_EDGE}" stroke-width="0.8"/>')
    return parts


def _edge(frame: Frame, run: list[tuple[int, Point]], upper: bool) -> list[tuple[float, float]]:
    """Give one edge of the band: level to both ends of the run, through each month."""
    left, right = _ends(frame, run[0][0], run[-1][0])
    heights = [frame.y((point.upper if upper else point.lower) or 0.0) for _, point in run]
    middle = [(frame.x(place), y) for (place, _), y in zip(run, heights, strict=True)]
    return [(left, heights[0]), *middle, (right, heights[-1])]


def _usual(frame: Frame, drawn: Drawing) -> list[str]:
    parts = []
    for run in _phases(drawn):
        left, right = _ends(frame, run[0][0], run[-1][0])
        points = [(left, run[0][1].centre), *((frame.x(place), point.centre) for place, point in run), (right, run[-1][1].centre)]
        path = "L".join(f"{x:.1f} {frame.y(centre or 0.0):.1f}" for x, centre in points)
        parts.append(f'<path d="M{path}" fill="none" stroke="{GREY}" stroke-width="1"/>')
    return parts


def _target(frame: Frame, drawn: Drawing) -> str:
    if drawn.target is None:
        return ""
    y = frame.y(drawn.target)
    return f'<path d="M{frame.left:.1f} {y:.1f}H{frame.right:.1f}" fill="none" stroke="{INK}" stroke-dasharray="4 3"/>'


def _breaks(frame: Frame, drawn: Drawing, text: float) -> list[str]:
    """Draw each break as a rule before its first month, with its number; a chart of fewer months keeps the numbers of the long one."""
    parts = []
    at = {point.month: place for place, point in enumerate(drawn.points)}
    by_month: dict[int, list[int]] = {}
    for number, each in enumerate(drawn.breaks, 1):
        if at.get(each.month):
            by_month.setdefault(at[each.month], []).append(number)
    for place, numbers in by_month.items():
        x = (frame.x(place - 1) + frame.x(place)) / 2
        top = frame.top - text * 0.3
        parts.append(f'<path d="M{x:.1f} {top:.1f}V{frame.bottom:.1f}" fill="none" stroke="{GREY}" stroke-dasharray="2 3"/>')
        words = ", ".join(str(number) for number in numbers)
        parts.append(charts.text_at(x, top - text * 0.35, words, INK, "middle", text * 0.9, bold=True))
    return parts


def _settling(frame: Frame, drawn: Drawing) -> list[str]:
    """Draw where a month may settle as a bar with two ends."""
    parts = []
    for place, point in enumerate(drawn.points):
        if point.settling is None:
            continue
        x, low, high = frame.x(place), frame.y(point.settling.low), frame.y(point.settling.high)
        path = f"M{x:.1f} {low:.1f}V{high:.1f}M{x - 3:.1f} {low:.1f}h6M{x - 3:.1f} {high:.1f}h6"
        parts.append(f'<path d="{path}" fill="none" stroke="{BLUE}" stroke-width="1.6" stroke-opacity="0.7"/>')
    return parts


def _marked(frame: Frame, drawn: Drawing) -> list[str]:
    """Ring the unusual months, hollow the provisional ones, and end the line with a larger dot."""
    parts = []
    known = [place for place, point in enumerate(drawn.points) if _shown(point) is not None]
    for place in known:
        point = drawn.points[place]
        x, y = frame.x(place), frame.y(_shown(point) or 0.0)
        if point.month in drawn.judged.months or Rule.OUTSIDE in point.rules:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.2" fill="none" stroke="{INK}" stroke-width="1.4"/>')
        last = place == known[-1]
        if point.state is PointState.PROVISIONAL:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{4.2 if last else 3.2}" fill="#fff" stroke="{BLUE}" stroke-width="1.8"/>')
        elif last:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.2" fill="{BLUE}"/>')
    return parts


Label = tuple[float, str, str, float, bool]


def _right_labels(drawn: Drawing, text: float) -> list[Label]:
    """Give the labels at the right: the value, the words, the colour, the size, and whether bold."""
    found: list[Label] = []
    plain = _series(drawn)
    if plain.last is not None:
        found.append((plain.values[plain.last] or 0.0, plain.texts[plain.last], BLUE, text * 1.25, True))
    if drawn.target is not None:
        found.append((drawn.target, f"Target {drawn.target_text}", INK, text, False))
    runs = _phases(drawn)
    if runs and runs[-1][-1][0] == drawn.months - 1:
        end = runs[-1][-1][1]
        found.append((end.centre or 0.0, f"Usual {_figure(drawn, end.centre or 0.0)}", GREY, text, False))
        found.append((end.upper or 0.0, "expected range", GREY, text * 0.92, False))
    return found


def _labels(frame: Frame, labels: list[Label], text: float) -> list[str]:
    ordered = sorted(labels, key=lambda label: -label[0])
    places = spread([frame.y(label[0]) for label in ordered], text * 1.3, frame.bottom)
    return [
        charts.text_at(frame.right + text * 0.8, y + size * 0.35, words, colour, "start", size, bold=bold)
        for (_, words, colour, size, bold), y in zip(ordered, places, strict=True)
    ]
