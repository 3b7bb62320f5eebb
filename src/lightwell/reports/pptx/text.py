"""Text on slides: runs with a size, weight and colour of the theme, put into placeholders and cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt


@dataclass(frozen=True)
class Run:
    """A stretch of text of one look; a size or colour that is None is that of the place it stands in. `raised` stands above the line."""

    text: str
    size: float | None = None
    bold: bool | None = None
    colour: MSO_THEME_COLOR | None = None
    raised: bool = False


Paragraph = tuple[Run, ...]


def paragraph(text: str, size: float | None = None, bold: bool | None = None, colour: MSO_THEME_COLOR | None = None) -> Paragraph:
    """Make a paragraph of one run."""
    return (Run(text, size, bold, colour),)


def fill(frame: Any, paragraphs: Sequence[Paragraph], align: PP_ALIGN | None = None) -> None:
    """Put paragraphs into a text frame, in place of what it held."""
    frame.clear()
    for number, runs in enumerate(paragraphs):
        place = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        if align is not None:
            place.alignment = align
        _add_runs(place, runs)


def _add_runs(place: Any, runs: Paragraph) -> None:
    for run in runs:
        added = place.add_run()
        added.text = run.text
        properties = added._r.get_or_add_rPr()  # neither a spoken language, for screen readers, nor a raised letter has a public setter
        properties.set("lang", "en-GB")
        if run.raised:
            properties.set("baseline", "30000")
        if run.size is not None:
            added.font.size = Pt(run.size)
        if run.bold is not None:
            added.font.bold = run.bold
        if run.colour is not None:
            added.font.color.theme_color = run.colour
