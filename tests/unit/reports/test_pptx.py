"""The deck, read back: the pack's figures as native tables and charts, titles, descriptions, footers, and the same bytes every time."""

from __future__ import annotations

import dataclasses
import functools
import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pptx as python_pptx
import pytest
from pptx.util import Emu, Pt

from lightwell.definitions.targets import Status
from lightwell.reports import compared, pptx
from lightwell.reports.comparing import BLANK
from lightwell.reports.model import Pack, Row, Section
from lightwell.reports.pptx import indicators, paging
from lightwell.reports.wording import STATUS_WORDS, titled
from lightwell.reports.xlsx import axis
from lightwell.reports.xlsx.about import STATUS_MARKS
from lightwell.results.model import State
from tests.unit.reports.sample import crowded_pack, empty_pack, sample_pack

PACKS = {"sample": functools.cache(sample_pack), "empty": functools.cache(empty_pack), "crowded": functools.cache(crowded_pack)}
MADE = "2024-01-31 00:00:00"
HOSTILE = '=HYPERLINK("http://example.invalid","x") & <b>'


@functools.cache
def _bytes(name: str) -> bytes:
    """Give the deck of a pack as bytes, made once for all tests of this file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.pptx"
        pptx.write(PACKS[name](), path)
        return path.read_bytes()


@functools.cache
def _deck(name: str) -> tuple[Pack, Any]:
    """Give a pack and its deck, read back."""
    return PACKS[name](), python_pptx.Presentation(io.BytesIO(_bytes(name)))


@pytest.fixture(params=PACKS)
def written(request: pytest.FixtureRequest) -> tuple[Pack, Any]:
    """Give each pack and its deck, read back."""
    return _deck(request.param)


@pytest.fixture
def sample() -> tuple[Pack, Any]:
    return _deck("sample")


def _read(pack: Pack, folder: Path) -> Any:
    path = folder / "pack.pptx"
    pptx.write(pack, path)
    return python_pptx.Presentation(str(path))


def _titles(deck: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def _frames(slide: Any, kind: str) -> list[Any]:
    return [shape for shape in slide.shapes if getattr(shape, f"has_{kind}", False)]


def _indicator_tables(deck: Any) -> list[list[list[str]]]:
    """Give the text of every table of indicators, its heading first."""
    tables = [frame.table for slide in deck.slides for frame in _frames(slide, "table") if frame.name == "Indicators"]
    return [[[cell.text_frame.text for cell in row.cells] for row in table.rows] for table in tables]


def _expected(section: Section, row: Row, pack: Pack) -> list[str]:
    plan = indicators.plan(pack, section.rows)
    arrow = {"up": "↑", "down": "↓", "level": "→", "": ""}[row.movement.arrow]
    moved = "\n".join(part for part in (f"{arrow} {row.movement.amount}".strip(), row.travel.brief[0] if row.travel else "") if part)
    return [
        indicators.name_text(row),
        *(cell.text for cell in indicators.shown(row, plan.recent)),
        row.target_text,
        STATUS_MARKS[row.status].text,
        moved,
        *(f"{cell.text}{compared.REVISED if cell.revised else ''}" for cell in (row.comparators[place] for place in plan.comparators)),
    ]


def test_every_row_of_the_pack_is_in_a_native_table_with_the_pack_s_own_texts(written: tuple[Pack, Any]) -> None:
    pack, deck = written
    printed = [row for table in _indicator_tables(deck) for row in table[1:]]
    assert printed == [_expected(section, row, pack) for section in pack.sections for row in section.rows]


def test_a_comparator_column_is_left_out_only_where_all_of_it_is_blank(written: tuple[Pack, Any]) -> None:
    pack, _ = written
    for section in pack.sections:
        left_out = set(range(4)) - set(indicators.plan(pack, section.rows).comparators)
        assert all(row.comparators[place].text == "" for row in section.rows for place in left_out)


def test_beneath_a_table_stand_the_notes_of_its_rows_with_year_and_release(written: tuple[Pack, Any]) -> None:
    pack, deck = written
    slides = [slide for slide in deck.slides if any(frame.name == "Indicators" for frame in _frames(slide, "table"))]
    parts = [(section, rows) for section in pack.sections for rows in indicators.split(pack, section, indicators.plan(pack, section.rows))]
    for slide, (section, rows) in zip(slides, parts, strict=True):
        said = [line.text for shape in slide.shapes if shape.name.startswith("Notes ") for line in shape.text_frame.paragraphs]
        assert said == [f"[{mark}] {words}" if mark else words for mark, words in compared.notes(pack, section, rows)]
        for row in rows:
            assert all(part.rstrip(",;") in " ".join(said) for part in compared.sources(row))


def test_notes_stand_beneath_their_table_and_above_the_foot(written: tuple[Pack, Any]) -> None:
    _, deck = written
    for slide in deck.slides:
        notes = [shape for shape in slide.shapes if shape.name.startswith("Notes ")]
        for table in (frame for frame in _frames(slide, "table") if notes and frame.name == "Indicators"):
            assert all(table.top + table.height <= shape.top for shape in notes)
        assert all(shape.top + shape.height <= Emu(round(6.93 * 914400)) for shape in notes)


def test_the_sample_shows_two_years_before_and_all_thirteen_months(sample: tuple[Pack, Any]) -> None:
    pack, deck = sample
    for table in _indicator_tables(deck):
        headings = [cell.replace("\n", " ") for cell in table[0]]
        assert headings[:15] == ["Indicator", "Jan 22", *(month.short for month in pack.months)]
        assert headings[15:18] == ["Target", "Status", "Since Dec, direction"]


def test_long_sections_are_split_with_the_heading_repeated(written: tuple[Pack, Any]) -> None:
    pack, deck = written
    titles = _titles(deck)
    for section in pack.sections:
        parts = indicators.split(pack, section, indicators.plan(pack, section.rows))
        assert all(len(part) <= indicators.MOST_ROWS for part in parts)
        expected = [f"{section.heading} ({n} of {len(parts)})" for n in range(1, len(parts) + 1)] if len(parts) > 1 else [section.heading]
        assert [title for title in titles if title in expected] == expected
    assert all(table[0][0] == "Indicator" for table in _indicator_tables(deck))


def test_crowded_rows_take_six_slides_and_eight_with_their_notes(tmp_path: Path) -> None:
    pack = PACKS["crowded"]()
    plain = tuple(dataclasses.replace(row, comparators=(BLANK,) * 4, compared_mark="") for row in pack.sections[0].rows)
    bare = dataclasses.replace(pack, sections=(dataclasses.replace(pack.sections[0], rows=plain, notes=()),))
    assert [len(_indicator_tables(deck)) for deck in (_read(bare, tmp_path), _deck("crowded")[1])] == [6, 8]


def test_every_chart_is_native_and_holds_the_figures_with_gaps(written: tuple[Pack, Any]) -> None:
    pack, deck = written
    charts = [frame.chart for slide in deck.slides for frame in _frames(slide, "chart")]
    drawn = [section.row(section.chart) for section in pack.sections if axis.has_figures(section.row(section.chart))]
    assert drawn
    assert len(charts) == len(drawn)
    for chart, row in zip(charts, drawn, strict=True):
        values, *target = chart.plots[0].series
        assert list(chart.plots[0].categories) == [cell.month.short for cell in row.cells]
        assert list(values.values) == [cell.value for cell in row.cells]
        assert [list(series.values) for series in target] == ([[row.target.value] * 13] if row.target else [])
        assert not chart.has_legend
        assert chart._chartSpace.xpath("c:chart/c:dispBlanksAs/@val") == ["gap"]


def test_the_workbook_behind_a_chart_holds_the_same_figures(sample: tuple[Pack, Any]) -> None:
    pack, deck = sample
    chart = next(frame.chart for slide in deck.slides for frame in _frames(slide, "chart"))
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    row = pack.sections[0].row(pack.sections[0].chart)
    assert [cell.value for cell in book["Sheet1"]["B"]] == [titled(row.definition), *(cell.value for cell in row.cells)]
    assert str(book.properties.created) == MADE


def test_a_section_without_any_figure_has_words_in_place_of_a_chart() -> None:
    pack, deck = _deck("empty")
    blank = next(section for section in pack.sections if not axis.has_figures(section.row(section.chart)))
    slide = deck.slides[_titles(deck).index(blank.chart_title)]
    assert not _frames(slide, "chart")
    assert blank.sentences[0] in slide.placeholders[14].text_frame.text


def test_every_slide_has_a_title_a_footer_and_its_number(written: tuple[Pack, Any]) -> None:
    pack, deck = written
    assert all(_titles(deck))
    for number, slide in enumerate(deck.slides, start=1):
        footer, place = list(slide.shapes)[-2:]
        assert f"Snapshot {pack.provenance.snapshot}, as known on 31 January 2024" in footer.text_frame.text
        assert pack.provenance.definitions in footer.text_frame.text
        assert place.text_frame.text == f"{number} of {len(deck.slides)}"
        assert next(iter(slide.shapes)) == slide.shapes.title


def test_every_table_and_chart_is_described_for_screen_readers(written: tuple[Pack, Any]) -> None:
    _, deck = written
    frames = [frame for slide in deck.slides for kind in ("table", "chart") for frame in _frames(slide, kind)]
    assert frames
    assert all(len(frame._element._nvXxPr.cNvPr.get("descr")) > 40 for frame in frames)
    assert all(frame.table.first_row for frame in frames if getattr(frame, "has_table", False))


def test_a_chart_s_description_names_its_missing_months() -> None:
    _, deck = _deck("empty")
    chart = next(frame for slide in deck.slides for frame in _frames(slide, "chart"))
    described = chart._element._nvXxPr.cNvPr.get("descr")
    assert "Jan 23 n/d" in described
    assert "Jan 24 0" in described


def test_no_text_is_smaller_than_ten_points_in_tables_and_nothing_leaves_the_slide(written: tuple[Pack, Any]) -> None:
    _, deck = written
    for slide in deck.slides:
        for frame in _frames(slide, "table"):
            sizes = [run.font.size for cell in frame.table.iter_cells() for line in cell.text_frame.paragraphs for run in line.runs]
            assert min(size for size in sizes if size) >= Pt(10)
        for frame in (*_frames(slide, "table"), *_frames(slide, "chart")):
            assert frame.left + frame.width <= deck.slide_width
            assert frame.top + frame.height <= Emu(round(6.93 * 914400))


def test_sentences_stand_beside_the_chart_or_on_the_next_slide(written: tuple[Pack, Any]) -> None:
    pack, deck = written
    text = "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    for sentence in (*pack.summary, *(sentence for section in pack.sections for sentence in section.sentences)):
        assert sentence in text


def test_the_notes_explain_every_measure_of_the_slide(sample: tuple[Pack, Any]) -> None:
    pack, deck = sample
    explained = {explanation.definition.id: explanation for explanation in pack.explanations}
    notes = "\n".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide)
    for section in pack.sections:
        for row in section.rows:
            assert explained[row.definition.id].counted in notes
            assert f"{row.definition.id}, version {row.definition.version}" in notes


def test_the_glossary_and_the_provenance_are_in_the_deck(sample: tuple[Pack, Any]) -> None:
    pack, deck = sample
    text = "\n".join(shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame)
    assert all(f"{term}: {meaning}" in text for term, meaning in pack.glossary)
    assert f"Source: {pack.provenance.source}" in text
    assert "n/d – no data" in text


def test_the_summary_counts_the_measures_of_each_section_by_status(sample: tuple[Pack, Any]) -> None:
    pack, deck = sample
    table = _frames(deck.slides[1], "table")[0].table
    printed = [[cell.text_frame.text.replace("\n", " ") for cell in row.cells] for row in table.rows]
    order = (Status.OFF_TARGET, Status.NEAR, Status.ON_TARGET, Status.NO_TARGET, Status.NO_DATA)
    assert all(STATUS_WORDS[status] in heading for status, heading in zip(order, printed[0][1:], strict=True))
    assert printed[1:] == [
        [section.heading, *(str(sum(row.status is status for row in section.rows)) for status in order)] for section in pack.sections
    ]


def test_no_placeholder_is_left_with_its_prompt(written: tuple[Pack, Any]) -> None:
    _, deck = written
    assert all(shape.text_frame.text for slide in deck.slides for shape in slide.placeholders)
    assert (deck.slide_width, deck.slide_height) == (12_192_000, 6_858_000)


def test_the_same_pack_gives_the_same_bytes_and_no_clock_is_read(tmp_path: Path) -> None:
    first = tmp_path / "first.pptx"
    pptx.write(sample_pack(), first)
    assert first.read_bytes() == _bytes("sample")
    with zipfile.ZipFile(first) as archive:
        times = {entry.date_time for entry in archive.infolist()}
    assert times == {(1980, 1, 1, 0, 0, 0)}
    properties = python_pptx.Presentation(str(first)).core_properties
    assert (str(properties.created), str(properties.modified)) == (MADE, MADE)
    with zipfile.ZipFile(first) as archive:
        assert b"<Application>Lightwell</Application>" in archive.read("docProps/app.xml")
        assert not [name for name in archive.namelist() if "thumbnail" in name or "printerSettings" in name]
    assert properties.author == "Southampton City Council (published figures)"


def test_titles_that_look_like_formulas_or_markup_stay_text(tmp_path: Path) -> None:
    pack = _with_hostile_title(PACKS["sample"]())
    deck = _read(pack, tmp_path)
    assert _indicator_tables(deck)[0][1][0] == HOSTILE
    chart = next(frame.chart for slide in deck.slides for frame in _frames(slide, "chart"))
    cell = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]["B1"]
    assert (cell.value, cell.data_type) == (HOSTILE, "s")


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    pack = dataclasses.replace(PACKS["sample"](), title="Pack\x07 of\x00 the month", sections=())
    assert _titles(_read(pack, tmp_path))[0] == "Pack of the month"


def _with_hostile_title(pack: Pack) -> Pack:
    section = pack.sections[0]
    row = dataclasses.replace(section.rows[0], definition=dataclasses.replace(section.rows[0].definition, title=HOSTILE))
    drawn = dataclasses.replace(section, rows=(row, *section.rows[1:]), chart=row.definition.id)
    return dataclasses.replace(pack, authority=HOSTILE, sections=(drawn,))


def test_figures_that_are_not_known_are_marked_and_never_zero() -> None:
    pack, deck = _deck("crowded")
    printed = [cell for table in _indicator_tables(deck) for row in table[1:] for cell in row]
    for state, mark in ((State.NO_DATA, "n/d"), (State.NOT_APPLICABLE, "n/a"), (State.SUPPRESSED, "c")):
        assert any(row.latest.state is state for section in pack.sections for row in section.rows)
        assert mark in printed


@pytest.mark.parametrize(
    ("count", "most", "expected"),
    [(0, 9, [0]), (1, 9, [1]), (9, 9, [9]), (10, 9, [5, 5]), (11, 9, [6, 5]), (40, 9, [8, 8, 8, 8, 8])],
)
def test_rows_are_split_evenly(count: int, most: int, expected: list[int]) -> None:
    assert [len(page) for page in paging.pages(range(count), [0.5] * count, 99, most)] == expected


def test_an_item_taller_than_a_page_has_one_to_itself() -> None:
    assert paging.pages(["a", "b", "c"], [1, 9, 1], 5, 9) == [["a"], ["b"], ["c"]]
    assert paging.filled(["a", "b", "c"], [2, 2, 9], 5) == [["a", "b"], ["c"]]
