"""The ranking of every authority as thin bars in order of place, as SVG text. Pure functions, no library."""

from __future__ import annotations

from lightwell.reports import charts
from lightwell.reports.charts import BLUE, GREY, GRID, INK, Frame, text_at
from lightwell.reports.drawing import NEIGHBOUR, OTHERS, THIN, picture
from lightwell.reports.neighbours_model import Figure, OtherAuthorities

_CHARACTER = 0.53


def ranking_chart(shown: OtherAuthorities, *, name: str, width: float, height: float, text: float) -> str:
    """Draw a bar for each authority that has a value, in order of place: ours blue and named, the neighbours tinted with a mark below.

    Lines part the quarters. Bars begin at nought. Those without a value have no bar.
    """
    figures = shown.ranking.figures
    highest = max((one.value or 0.0 for one in figures), default=1.0)
    marks = charts.axis([0.0, highest], 100.0 if shown.unit == "percent" else None, most=4)
    labels = tuple(charts.tick(mark, marks) for mark in marks)
    left = max(len(label) for label in labels) * text * 0.56 + text * 0.8
    frame = Frame(left, width, text * 2.4, height - text * 2.6, marks[0], marks[-1], len(figures))
    step = (frame.right - frame.left) / max(len(figures), 1)
    parts = [_grid(frame, marks, labels, text), _quarters(frame, shown, step, text)]
    parts += [_bar(frame, one, place, step, text) for place, one in enumerate(figures)]
    parts += [_england(frame, shown, step, text), _ours(frame, shown, step, text)]
    title = f"{shown.measure.title}, {shown.then.year_text}: all authorities, {shown.order}"
    said = f"Bar chart of {len(figures)} authorities, {shown.order}. {shown.ranking.sentence}"
    return picture(name, title, said, width, height, text, parts)


def _grid(frame: Frame, marks: tuple[float, ...], labels: tuple[str, ...], text: float) -> str:
    return "".join(
        f'<path d="M{frame.left:.1f} {frame.y(mark):.1f}H{frame.right:.1f}" stroke="{GRID}"/>'
        f"{text_at(frame.left - text * 0.6, frame.y(mark) + text * 0.35, label, GREY, 'end')}"
        for mark, label in zip(marks, labels, strict=True)
    )


def _bar(frame: Frame, one: Figure, place: int, step: float, text: float) -> str:
    x = frame.left + step * place
    top = frame.y(max(one.value or 0.0, 0.0))
    colour = {"ours": BLUE, "neighbour": NEIGHBOUR, "other": OTHERS}[one.kind]
    named = ' class="lw-ours"' if one.kind == "ours" else ""
    bar = f'<rect{named} x="{x:.2f}" y="{top:.1f}" width="{step * 0.78:.2f}" height="{max(frame.bottom - top, 0.5):.1f}" fill="{colour}"/>'
    if one.kind != "neighbour":
        return bar
    below = f'cx="{x + step * 0.39:.2f}" cy="{frame.bottom + text * 0.4:.1f}" r="{min(step * 0.4, text * 0.16):.2f}"'
    return f'{bar}<circle {below} fill="{GREY}"/>'


def _quarters(frame: Frame, shown: OtherAuthorities, step: float, text: float) -> str:
    """Part the quarters by lines, and name them below where one direction is better, or else by their ends."""
    ends = [0, *shown.ranking.quarters, len(shown.ranking.figures)]
    names = ("Lowest", "Second lowest", "Second highest", "Highest")
    ordered = names if shown.measure.better == "lower" else names[::-1]
    narrow = (frame.right - frame.left) / 4 < len("Second highest quarter") * text * _CHARACTER
    parts = []
    for place, words in enumerate(ordered):
        middle = frame.left + step * (ends[place] + ends[place + 1]) / 2
        said = f"{words} quarter" if not narrow else words if " " not in words else ""
        parts.append(text_at(middle, frame.bottom + text * 1.7, said, GREY, "middle", text * 0.95) if said else "")
    for place in shown.ranking.quarters:
        x = frame.left + step * place - step * 0.11
        parts.append(f'<path d="M{x:.1f} {frame.top:.1f}V{frame.bottom + text * 0.8:.1f}" stroke="{THIN}" stroke-dasharray="2 2"/>')
    return "".join(parts)


def _our_place(shown: OtherAuthorities) -> int | None:
    return next((place for place, one in enumerate(shown.ranking.figures) if one.kind == "ours"), None)


def _england(frame: Frame, shown: OtherAuthorities, step: float, text: float) -> str:
    """Draw England as a line across, its label where the bars are lowest and beyond the line down to ours."""
    if shown.england is None:
        return ""
    y = frame.y(shown.england)
    label = f"England {shown.text(shown.england)}"
    wide = len(label) * text * _CHARACTER + text
    place = _our_place(shown)
    ours = frame.left + step * (place or 0)
    x, anchor = (frame.left + text * 0.3, "start") if shown.measure.better == "lower" else (frame.right, "end")
    if place is not None and abs(ours - x) < wide:
        x = ours + text * (0.7 if anchor == "start" else -0.4)
    line = f'<path d="M{frame.left:.1f} {y:.1f}H{frame.right:.1f}" stroke="{INK}" stroke-width="1"/>'
    return line + text_at(x, y - text * 0.4, label, INK, anchor, text * 0.95)


def _ours(frame: Frame, shown: OtherAuthorities, step: float, text: float) -> str:
    """Name our bar above all others, with a line down to it."""
    place = _our_place(shown)
    if place is None:
        return ""
    one = shown.ranking.figures[place]
    x = frame.left + step * (place + 0.39)
    label = f"Ours {shown.text(one.value)}"
    half = len(label) * text * 0.6 / 2
    middle = min(max(x, frame.left + half), frame.right - half)
    line = f'<path d="M{x:.1f} {text * 1.3:.1f}V{frame.y(one.value or 0.0):.1f}" stroke="{BLUE}"/>'
    return line + text_at(middle, text, label, BLUE, "middle", bold=True)
