"""Charts as SVG text: a line over the months with its labels on it, and a line as small as a word. Pure functions, no library.

A month without a figure breaks the line. A line need not start at zero. Colours are those of the pack: one blue, the rest grey.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from lightwell.definitions.model import Definition
from lightwell.periods import Month
from lightwell.reports import wording
from lightwell.reports.model import Cell, Row
from lightwell.results.model import State

BLUE = "#1d70b8"
INK = "#0b0c0c"
GREY = "#505a5f"
GRID = "#e3e5e6"

_CHARACTER = 0.56
"""Width of an average character, as a share of the size of the text: enough to keep labels apart."""


INDENT = 0.9
"""How far inside the axis the first month stands, in sizes of the text, so that no label touches the axis."""

LOW = 15
"""A chart lower than this many lines of its text writes the year beside the month, not under it."""


@dataclass(frozen=True)
class Series:
    """What a chart draws: one figure a month with its printed text, and the target; `top` is a limit that no axis goes above."""

    months: tuple[Month, ...]
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    target: float | None
    target_text: str
    top: float | None

    @property
    def last(self) -> int | None:
        """The place of the last figure that is known; None where there is none."""
        known = [place for place, value in enumerate(self.values) if value is not None]
        return known[-1] if known else None


@dataclass(frozen=True)
class Frame:
    """Where the line may run, in the units of the SVG, and the figures at its foot and top."""

    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float
    count: int

    def x(self, place: int) -> float:
        """Give the horizontal place of a month; the only month stands at the right."""
        return self.left + (self.right - self.left) * (place / (self.count - 1) if self.count > 1 else 1)

    def y(self, value: float) -> float:
        """Give the height of a figure."""
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)


def series(row: Row) -> Series:
    """Take what a chart draws from a row of the pack."""
    return Series(
        months=tuple(cell.month for cell in row.cells),
        values=tuple(cell.value for cell in row.cells),
        texts=tuple(_printed(cell, row.definition) for cell in row.cells),
        target=row.target.value if row.target else None,
        target_text=wording.with_unit(row.target_text, row.definition),
        top=100.0 if row.definition.unit == "percent" else None,
    )


def _printed(cell: Cell, definition: Definition) -> str:
    if cell.state is State.TOO_FEW:
        return "few"
    return wording.with_unit(cell.text, definition) if cell.value is not None else cell.text


def ticks(low: float, high: float, most: int = 5) -> tuple[float, ...]:
    """Choose round figures that reach from at or below `low` to at or above `high`: two at least, about `most` of them.

    Where both are the same the axis reaches a little to either side. No figure of the pack is below zero, so no axis is.
    """
    if high - low < 1e-9:
        reach = max(abs(high) * 0.1, 1.0)
        low, high = max(low - reach, 0.0), high + reach
    rough = (high - low) / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(place * step, 10) for place in range(first, last + 1))


def sparkline(drawn: Series, *, width: float = 90, height: float = 22) -> str:
    """Draw the months as a line as small as a word: a dot at the last figure, the target dashed.

    It has no words and is left out of reading aloud: the table has the figures.
    """
    known = _known(drawn)
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if high - low < 1e-9:
        low, high = low - 1, high + 1
    frame = Frame(3, width - 4, 4, height - 4, low, high, len(drawn.months))
    parts = [_dashed(frame, drawn.target, 0.7)] if drawn.target is not None and drawn.last is not None else []
    parts += line(frame, drawn, 1.2, 1.2)
    if drawn.last is not None:
        parts.append(dot(frame, drawn, drawn.last, 2.2))
    return svg(width, height, "".join(parts), 'aria-hidden="true" focusable="false"')


def line_chart(
    drawn: Series, *, name: str, title: str, width: float = 760, height: float = 300, text: float = 13, font: str = "inherit"
) -> str:
    """Draw the months as a line with its labels on it: the last figure at its end, the highest, the target dashed, the months below.

    `name` makes the ids inside the SVG its own on a page; `text` is the size of the labels in the SVG's units. The title and the
    description are read out in place of the picture.
    """
    figures = _known(drawn)
    marks = axis(figures, drawn.top, most=max(2, min(5, int(height / (text * 3.4)))))
    labels = tuple(tick(mark, marks) for mark in marks)
    left = max(len(label) for label in labels) * text * _CHARACTER + text * 0.8
    right = width - text * (1.2 + max(len(_target_label(drawn)) * 0.52, len(_end_label(drawn)) * 0.72, 1.0))
    low = height < text * LOW
    frame = Frame(left + text * INDENT, right, text * 1.9, height - text * (2.0 if low else 3.0), marks[0], marks[-1], len(drawn.months))
    parts = [grid(frame, marks, labels, text) if figures else "", months_below(frame, drawn, text, low), *line(frame, drawn, 1.8, 2.2)]
    if drawn.target is not None:
        parts.append(_dashed(frame, drawn.target))
    parts += _labels(frame, drawn, text)
    head = (
        f'<title id="{escape(name)}-title">{escape(title)}</title><desc id="{escape(name)}-desc">{escape(describe(drawn))}</desc>'
        f'<g font-family={quoteattr(font)} font-size="{_n(text)}">{"".join(parts)}</g>'
    )
    return svg(width, height, head, f'role="img" aria-labelledby="{escape(name)}-title {escape(name)}-desc"')


def describe(drawn: Series) -> str:
    """Say in words what a chart shows: the months, the first and last figures known, the highest and lowest, and the target."""
    known = [place for place, value in enumerate(drawn.values) if value is not None]
    span = f"{len(drawn.months)} months, {drawn.months[0].name} to {drawn.months[-1].name}."
    if not known:
        return f"Line chart of {span} No figure is known."
    most = max(known, key=lambda place: drawn.values[place] or 0.0)
    least = min(known, key=lambda place: drawn.values[place] or 0.0)
    said = [
        f"Line chart of {span}",
        f"{drawn.months[known[-1]].name}: {drawn.texts[known[-1]]}.",
        f"Highest: {drawn.texts[most]} in {drawn.months[most].name}. Lowest: {drawn.texts[least]} in {drawn.months[least].name}.",
    ]
    missing = len(drawn.months) - len(known)
    if missing:
        said.append(f"{missing} {'month has' if missing == 1 else 'months have'} no figure.")
    if drawn.target is not None:
        said.append(f"Target: {drawn.target_text}.")
    return " ".join(said)


def _known(drawn: Series) -> list[float]:
    figures = [value for value in drawn.values if value is not None]
    return [*figures, drawn.target] if drawn.target is not None else figures


def axis(figures: list[float], top: float | None, most: int) -> tuple[float, ...]:
    """Choose the figures on the axis: round ones, none above `top` where there is such a limit."""
    marks = ticks(min(figures), max(figures), most) if figures else (0.0, 1.0)
    if top is not None and marks[-1] > top and max(figures, default=0) <= top:
        marks = (*(mark for mark in marks if mark < top), top)
    return marks if len(marks) > 1 else (marks[0] - 1, marks[0])


def tick(mark: float, marks: tuple[float, ...]) -> str:
    """Write a figure on the axis with as many decimals as tell it from its neighbours."""
    step = min(later - earlier for earlier, later in pairwise(marks))
    return wording.number(mark, 0 if step >= 1 else 1 if step >= 0.1 else 2)


def grid(frame: Frame, marks: tuple[float, ...], labels: tuple[str, ...], text: float) -> str:
    """Draw the lines across with their figures."""
    lines = "".join(
        f'<path d="M{_n(frame.left - text * INDENT)} {_n(frame.y(mark))}H{_n(frame.right)}" stroke="{GRID}"/>'
        f"{text_at(frame.left - text * (INDENT + 0.6), frame.y(mark) + text * 0.35, label, GREY, 'end')}"
        for mark, label in zip(marks, labels, strict=True)
    )
    return f'<g fill="none" stroke-width="1">{lines}</g>'


def months_below(frame: Frame, drawn: Series, text: float, low: bool) -> str:
    """Write the months below, counted back from the last so that it is always named, as many as have room."""
    room = (frame.right - frame.left) / max(frame.count - 1, 1)
    every = next((step for step in (1, 2, 3, 4, 6, 12) if room * step >= text * 2.6), 12)
    last = frame.count - 1
    parts = []
    marked = -math.inf
    for place, month in enumerate(drawn.months):
        if (last - place) % every == 0:
            dated = place in (last, last % every) or month.number == 1
            name = month.short if dated and low else month.name[:3]
            parts.append(text_at(frame.x(place), frame.bottom + text * 1.5, name, GREY, "middle"))
            if dated and not low:
                parts.append(text_at(frame.x(place), frame.bottom + text * 2.5, str(month.year), GREY, "middle", text * 0.9))
        if drawn.values[place] is None and frame.x(place) - marked >= text * 1.7:
            marked = frame.x(place)
            parts.append(text_at(frame.x(place), frame.bottom - text * 0.4, drawn.texts[place], GREY, "middle", text * 0.9))
    return "".join(parts)


def _labels(frame: Frame, drawn: Series, text: float) -> list[str]:
    """Label the last figure, the target and the highest figure, the first two kept apart where they are close."""
    parts = []
    end_y = target_y = None
    if drawn.last is not None:
        end_y = frame.y(drawn.values[drawn.last] or 0.0)
        parts.append(dot(frame, drawn, drawn.last, 3.8))
    if drawn.target is not None:
        target_y = frame.y(drawn.target)
    at_end = drawn.last == frame.count - 1
    end_shown, target_shown = end_y, target_y
    if end_y is not None and target_y is not None and at_end and abs(end_y - target_y) < text * 1.25:
        middle, apart = (end_y + target_y) / 2, text * 0.63
        end_shown, target_shown = (middle - apart, middle + apart) if end_y <= target_y else (middle + apart, middle - apart)
    if drawn.last is not None and end_shown is not None:
        parts.append(_end(frame, drawn, end_shown, text))
    if target_shown is not None:
        parts.append(text_at(frame.right + text * 0.8, target_shown + text * 0.35, _target_label(drawn), INK, "start"))
    parts.append(highest(frame, drawn, text))
    return parts


def _end(frame: Frame, drawn: Series, y: float, text: float) -> str:
    place = drawn.last or 0
    x = frame.x(place) + text * 0.8
    return text_at(x, y + text * 0.4, _end_label(drawn), BLUE, "start", text * 1.25, bold=True)


def highest(frame: Frame, drawn: Series, text: float) -> str:
    """Label the highest figure where there is just one, it is not the last, and there are enough months for it to mean something."""
    known = [(value, place) for place, value in enumerate(drawn.values) if value is not None]
    if len(known) < 4:
        return ""
    value, place = max(known)
    if place == drawn.last or drawn.texts.count(drawn.texts[place]) > 1:
        return ""
    side = "start" if place == 0 else "end" if place >= frame.count - 2 else "middle"
    return text_at(frame.x(place), frame.y(value) - text * 0.7, f"{drawn.texts[place]}, highest", INK, side, text * 0.95)


def line(frame: Frame, drawn: Series, stroke: float, radius: float) -> list[str]:
    """Draw the line in pieces, broken at months without a figure; a piece of one month is a dot."""
    pieces: list[list[int]] = [[]]
    for place, value in enumerate(drawn.values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(place)
    paths = []
    for piece in (piece for piece in pieces if piece):
        if len(piece) == 1:
            paths.append(dot(frame, drawn, piece[0], radius))
            continue
        points = "L".join(f"{_n(frame.x(place))} {_n(frame.y(drawn.values[place] or 0.0))}" for place in piece)
        paths.append(f'<path d="M{points}" fill="none" stroke="{BLUE}" stroke-width="{_n(stroke)}" stroke-linejoin="round"/>')
        paths += [dot(frame, drawn, place, radius) for place in piece if radius > stroke]
    return paths


def dot(frame: Frame, drawn: Series, place: int, radius: float) -> str:
    """Draw a dot at one month's figure."""
    return f'<circle cx="{_n(frame.x(place))}" cy="{_n(frame.y(drawn.values[place] or 0.0))}" r="{_n(radius)}" fill="{BLUE}"/>'


