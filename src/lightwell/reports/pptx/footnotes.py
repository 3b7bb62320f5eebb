"""The notes beneath a table on a slide: the year and release of what is compared, and what to know to compare, in two columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.slide import Slide
from pptx.util import Pt

from lightwell.reports import compared
from lightwell.reports.pptx import look, paging
from lightwell.reports.pptx.look import Box
from lightwell.reports.pptx.slides import describe
from lightwell.reports.pptx.text import Paragraph, Run, fill

SIZE = 10.0
"""Points: no text of a slide is smaller."""

_BETWEEN = 0.4
_SPACE = 2.0
_ABOVE = 0.12
_WIDTH = (look.CONTENT.width - _BETWEEN) / 2

Note = tuple[str, str]


def height(notes: Sequence[Note]) -> float:
    """Estimate the height in inches that notes need beneath a table, the space above them with it; nothing where there are none."""
    if not notes:
        return 0.0
    return _ABOVE + max(paging.height([_text(note) for note in column], _WIDTH, SIZE, _SPACE) for column in compared.halved(notes))


def add(slide: Slide, box: Box, notes: Sequence[Note]) -> None:
    """Add notes to a slide in two columns, read from the first to the second; nothing where there are none."""
    for number, column in enumerate(compared.halved(notes)):
        if not column:
            continue
        place = Box(box.left + number * (_WIDTH + _BETWEEN), box.top + _ABOVE, _WIDTH, box.height - _ABOVE)
        shapes: Any = slide.shapes
        shape = shapes.add_textbox(*place.emu)
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        fill(frame, [_paragraph(note) for note in column])
        for line in frame.paragraphs:
            line.space_after = Pt(_SPACE)
        describe(shape, f"Notes {number + 1}", "")


def _text(note: Note) -> str:
    mark, words = note
    return f"[{mark}] {words}" if mark else words


def _paragraph(note: Note) -> Paragraph:
    mark, words = note
    grey = Run(words, SIZE, colour=look.GREY)
    return (Run(f"[{mark}] ", SIZE, colour=look.TEXT), grey) if mark else (grey,)
