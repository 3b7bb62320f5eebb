"""Stacked bars of what a shortfall is made of: not done, recorded late, not authorised; three shades that grey paper keeps apart."""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.reports import charts
from lightwell.reports.charts import GREY, INK
from lightwell.reports.drawing import picture
from lightwell.reports.shortfall import Piece, Shortfall

SHADES = {
    "not_done": ("#12213a", "#fff"),
    "recorded_late": ("#5694ca", INK),
    "not_authorised": ("#dbe8f5", INK),
    "still_not_done": ("#12213a", "#fff"),
    "still_not_authorised": ("#dbe8f5", INK),
}
"""The shade of each part and of the words on it: dark, middle and pale, the last with an edge so that it stands out from white."""

_EDGE = "#5694ca"
_CHARACTER = 0.54


@dataclass(frozen=True)
class Bar:
    """One bar: what stands over it, and its parts from the left."""

    heading: str
    pieces: tuple[Piece, ...]

    @property
    def total(self) -> int:
        """How many the whole bar stands for."""
        return sum(piece.count for piece in self.pieces)


def shortfall_chart(bars: tuple[Bar, ...], *, name: str, title: str, width: float = 760, text: float = 13) -> str:
    """Draw bars on one scale from nought, each under its heading and with its parts named beneath them; `name` makes its ids its own."""
    longest = max((bar.total for bar in bars), default=0)
    row, parts = text * 5.8, []
    for place, bar in enumerate(bars):
        top = place * row + text * 1.2
        parts.append(charts.text_at(0, top, bar.heading, INK, "start", bold=True))
        parts += _segments(bar, top + text * 0.6, width / longest if longest else 0.0, text)
        parts += _named(bar, top + text * 0.6, width / longest if longest else 0.0, width, text)
    return picture(name, title, described(bars), width, max(len(bars), 1) * row, text, parts)


def described(bars: tuple[Bar, ...]) -> str:
    """Say in words what the bars show."""
    return " ".join(f"{bar.heading}: {', '.join(f'{each.count:,} {each.words}' for each in bar.pieces)}." for bar in bars)


def small_bar(shown: Shortfall, longest: int) -> str:
    """Draw the parts as first known as a bar of a table; it has no words, because the counts stand beside it and it stretches."""
    scale, x, parts = 100.0 / longest if longest else 0.0, 0.0, []
    for piece in (each for each in shown.then if each.count):
        fill, _ = SHADES[piece.part]
        parts.append(f'<rect x="{x:.2f}%" y="1" width="{piece.count * scale:.2f}%" height="12" fill="{fill}" stroke="{_EDGE}"/>')
        x += piece.count * scale
    return f'<svg class="lw-shortfall__bar" width="100%" height="14" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def _segments(bar: Bar, top: float, scale: float, text: float) -> list[str]:
    """Draw the parts, with the count on each that has room for it."""
    parts, x, height = [], 0.0, text * 1.7
    for piece in (each for each in bar.pieces if each.count):
        fill, ink = SHADES[piece.part]
        wide = piece.count * scale
        parts.append(
            f'<rect x="{x + 0.5:.1f}" y="{top + 0.5:.1f}" width="{max(wide - 1, 1.0):.1f}" height="{height - 1:.1f}" '
            f'fill="{fill}" stroke="{_EDGE}"/>'
        )
        if wide > (len(f"{piece.count:,}") + 1) * text * _CHARACTER:
            parts.append(charts.text_at(x + wide / 2, top + text * 1.2, f"{piece.count:,}", ink, "middle", bold=True))
        x += wide
    return parts


def _named(bar: Bar, top: float, scale: float, width: float, text: float) -> list[str]:
    """Name each part beneath where it begins, moved along where two would touch, with a short rule up to its part."""
    there = [piece for piece in bar.pieces if piece.count]
    if not there:
        return [charts.text_at(0, top + text * 1.2, "None", GREY, "start")]
    labels = [f"{piece.count:,} {piece.words}" for piece in there]
    wide = [len(label) * text * _CHARACTER + text * 0.5 for label in labels]
    begins, x = [], 0.0
    for piece in there:
        begins.append(x)
        x += piece.count * scale
    starts = list(begins)
    for place in range(1, len(starts)):
        starts[place] = max(starts[place], starts[place - 1] + wide[place - 1])
    room = width
    for place in reversed(range(len(starts))):
        starts[place] = max(min(starts[place], room - wide[place]), 0.0)
        room = starts[place]
    y, parts = top + text * 3.2, []
    for label, start, begin, piece in zip(labels, starts, begins, there, strict=True):
        mark = begin + min(piece.count * scale / 2, text * 0.4)
        parts.append(f'<path d="M{mark:.1f} {top + text * 1.7:.1f}L{start + text * 0.4:.1f} {y - text:.1f}" stroke="{GREY}" fill="none"/>')
        parts.append(charts.text_at(start, y, label, INK, "start"))
    return parts
