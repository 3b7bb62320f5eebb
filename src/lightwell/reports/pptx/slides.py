"""Adds slides with real titles, footers and numbers as placeholders, and notes, so that outline view and screen readers work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.shapes.placeholder import SlidePlaceholder
from pptx.slide import Slide

from lightwell.reports.model import Pack
from lightwell.reports.pptx import theme
from lightwell.reports.pptx.look import TITLE
from lightwell.reports.pptx.paging import lines
from lightwell.reports.pptx.text import Paragraph, fill, paragraph

_LONG_TITLE_SIZE = 20
_TITLE_SIZE = 24


def add(deck: Presentation, pack: Pack, layout: str, title: str) -> Slide:
    """Add a slide with its title; the line above it names the pack and the month.

    The footer and the slide number are added by `finish`, once the number of slides is known.
    """
    slide: Slide = deck.slides.add_slide(theme.layout(deck, layout))
    size = _LONG_TITLE_SIZE if layout != "Cover" and lines(title, TITLE.width, _TITLE_SIZE * 1.08) > 1 else None
    place: Any = slide.shapes.title
    fill(place.text_frame, [paragraph(title, size=size)])
    kicker = placeholder(slide, theme.KICKER_INDEX)
    if kicker is not None:
        fill(kicker.text_frame, [paragraph(f"{pack.title} · {pack.month.name}")])
    return slide


def placeholder(slide: Slide, index: int) -> SlidePlaceholder | None:
    """Find a placeholder of a slide by its index; None where the layout has none."""
    found: list[SlidePlaceholder] = [shape for shape in slide.placeholders if shape.placeholder_format.idx == index]
    return found[0] if found else None


def body(slide: Slide, paragraphs: Sequence[Paragraph]) -> None:
    """Put paragraphs into the slide's text; the place is taken away where there are none, so that no prompt is left."""
    place = placeholder(slide, theme.BODY_INDEX)
    if place is None:
        raise ValueError("This layout has no place for text.")
    if paragraphs:
        fill(place.text_frame, paragraphs)
    else:
        place.element.getparent().remove(place.element)


def notes(slide: Slide, text: str) -> None:
    """Write the speaker's notes of a slide."""
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = text


def describe(shape: Any, name: str, description: str) -> None:
    """Give a table or chart its name in the selection pane and its description for screen readers."""
    properties = shape._element._nvXxPr.cNvPr  # descriptions have no public setter
    properties.set("name", name)
    properties.set("descr", description)


def finish(deck: Presentation, footer: Sequence[str]) -> None:
    """Put the footer and the slide's number of how many on every slide, last in the reading order; colour the notes too."""
    total = len(deck.slides)
    for number, slide in enumerate(deck.slides, start=1):
        tree = slide.shapes._spTree  # placeholders of this kind cannot be added otherwise
        for kind, index, inside in (
            ("ftr", theme.FOOTER_INDEX, "<a:p/>"),
            ("sldNum", theme.NUMBER_INDEX, _number(number, total)),
        ):
            tree.append(parse_xml(_shape(slide.shapes._next_shape_id, kind, index, inside)))
        place = placeholder(slide, theme.FOOTER_INDEX)
        if place is not None:
            fill(place.text_frame, [paragraph(line) for line in footer])
    theme.recolour(deck.notes_master.part.part_related_by(RELATIONSHIP_TYPE.THEME))


def _number(number: int, total: int) -> str:
    field = '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
    return f'<a:p>{field}<a:rPr lang="en-GB"/><a:t>{number}</a:t></a:fld><a:r><a:rPr lang="en-GB"/><a:t> of {total}</a:t></a:r></a:p>'


def _shape(identity: int, kind: str, index: int, inside: str) -> str:
    name = {"ftr": "Footer", "sldNum": "Slide number"}[kind]
    return (
        '<p:sp xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
        f'<p:nvSpPr><p:cNvPr id="{identity}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{inside}</p:txBody></p:sp>"
    )
