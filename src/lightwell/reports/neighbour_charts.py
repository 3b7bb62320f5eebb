"""The dot plot of the neighbours with ours among them, as SVG text. Pure functions, no library."""

from __future__ import annotations

from lightwell.reports import charts
from lightwell.reports.charts import BLUE, GREY, GRID, INK, Frame, text_at
from lightwell.reports.drawing import THIN, picture
from lightwell.reports.neighbours_model import Figure, OtherAuthorities

_CHARACTER = 0.53
_BOLD = 0.6
_WIDE = 560
"""From this width on a name stands beside its dot; below, it stands above it."""


def dot_plot(shown: OtherAuthorities, *, name: str, width: float, text: float) -> str:
    """Draw a row for each neighbour and for ours, in order of place: name, dot, value; the average and England as lines down all rows.

    A figure that is not there has its marker in place of a dot, and stands below the others: it is never drawn as 0. Empty where there
    is nobody to draw.
    """
    if not shown.members:
        return ""
    wide = width >= _WIDE
    names = max(len(one.name) * (_BOLD if one.kind == "ours" else _CHARACTER) for one in shown.members) * text
    values = max(len(shown.text(one.value)) for one in shown.members) * text * 0.6 + text
    left = min(names + text * 1.4, width * 0.45) if wide else text * 0.6
    known = [one.value for one in shown.members if one.value is not None]
    levels = [
        (shown.average_value, f"{shown.average.capitalize()} {shown.average_text(shown.average_value)}", True),
        (shown.england, f"England {shown.text(shown.england)}", False),
    ]
    marks = charts.axis(
        [*known, *(value for value, _, _ in levels if value is not None)], 100.0 if shown.unit == "percent" else None, most=5
    )
    step = text * (1.9 if wide else 3.0)
    top = text * 3.4
    bottom = top + step * len(shown.members)
    frame = Frame(left, width - values - text * 0.6, top, bottom, marks[0], marks[-1], 2)
    tracks = [top + step * place + step * (0.5 if wide else 0.72) for place in range(len(shown.members))]
    lines = [(top, bottom)] if wide else [(track - text * 0.6, track + text * 0.6) for track in tracks]
    parts = [_levels(frame, levels, text, lines)]
    parts += [_row(frame, one, shown, top + step * place, step, width, text, wide) for place, one in enumerate(shown.members)]
    title = f"{shown.measure.title}, {shown.then.year_text}: ours and its neighbours"
    return picture(name, title, _dots_said(shown), width, bottom + text * 0.6, text, parts)


def _across(frame: Frame, value: float) -> float:
    return frame.left + (frame.right - frame.left) * (value - frame.low) / (frame.high - frame.low)


def _levels(frame: Frame, levels: list[tuple[float | None, str, bool]], text: float, lines: list[tuple[float, float]]) -> str:
    """Draw a line down for the average and one for England, with their labels above.

    `lines` are the pieces of each line, from which height to which: the whole way where no name stands in it, else beside each dot.
    """
    known = sorted((value, label, of_neighbours) for value, label, of_neighbours in levels if value is not None)
    places = label_places([(_across(frame, value), label) for value, label, _ in known], frame.right + text * 2, text)
    parts = []
    for (value, label, of_neighbours), (at, anchor, row) in zip(known, places, strict=True):
        x = _across(frame, value)
        y = frame.top - text * (1.0 + row * 1.3)
        dashes, colour = ("", GREY) if of_neighbours else (' stroke-dasharray="2 2"', THIN)
        path = "".join(f"M{x:.1f} {top:.1f}V{bottom:.1f}" for top, bottom in [(y + text * 0.35, frame.top), *lines])
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}"{dashes}/>')
        parts.append(text_at(at, y, label, GREY, anchor, text * 0.95))
    return "".join(parts)


def label_places(wanted: list[tuple[float, str]], right: float, text: float) -> list[tuple[float, str, int]]:
    """Place the labels above their lines: where to write, from which side, and how many rows up.

    Two that would meet part to the left and the right of their lines; where there is no room for that, one stands above the other.
    """
    wide = [len(label) * text * _CHARACTER for _, label in wanted]
    middles = [min(max(x, size / 2), right - size / 2) for (x, _), size in zip(wanted, wide, strict=True)]
    if len(wanted) < 2 or middles[1] - wide[1] / 2 > middles[0] + wide[0] / 2 + text * 0.5:
        return [(middle, "middle", 0) for middle in middles]
    (first, _), (second, _) = wanted
    if first - wide[0] >= 0 and second + wide[1] <= right:
        return [(first + text * 0.2, "end", 0), (max(second - text * 0.2, first + text * 0.7), "start", 0)]
    return [(middles[0], "middle", 1), (middles[1], "middle", 0)]


def _row(frame: Frame, one: Figure, shown: OtherAuthorities, y: float, step: float, width: float, text: float, wide: bool) -> str:
    ours = one.kind == "ours"
    colour = BLUE if ours else INK
    track = y + step * (0.5 if wide else 0.72)
    words = track + text * 0.35 if wide else y + text * 1.2
    parts = [f'<path d="M{frame.left:.1f} {track:.1f}H{frame.right:.1f}" stroke="{GRID}"/>']
    named = BLUE if ours else INK if one.value is not None else GREY
    parts.append(text_at(frame.left - text * 1.0 if wide else 0, words, one.name, named, "end" if wide else "start", bold=ours))
    said = shown.text(one.value) or one.text or "–"
    parts.append(text_at(width, words if wide else y + text * 1.2, said, named, "end", bold=ours))
    if one.value is not None:
        x = _across(frame, one.value)
        parts.append(f'<circle cx="{x:.1f}" cy="{track:.1f}" r="{text * (0.46 if ours else 0.36):.1f}" fill="{colour if ours else GREY}"/>')
    return "".join(parts)


def _dots_said(shown: OtherAuthorities) -> str:
    known = "; ".join(f"{one.name} {shown.text(one.value)}" for one in shown.members if one.value is not None)
    missing = "; ".join(f"{one.name}: {one.why}" for one in shown.members if one.value is None)
    average = f" {shown.average.capitalize()} {shown.average_text(shown.average_value)}." if shown.average_value is not None else ""
    england = f" England {shown.text(shown.england)}." if shown.england is not None else ""
    return f"Dot plot, {shown.order}: {known}.{average}{england}{f' Without a figure: {missing}.' if missing else ''}"
