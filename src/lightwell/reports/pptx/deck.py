"""The order of the deck: cover, summary, each section's tables and its chart beside the sentences, glossary, provenance."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.presentation import Presentation
from pptx.slide import Slide

from lightwell.definitions.targets import Status
from lightwell.periods import say_date
from lightwell.reports import compared
from lightwell.reports.model import Explanation, Pack, Row, Section
from lightwell.reports.pptx import chart, indicators, look, slides, tables, theme
from lightwell.reports.pptx.look import Box
from lightwell.reports.pptx.paging import filled, height, pages
from lightwell.reports.pptx.tables import Column
from lightwell.reports.pptx.text import Paragraph, Run, paragraph
from lightwell.reports.wording import titled
from lightwell.reports.xlsx.about import STATUS_EXPLAINED, STATUS_MARKS, about, footer_lines, movement_explained
from lightwell.reports.xlsx.axis import has_figures

_TEXT_SIZES = (14.0, 12.0, 11.0)
_GLOSSARY_SIZE = 12.0
_SPACE = 8.0
_STATUS_WIDTH = 0.56
_BOTH_COLUMNS = Box(0, 0, (look.CONTENT.width - 0.5) / 2, look.CONTENT.height * 1.9)
"""Two columns of a slide as one tall place; a little is left for paragraphs that do not break well."""

_COUNTED = (Status.OFF_TARGET, Status.NEAR, Status.ON_TARGET, Status.NO_TARGET)


def build(pack: Pack) -> Presentation:
    """Make the deck of a pack."""
    deck = theme.new_deck()
    _cover(deck, pack)
    _summary(deck, pack)
    for section in pack.sections:
        _tables(deck, pack, section)
        _chart(deck, pack, section)
    _glossary(deck, pack)
    _about(deck, pack)
    slides.finish(deck, footer_lines(pack.provenance)[:1])
    return deck


def _cover(deck: Presentation, pack: Pack) -> None:
    slide = slides.add(deck, pack, "Cover", pack.title)
    known = f"As known on {say_date(pack.provenance.as_at)}"
    slides.body(slide, [paragraph(pack.month.name, bold=True), paragraph(pack.authority), paragraph(known, size=14)])


def _summary(deck: Presentation, pack: Pack) -> None:
    box = look.SUMMARY_TEXT if pack.sections else look.READING
    parts = _fitted([paragraph(sentence) for sentence in pack.summary], box)
    slide = slides.add(deck, pack, "Text and picture", f"{pack.month.name} at a glance")
    slides.body(slide, parts[0])
    place = slides.placeholder(slide, theme.BODY_INDEX)
    if place is not None:
        place.left, place.top, place.width, place.height = box.emu
    if pack.sections:
        _status_table(slide, pack)
    for number, part in enumerate(parts[1:], start=2):
        more = slides.add(deck, pack, "Text", f"{pack.month.name} at a glance ({number} of {len(parts)})")
        slides.body(more, part)


def _status_table(slide: Slide, pack: Pack) -> None:
    missing = any(row.status is Status.NO_DATA for section in pack.sections for row in section.rows)
    counted = (*_COUNTED, Status.NO_DATA) if missing else _COUNTED
    columns = [
        Column(("Section",), round(look.SUMMARY_TABLE.width - _STATUS_WIDTH * len(counted), 3), numbers=False),
        *(Column(_status_heading(status), _STATUS_WIDTH, heading_colour=look.STATUS_COLOURS[status]) for status in counted),
    ]
    rows = [
        ((paragraph(section.heading, size=11),), *((paragraph(_count(section, status), size=11),) for status in counted))
        for section in pack.sections
    ]
    said = "; ".join(
        f"{section.heading}: " + ", ".join(f"{STATUS_MARKS[status].word} {_count(section, status)}" for status in counted)
        for section in pack.sections
    )
    row_height = min(0.5, (look.SUMMARY_TABLE.height - 0.5) / len(rows))
    description = f"How many indicators of each section are on target. {said}."
    tables.add(slide, look.SUMMARY_TABLE, columns, rows, row_height, name="Targets by section", description=description)


def _status_heading(status: Status) -> tuple[str, ...]:
    mark = STATUS_MARKS[status]
    first, *rest = mark.word.split()
    return (f"{mark.shape} {first}".strip(), *rest)


def _count(section: Section, status: Status) -> str:
    return str(sum(row.status is status for row in section.rows))


def _tables(deck: Presentation, pack: Pack, section: Section) -> None:
    if not section.rows:
        return
    explained = {explanation.definition.id: explanation for explanation in pack.explanations}
    plan = indicators.plan(pack, section.rows)
    parts = indicators.split(pack, section, plan)
    for number, rows in enumerate(parts, start=1):
        which = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
        slide = slides.add(deck, pack, "Table", f"{section.heading}{which}")
        indicators.add(slide, rows, plan, compared.notes(pack, section, rows), _describe_table(pack, section, rows))
        slides.notes(slide, _notes(pack, rows, explained))


def _describe_table(pack: Pack, section: Section, rows: Sequence[Row]) -> str:
    names = "; ".join(titled(row.definition) for row in rows)
    return f"Table of {section.heading}: {pack.month.name}, earlier months, target, status, change and comparators. Indicators: {names}."


def _notes(pack: Pack, rows: Sequence[Row], explained: dict[str, Explanation]) -> str:
    return "\n\n".join(_explain(pack, row, explained.get(row.definition.id)) for row in rows)


def _explain(pack: Pack, row: Row, explanation: Explanation | None) -> str:
    definition = row.definition
    lines = [titled(definition), definition.question]
    if explanation is not None:
        lines += [explanation.counted, *explanation.clocks]
    for heading, cell in zip(pack.comparator_headings, row.comparators, strict=True):
        if cell.text:
            lines.append(f"{heading}: {cell.text}. {compared.spoken(cell)}.")
    lines.append(f"Source: {definition.source} Definition {definition.id}, version {definition.version}.")
    return "\n".join(line for line in lines if line)


def _chart(deck: Presentation, pack: Pack, section: Section) -> None:
    texts = [paragraph(sentence) for sentence in section.sentences]
    if section.outcome:
        texts.append((Run("What we want: ", bold=True), Run(section.outcome)))
    row = next((row for row in section.rows if row.definition.id == section.chart), None)
    drawn = row is not None and has_figures(row)
    box = look.BESIDE if drawn else look.READING
    parts = _fitted(texts, box)
    slide = slides.add(deck, pack, "Text and picture" if drawn else "Text", section.chart_title or section.heading)
    slides.body(slide, parts[0])
    if drawn and row is not None:
        chart.add(slide, row, section.chart_title, pack.provenance.as_at)
    for part in parts[1:]:
        more = slides.add(deck, pack, "Text", f"{section.heading}: what changed, continued")
        slides.body(more, part)


def _glossary(deck: Presentation, pack: Pack) -> None:
    texts = [_headed(term, meaning) for term, meaning in pack.glossary]
    if texts:
        heights = [_height([text], _BOTH_COLUMNS, _GLOSSARY_SIZE) for text in texts]
        parts = pages(texts, heights, _BOTH_COLUMNS.height, len(texts))
        _text_slides(deck, pack, "Text in columns", "Words used in this pack", parts)


def _about(deck: Presentation, pack: Pack) -> None:
    texts = [
        *(_headed(heading, text) for heading, text in about(pack)),
        _headed("Status", _in_a_line([(STATUS_MARKS[status].text, meaning) for status, meaning in STATUS_EXPLAINED])),
        _headed("Where there is no figure", _in_a_line(compared.marks(pack, revised=True))),
        _headed("Change", movement_explained(pack)),
        _headed("How each measure is counted", "in the notes of the slide with its table."),
    ]
    _text_slides(deck, pack, "Text", "About these figures", _fitted(texts, look.READING))


def _headed(heading: str, text: str) -> Paragraph:
    return (Run(f"{heading}: ", bold=True), Run(text))


def _in_a_line(pairs: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{mark} – {meaning}" for mark, meaning in pairs) + "."


def _text_slides(deck: Presentation, pack: Pack, layout: str, title: str, parts: Sequence[Sequence[Paragraph]]) -> None:
    for number, part in enumerate(parts, start=1):
        which = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
        slides.body(slides.add(deck, pack, layout, f"{title}{which}"), part)


def _fitted(texts: Sequence[Paragraph], box: Box) -> list[list[Paragraph]]:
    """Set the text in the largest size in which all of it fits, else in the smallest, over as many slides as it takes."""
    size = next((size for size in _TEXT_SIZES if _height(texts, box, size) <= box.height), _TEXT_SIZES[-1])
    sized = [_sized(text, size) for text in texts]
    return filled(sized, [_height([text], box, size) for text in sized], box.height)


def _sized(text: Paragraph, size: float) -> Paragraph:
    return tuple(Run(run.text, size, run.bold, run.colour) for run in text)


def _height(texts: Sequence[Paragraph], box: Box, size: float) -> float:
    return height(["".join(run.text for run in text) for text in texts], box.width, size, _SPACE)
