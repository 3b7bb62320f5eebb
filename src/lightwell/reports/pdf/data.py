"""What the PDF's template is handed: the pack as plain lists and texts, with its charts as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lightwell.definitions.model import Definition
from lightwell.periods import say_date
from lightwell.reports import charts, compared, wording
from lightwell.reports.model import Cell, ComparatorCell, Explanation, Pack, Row, Section
from lightwell.reports.summary import distinct_rows, off_target, tally
from lightwell.results.model import State

FONT = "Source Sans Pro"

CHART_WIDTH = 395.0

CHART_HEIGHTS = (190.0, 150.0, 96.0)
"""The template takes the tallest with which a section stands on one page."""

PAPER = 785.0
"""Points between the margins of A4 across; the widths below are points too, and rough: they choose how a table is set."""

CHARACTER = 4.2
SEMIBOLD_CHARACTER = 4.7
GUTTER = 5.2
NARROWEST_TITLE = 90.0


@dataclass(frozen=True)
class Setting:
    """How closely a table is set: the space between figures, the width of the columns beside them, and how many months it prints."""

    compact: bool
    gutter: float
    other_columns: float
    every: int


SETTINGS = (Setting(False, GUTTER, 160.0, 1), Setting(True, 3.6, 144.0, 1), Setting(True, 3.6, 144.0, 2))
"""From the roomiest: what does not fit is set closer, and only figures too long for that lose every second month."""

_ARROWS = {"up": "↑", "down": "↓", "level": "→", "": ""}


def page_data(pack: Pack) -> dict[str, Any]:
    """Give everything that the template prints, as JSON can hold it."""
    return {
        "title": pack.title,
        "authority": pack.authority,
        "month": pack.month.name,
        "as_at": say_date(pack.provenance.as_at),
        "date": [pack.provenance.as_at.year, pack.provenance.as_at.month, pack.provenance.as_at.day],
        "font": FONT,
        "summary": list(pack.summary),
        "tally": {status.value: count for status, count in tally(distinct_rows(pack.sections)).items()},
        "off_target": [_off_target(row) for row in off_target(pack.sections)],
        "months": [month.short.split() for month in pack.months],
        "before": wording.month_name(pack.months[-2])[:3],
        "two_years": pack.month.plus(-24).short.split(),
        "standing": [_standing(section) for section in pack.sections],
        "statuses": [[status.value, word] for status, word in wording.STATUS_WORDS.items()],
        "sections": [_section(section, pack) for section in pack.sections],
        "explanations": [_explanation(one) for one in pack.explanations],
        "glossary": [list(entry) for entry in pack.glossary],
        "marks": [list(entry) for entry in compared.marks(pack, revised=True)],
        "provenance": _provenance(pack),
        "foot": _foot(pack),
    }


def _foot(pack: Pack) -> str:
    held = pack.provenance
    return f"Snapshot {held.snapshot} · as known on {say_date(held.as_at)} · definitions {held.definitions}"


def _setting(rows: tuple[Row, ...], comparator_widths: list[float]) -> Setting:
    """Choose the roomiest setting that leaves enough of the paper to the titles; the closest if none does."""
    count = len(rows[0].cells)
    widest = max(len(cell.text) for row in rows for cell in row.cells)
    target = max(len(row.target_text) for row in rows) * CHARACTER
    for setting in SETTINGS:
        months = (count + setting.every - 1) // setting.every + 1
        taken = setting.other_columns + sum(comparator_widths) + target + months * (widest * CHARACTER + setting.gutter)
        if PAPER - taken >= NARROWEST_TITLE:
            return setting
    return SETTINGS[-1]


def _section(section: Section, pack: Pack) -> dict[str, Any]:
    shown = compared.columns(section.rows)
    drawn = charts.series(section.row(section.chart))
    widths = [_comparator_width(pack.comparator_headings[place], section.rows, place) for place in shown]
    setting = _setting(section.rows, widths)
    count = len(pack.months)
    places = [place for place in range(count) if (count - 1 - place) % setting.every == 0]
    return {
        "months": [pack.months[place].short.split() for place in places],
        "thinned": setting.every > 1,
        "compact": setting.compact,
        "heading": section.heading,
        "outcome": section.outcome,
        "standing": section.sentences[0],
        "sentences": list(section.sentences[1:]),
        "rows": [_row(row, shown, places) for row in section.rows],
        "comparators": [pack.comparator_headings[place] for place in shown],
        "comparator_widths": widths,
        "notes": [[list(note) for note in column] for column in compared.halved(compared.notes(pack, section, section.rows))],
        "chart": {
            "title": section.chart_title,
            "svgs": [
                charts.line_chart(drawn, name=section.id, title=section.chart_title, width=CHART_WIDTH, height=height, text=9.5, font=FONT)
                for height in CHART_HEIGHTS
            ],
            "alt": f"{section.chart_title}. {charts.describe(drawn)}",
            "width": CHART_WIDTH,
        },
    }


def _comparator_width(heading: str, rows: tuple[Row, ...], place: int) -> float:
    """Give points wide enough for the figures and for each word of the heading, which is not hyphenated.

    A soft hyphen would be printed with the same shape as a hyphen, and then every hyphen of the file would be read out as a soft one.
    """
    word = max(len(part) for part in heading.split()) * SEMIBOLD_CHARACTER
    cells = [row.comparators[place] for row in rows]
    mark = CHARACTER if any(cell.revised for cell in cells) else 0.0
    return max(word, max(len(cell.text) for cell in cells) * CHARACTER + mark) + GUTTER


def _standing(section: Section) -> dict[str, Any]:
    counts = tally(section.rows)
    return {"heading": section.heading, "counts": [counts[status] for status in wording.STATUS_WORDS]}


def _row(row: Row, shown: tuple[int, ...], places: list[int]) -> dict[str, Any]:
    drawn = charts.series(row)
    known = [text for text, value in zip(drawn.texts, drawn.values, strict=True) if value is not None]
    return {
        "title": _title(row.definition),
        "note": row.compared_mark,
        "two_years": _cell(row.two_years_before),
        "cells": [_cell(row.cells[place]) for place in places],
        "target": row.target_text or "–",
        "status": row.status.value,
        "word": wording.STATUS_WORDS[row.status],
        "arrow": _ARROWS[row.movement.arrow],
        "amount": row.movement.amount if row.movement.arrow != "level" else "",
        "meaning": row.movement.meaning or ("same" if row.movement.arrow == "level" else ""),
        "travel": row.travel.brief[0] if row.travel else "",
        "signal": bool(row.travel and row.travel.is_signal),
        "spark": charts.sparkline(drawn, width=56, height=15),
        "spark_alt": f"Line from {known[0]} to {known[-1]}" if known else "No figures",
        "comparators": [_compared(row.comparators[place]) for place in shown],
    }


def _title(definition: Definition) -> str:
    """Give the title with its unit kept on the line of the word before it."""
    return wording.titled(definition).replace(" (%)", "\u00a0(%)")


def _cell(cell: Cell) -> dict[str, Any]:
    return {"text": cell.text, "known": cell.state is State.KNOWN}


def _compared(cell: ComparatorCell) -> dict[str, str]:
    return {"text": cell.text or "–", "revised": compared.REVISED if cell.revised else ""}


def _off_target(row: Row) -> dict[str, Any]:
    return {
        "title": row.definition.title,
        "value": wording.with_unit(row.latest.text, row.definition),
        "target": wording.with_unit(row.target_text, row.definition),
        "arrow": _ARROWS[row.movement.arrow],
        "amount": row.movement.amount if row.movement.arrow != "level" else "",
        "meaning": row.movement.meaning or ("same" if row.movement.arrow == "level" else ""),
    }


def _explanation(one: Explanation) -> dict[str, Any]:
    return {
        "title": _title(one.definition),
        "question": one.definition.question,
        "counted": one.counted,
        "clocks": list(one.clocks),
        "source": one.definition.source,
        "version": f"{one.definition.id}, version {one.definition.version}",
    }


def _provenance(pack: Pack) -> list[list[str]]:
    held = pack.provenance
    return [
        ["Snapshot", held.snapshot],
        ["As known on", say_date(held.as_at)],
        ["Made from", held.source],
        ["Definitions", held.definitions],
        ["Comparators", held.comparators or "none"],
        *([["Compared with", pack.compared_with]] if pack.compared_with else []),
        ["Made with", f"Lightwell {held.lightwell}"],
    ]