def _dashed(frame: Frame, value: float, stroke: float = 1.0) -> str:
    return (
        f'<path d="M{_n(frame.left)} {_n(frame.y(value))}H{_n(frame.right)}" fill="none" stroke="{GREY}" '
        f'stroke-width="{_n(stroke)}" stroke-dasharray="3 3"/>'
    )


def _target_label(drawn: Series) -> str:
    return f"Target {drawn.target_text}" if drawn.target is not None else ""


def _end_label(drawn: Series) -> str:
    return drawn.texts[drawn.last] if drawn.last is not None else ""


def text_at(x: float, y: float, words: str, colour: str, anchor: str, size: float | None = None, *, bold: bool = False) -> str:
    """Write words at a place."""
    extra = (f' font-size="{_n(size)}"' if size else "") + (' font-weight="700"' if bold else "")
    return f'<text x="{_n(x)}" y="{_n(y)}" fill="{colour}" text-anchor="{anchor}"{extra}>{escape(words)}</text>'


def svg(width: float, height: float, content: str, attributes: str) -> str:
    """Wrap what was drawn in its picture."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}" '
        f"{attributes}>{content}</svg>"
    )


def _n(number: float) -> str:
    """Write a coordinate with at most one decimal, the same on every machine."""
    return f"{number:.1f}".removesuffix(".0")
