"""Pieces that the drawings of other authorities share: broken lines, bands, marks, and the greys that hold them apart."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from lightwell.reports import charts

BAND = "#dfe4e8"
PALE_BAND = "#edf0f2"
THIN = "#868c90"
"""England and the region: thinner and paler than the neighbours, and 3:1 on white."""

OTHERS = "#c4c9cc"
NEIGHBOUR = "#7ba7d0"

Point = tuple[float, float]


def broken(points: Sequence[Point | None], colour: str, stroke: float, dashes: str = "") -> str:
    """Draw a line through points, broken where one is None; a point that stands alone is a dot."""
    pieces: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            pieces.append([])
        else:
            pieces[-1].append(point)
    extra = f' stroke-dasharray="{dashes}"' if dashes else ""
    parts = []
    for piece in (piece for piece in pieces if piece):
        if len(piece) == 1:
            parts.append(f'<circle cx="{piece[0][0]:.1f}" cy="{piece[0][1]:.1f}" r="{stroke * 1.3:.1f}" fill="{colour}"/>')
            continue
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in piece)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{stroke:g}" stroke-linejoin="round"{extra}/>')
    return "".join(parts)


def band(edges: Sequence[tuple[float, float, float]], colour: str) -> str:
    """Fill what lies between two lines: each edge is a horizontal place with the heights of both."""
    there = [f"{x:.1f} {low:.1f}" for x, low, _ in edges]
    back = [f"{x:.1f} {high:.1f}" for x, _, high in reversed(edges)]
    return f'<path class="lw-band" d="M{"L".join([*there, *back])}Z" fill="{colour}"/>'


def picture(name: str, title: str, said: str, width: float, height: float, text: float, parts: Sequence[str]) -> str:
    """Wrap a drawing with the words that are read out in its place; `name` makes its ids its own on a page."""
    own = escape(name, {'"': "&quot;"})
    head = f'<title id="{own}-title">{escape(title)}</title><desc id="{own}-desc">{escape(said)}</desc>'
    attributes = f'class="lw-chart" role="img" aria-labelledby="{own}-title {own}-desc"'
    return charts.svg(width, height, f'{head}<g font-size="{text:g}">{"".join(parts)}</g>', attributes)
