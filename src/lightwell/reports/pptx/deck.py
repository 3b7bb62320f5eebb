"""The order of the deck: cover, summary, then for each section its tables and its chart beside the sentences, then glossary and provenance."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.presentation import Presentation

from lightwell.definitions.targets import Status
from lightwell.periods import say_date
from lightwell.reports.model import Explanation, Pack, Row, Section
from lightwell.reports.pptx import chart, indicators, look, slides, tables, theme
from lightwell.reports.pptx.look import Box
from lightwell.reports.pptx.paging import height, pages
from lightwell.reports.pptx.tables import Column
from lightwell.reports.pptx.text import Paragraph, Run, paragraph
from lightwell.reports.xlsx.about import STATUS_EXPLAINED, STATUS_MARKS, about, footer, marks, movement_explained

_TEXT_SIZE = 14.0
_SMALL_TEXT_SIZE = 12.0
_SPACE = 8.0
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
    slides.finish(deck, footer(pack.provenance))
    return deck


def _cover(deck: Presentation, pack: Pack) -> None:
    slide = slides.add(deck, pack, "Cover", pack.title)
    known = f"As known on {say_date(pack.provenance.as_at)}"
    slides.body(slide, [paragraph(pack.month.name, bold=True), paragraph(pack.authority), paragraph(known, size=14)])


def _summary(deck: Presentation, pack: Pack) -> None:
    box = look.SUMMARY_TEXT if pack.sections else look.CONTENT
    texts = [paragraph(sentence, size=_TEXT_SIZE) for sentence in pack.summary]
    parts = _text_pages(texts, box, _TEXT_SIZE)
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


def _status_table(slide: object, pack: Pack) -> None:
    names = [STATUS_MARKS[status] for status in _COUNTED]
    widths = (0.68, 0.6, 0.68, 0.68)
    columns = [
        Column(("Section",), look.SUMMARY_TABLE.width - sum(widths), numbers=False),
        *(Column(_status_heading(mark.shape, mark.word), width) for mark, width in zip(names, widths, strict=True)),
    ]
    rows = [
        ((paragraph(section.heading, size=11),), *((paragraph(_count(section, status), size=11),) for status in _COUNTED))
        for section in pack.sections
    ]
    said = "; ".join(
        f"{section.heading}: " + ", ".join(f"{STATUS_MARKS[status].word} {_count(section, status)}" for status in _COUNTED)
        for section in pack.sections
    )
    room = (look.SUMMARY_TABLE.height - 0.5) / max(len(rows), 1)
    description = f"How many indicators of each section are on target. {said}."
    tables.add(slide, look.SUMMARY_TABLE, columns, rows, min(0.5, room), name="Targets by section", description=description)  # type: ignore[arg-type]


def _status_heading(shape: str, word: str) -> tuple[str, ...]:
    words = word.split()
    return (f"{shape} {words[0]}".strip(), *words[1:])


def _count(section: Section, status: Status) -> str:
    return str(sum(row.status is status for row in section.rows))


def _tables(deck: Presentation, pack: Pack, section: Section) -> None:
    if not section.rows:
        return
    explained = {explanation.definition.id: explanation for explanation in pack.explanations}
    plan = indicators.plan(pack, section.rows)
    parts = indicators.split(section, plan)
    for number, rows in enumerate(parts, start=1):
        which = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
        slide = slides.add(deck, pack, "Table", f"{section.heading}{which}")
        indicators.add(slide, rows, plan, _describe_table(pack, section, rows))
        slides.notes(slide, _notes(rows, explained))


def _describe_table(pack: Pack, section: Section, rows: Sequence[Row]) -> str:
    names = "; ".join(row.definition.title for row in rows)
    return f"Table of {section.heading}: {pack.month.name}, earlier months, target, status, change and comparators. Indicators: {names}."


def _notes(rows: Sequence[Row], explained: dict[str, Explanation]) -> str:
    return "\n\n".join(_explain(row, explained.get(row.definition.id)) for row in rows)


def _explain(row: Row, explanation: Explanation | None) -> str:
    definition = row.definition
    lines = [definition.title, definition.question]
    if explanation is not None:
        lines += [explanation.counted, *explanation.clocks]
    lines.append(f"Source: {definition.source} Definition {definition.id}, version {definition.version}.")
    return "\n".join(line for line in lines if line)


def _chart(deck: Presentation, pack: Pack, section: Section) -> None:
    texts = [paragraph(sentence) for sentence in section.sentences]
    if section.outcome:
        texts.append((Run("What we want: ", bold=True), Run(section.outcome)))
    row = next((row for row in section.rows if row.definition.id == section.chart), None)
    drawn = row is not None and chart.can_draw(row)
    box = look.BESIDE if drawn else look.CONTENT
    size = _TEXT_SIZE if _height(texts, box, _TEXT_SIZE) <= box.height else _SMALL_TEXT_SIZE
    parts = _text_pages([_sized(text, size) for text in texts], box, size)
    slide = slides.add(deck, pack, "Text and picture" if drawn else "Text", section.chart_title or section.heading)
    slides.body(slide, parts[0])
    if drawn and row is not None:
        chart.add(slide, row, section.chart_title, pack.provenance.as_at)
    for part in parts[1:]:
        more = slides.add(deck, pack, "Text", f"{section.heading}: what changed, continued")
        slides.body(more, part)


def _glossary(deck: Presentation, pack: Pack) -> None:
    texts: list[Paragraph] = [(Run(f"{term}: ", 12, bold=True), Run(meaning, 12)) for term, meaning in pack.glossary]
    _text_slides(deck, pack, "Words used in this pack", texts, 12)


def _about(deck: Presentation, pack: Pack) -> None:
    texts: list[Paragraph] = [(Run(f"{heading}: ", 12, bold=True), Run(text, 12)) for heading, text in about(pack)]
    texts.append((Run("Status: ", 12, bold=True), Run(_in_a_line(STATUS_EXPLAINED), 12)))
    texts.append((Run("Where there is no figure: ", 12, bold=True), Run(_in_a_line(marks()), 12)))
    texts.append((Run("Change: ", 12, bold=True), Run(movement_explained(pack), 12)))
    texts.append((Run("How each measure is counted: ", 12, bold=True), Run("in the notes of the slide with its table.", 12)))
    _text_slides(deck, pack, "About these figures", texts, 12)


def _in_a_line(pairs: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{mark} – {meaning}" for mark, meaning in pairs) + "."


def _text_slides(deck: Presentation, pack: Pack, title: str, texts: Sequence[Paragraph], size: float) -> None:
    parts = _text_pages(texts, look.CONTENT, size)
    for number, part in enumerate(parts, start=1):
        which = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
        slides.body(slides.add(deck, pack, "Text", f"{title}{which}"), part)


def _sized(text: Paragraph, size: float) -> Paragraph:
    return tuple(Run(run.text, size, run.bold, run.colour) for run in text)


def _height(texts: Sequence[Paragraph], box: Box, size: float) -> float:
    return height(["".join(run.text for run in text) for text in texts], box.width, size, _SPACE)


def _text_pages(texts: Sequence[Paragraph], box: Box, size: float) -> list[list[Paragraph]]:
    return pages(texts, [_height([text], box, size) for text in texts], box.height, len(texts))
