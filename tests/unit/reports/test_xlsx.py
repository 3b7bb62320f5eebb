"""The workbook, read back: numbers as numbers, marks where there is none, native charts, links that lead somewhere, and no formulas."""

from __future__ import annotations

import dataclasses
import functools
import io
import warnings
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from lightwell.reports import xlsx
from lightwell.reports.model import Pack, Row, Section
from lightwell.reports.wording import titled
from lightwell.reports.xlsx import axis, comparators, names
from lightwell.reports.xlsx.about import STATUS_MARKS
from lightwell.reports.xlsx.names import sheet_names
from tests.unit.reports.sample import crowded_pack, empty_pack, sample_pack

PACKS = {"sample": functools.cache(sample_pack), "empty": functools.cache(empty_pack), "crowded": functools.cache(crowded_pack)}
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://example.invalid")', "{=1}", "http://example.invalid", "internal:A1", "001")
HEADING_ROW = 4
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module", params=PACKS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Pack, Path]:
    """Give each pack and where its workbook is."""
    pack = PACKS[request.param]()
    path = tmp_path_factory.mktemp(request.param) / "pack.xlsx"
    xlsx.write(pack, path)
    return pack, path


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pack, Path]:
    pack, path = PACKS["sample"](), tmp_path_factory.mktemp("one") / "pack.xlsx"
    xlsx.write(pack, path)
    return pack, path


@functools.cache
def _load(path: Path) -> Any:
    """Read a workbook; openpyxl knows no sparklines and says so, so these are looked for in the file itself."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sparkline Group extension is not supported", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))


def _links(book: Any) -> list[Any]:
    return [cell.hyperlink for sheet in book for line in sheet.iter_rows() for cell in line if cell.hyperlink]


def _rows(book: Any, pack: Pack) -> list[tuple[Section, Row, list[Any]]]:
    """Give every row of the pack with the cells of its row on its aim's sheet."""
    sheets = sheet_names([section.aim for section in pack.sections])
    found = []
    for aim, name in sheets.items():
        lines = iter([list(line) for line in book[name].iter_rows(min_row=HEADING_ROW + 1)])
        for section in (section for section in pack.sections if section.aim == aim):
            next(line for line in lines if line[0].value == section.heading)
            found += [(section, row, next(lines)) for row in section.rows]
    return found


def test_every_figure_of_the_pack_is_in_the_workbook_as_the_same_number(written: tuple[Pack, Path]) -> None:
    pack, path = written
    rows = _rows(_load(path), pack)
    assert len(rows) == sum(len(section.rows) for section in pack.sections)
    for _, row, cells in rows:
        assert cells[0].value == row.definition.title
        for cell, expected in zip(cells[2:16], (row.two_years_before, *row.cells), strict=True):
            assert cell.value == (expected.text if expected.value is None else expected.value)
            assert cell.data_type == ("s" if expected.value is None else "n")
        assert cells[17].value == (row.target.value if row.target else None)
        assert cells[18].value == STATUS_MARKS[row.status].text


def test_figures_are_shown_with_thousands_and_the_decimals_of_their_definition(written: tuple[Pack, Path]) -> None:
    pack, path = written
    for _, row, cells in _rows(_load(path), pack):
        code = "#,##0" + (f".{'0' * row.definition.decimals}" if row.definition.decimals else "")
        assert all(cell.number_format == code for cell, expected in zip(cells[3:16], row.cells, strict=True) if expected.value is not None)


def test_the_change_is_a_number_with_its_sign_and_an_arrow(written: tuple[Pack, Path]) -> None:
    pack, path = written
    for _, row, cells in _rows(_load(path), pack):
        if not row.movement.arrow:
            assert cells[19].value is None
            continue
        sign = {"up": 1, "down": -1, "level": 0}[row.movement.arrow]
        assert cells[19].value == sign * float(row.movement.amount.replace(",", ""))
        assert "↑" in cells[19].number_format
        assert (cells[20].value or "") == row.movement.meaning
        assert (cells[21].value or "") == (row.travel.short if row.travel else "")


def test_months_are_dates_and_the_current_one_is_bold_on_a_pale_ground(sample: tuple[Pack, Path]) -> None:
    pack, path = sample
    sheet = _load(path)[sheet_names([pack.sections[0].aim])[pack.sections[0].aim]]
    heading = list(sheet[HEADING_ROW])
    assert [cell.value.date() for cell in heading[2:16]] == [date(2022, 1, 1), *(month.start for month in pack.months)]
    assert heading[15].number_format == "[$-809]mmm yy"
    latest = sheet.cell(HEADING_ROW + 2, 16)
    assert latest.font.bold
    assert latest.fill.fgColor.rgb == "FFF3F2F1"


def test_no_cell_holds_a_formula(written: tuple[Pack, Path]) -> None:
    _, path = written
    book = _load(path)
    assert not [cell.coordinate for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    sheets = [_cells(part) for name, part in _parts(path) if name.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in cells or b"<f " in cells for cells in sheets)


def _parts(path: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _cells(sheet: bytes) -> bytes:
    return sheet.partition(b"<sheetData>")[2].partition(b"</sheetData>")[0]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_titles_and_names_that_look_like_formulas_or_addresses_stay_text(hostile: str, tmp_path: Path) -> None:
    pack = _hostile(PACKS["sample"](), hostile)
    path = tmp_path / "pack.xlsx"
    xlsx.write(pack, path)
    book = _load(path)
    assert not [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    section, row, cells = _rows(book, pack)[0]
    assert (cells[0].value, cells[0].data_type) == (hostile, "s")
    written = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "s"}
    assert {section.heading, row.definition.question, *section.sentences, *pack.summary, *pack.glossary[0]} <= written
    assert all(link.target is None for link in _links(book))


def _hostile(pack: Pack, text: str) -> Pack:
    first = pack.sections[0]
    definition = dataclasses.replace(first.rows[0].definition, title=text, question=text, source=text)
    row = dataclasses.replace(first.rows[0], definition=definition)
    section = dataclasses.replace(
        first, heading=text, outcome=text, rows=(row, *first.rows[1:]), sentences=(text,), chart=definition.id, chart_title=text
    )
    explanations = tuple(
        dataclasses.replace(each, definition=definition, counted=text) if each.definition.id == definition.id else each
        for each in pack.explanations
    )
    return dataclasses.replace(
        pack, title=text, authority=text, sections=(section,), summary=(text,), glossary=((text, text),), explanations=explanations
    )


def test_control_characters_are_left_out_of_cells_charts_and_footers(tmp_path: Path) -> None:
    pack = _hostile(PACKS["sample"](), "bell\x07 and nothing\x00")
    path = tmp_path / "pack.xlsx"
    xlsx.write(dataclasses.replace(pack, provenance=dataclasses.replace(pack.provenance, snapshot="x\x01y")), path)
    for name, part in _parts(path):
        if name.endswith((".xml", ".rels", ".vml")):
            ElementTree.fromstring(part)  # noqa: S314 - written by the test itself
    assert _load(path)["Notes"]["B6"].value == "xy"


def test_sheets_are_named_as_excel_allows_and_stand_in_order(written: tuple[Pack, Path]) -> None:
    pack, path = written
    found = _load(path).sheetnames
    aims = list(sheet_names([section.aim for section in pack.sections]).values())
    beside = ["Comparators"] if comparators.beside(pack) else []
    assert found == ["Summary", "Targets", *aims, *beside, "Definitions", "Glossary", "Notes", "Chart data"]
    assert all(len(name) <= 31 for name in found)
    assert len({name.casefold() for name in found}) == len(found)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["Right support at the right time"], ["Right support at the right time"]),
        (["Children remain within or return to their birth families"], ["Children remain within…"]),
        (["Practice framework and standards"], ["Practice framework…"]),
        (["Notes", "notes"], ["Notes (2)", "notes (3)"]),
        (["History"], ["History (2)"]),
        (["A/B: [c]*?\\", "''", ""], ["A B c", "Aim", "Aim (2)"]),
        (["x" * 40, "x" * 39], ["x" * 30 + "…", "x" * 25 + "… (2)"]),
    ],
)
def test_sheet_names(titles: list[str], expected: list[str]) -> None:
    found = list(sheet_names(titles).values())
    assert found == expected
    assert all(len(name) <= names.LONGEST for name in found)


def test_every_link_leads_to_a_cell_that_is_there(written: tuple[Pack, Path]) -> None:
    pack, path = written
    book = _load(path)
    links = _links(book)
    assert len(links) > len(pack.sections)
    for link in links:
        sheet, _, cell = link.location.rpartition("!")
        assert book[sheet.strip("'").replace("''", "'")][cell].value


def test_an_indicator_links_to_its_definition_and_the_summary_to_the_section(sample: tuple[Pack, Path]) -> None:
    pack, path = sample
    book = _load(path)
    for _, row, cells in _rows(book, pack):
        place = cells[0].hyperlink.location.rpartition("!")[2]
        assert book["Definitions"][place].value == row.definition.title
    headings = [line[0] for line in book["Summary"].iter_rows() if line[0].hyperlink]
    for section, cell in zip(pack.sections, headings, strict=False):
        sheet, _, place = cell.hyperlink.location.rpartition("!")
        assert book[sheet.strip("'")][place].value == section.heading == cell.value


def test_every_sheet_prints_on_a4_landscape_one_page_wide_with_its_provenance(written: tuple[Pack, Path]) -> None:
    pack, path = written
    for sheet in _load(path):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert pack.provenance.snapshot in sheet.oddFooter.left.text
        assert sheet.oddFooter.right.text.strip() == "Page &P of &N"


def test_sheets_of_figures_freeze_and_repeat_their_heading(sample: tuple[Pack, Path]) -> None:
    pack, path = sample
    book = _load(path)
    for name in sheet_names([section.aim for section in pack.sections]).values():
        assert book[name].freeze_panes == "B5"
        assert book[name].print_title_rows == "$4:$4"


def test_a_long_footer_with_ampersands_is_cut_to_what_excel_allows(tmp_path: Path) -> None:
    pack = PACKS["sample"]()
    pack = dataclasses.replace(pack, provenance=dataclasses.replace(pack.provenance, comparators="Here & there " * 40))
    path = tmp_path / "pack.xlsx"
    xlsx.write(pack, path)
    part = dict(_parts(path))["xl/worksheets/sheet1.xml"].decode()
    footer = part.partition("<oddFooter>")[2].partition("</oddFooter>")[0].replace("&amp;", "&")
    assert len(footer) <= 255
    assert footer.endswith("&R&8 Page &P of &N")
    assert "Here && there" in footer


def test_each_section_has_a_native_chart_of_its_figures_with_gaps_and_a_dashed_target(written: tuple[Pack, Path]) -> None:
    pack, path = written
    parts = dict(_parts(path))
    charts = [parts[f"xl/charts/chart{n}.xml"] for n in range(1, len(parts)) if f"xl/charts/chart{n}.xml" in parts]
    drawn = [row for section in pack.sections if axis.has_figures(row := section.row(section.chart))]
    assert drawn
    assert len(charts) == len(drawn)
    for text, row in zip(charts, drawn, strict=True):
        root = ElementTree.fromstring(text)  # noqa: S314 - written by the test itself
        series = root.findall(f".//{CHART}ser")
        assert _points(series[0]) == {place: cell.value for place, cell in enumerate(row.cells) if cell.value is not None}
        assert len(series) == (2 if row.target else 1)
        if row.target:
            assert set(_points(series[1]).values()) == {row.target.value}
            assert b'prstDash val="dash"' in text
        blanks = root.find(f".//{CHART}dispBlanksAs")
        assert blanks is None or blanks.get("val") == "gap"
        assert root.find(f".//{CHART}legend") is None


def _points(series: ElementTree.Element) -> dict[int, float]:
    points = series.findall(f"{CHART}val//{CHART}pt")
    values = {int(point.get("idx", "-1")): point.findtext(f"{CHART}v") for point in points}
    return {place: float(value) for place, value in values.items() if value}


def test_charts_are_described_and_read_cells_that_are_blank_where_there_is_no_figure(written: tuple[Pack, Path]) -> None:
    pack, path = written
    sheet = _load(path)["Chart data"]
    lines = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=6)]
    expected = []
    for section in pack.sections:
        for row in section.rows:
            expected.append([section.heading, titled(row.definition), *(cell.value for cell in row.cells)])
            if row.definition.id == section.chart and row.target:
                expected.append([section.heading, f"Target: {titled(row.definition)}", *([row.target.value] * 13)])
    assert lines == expected
    drawings = [part.decode() for name, part in _parts(path) if name.startswith("xl/drawings/drawing") and name.endswith(".xml")]
    assert drawings
    assert all('descr="Line chart. ' in drawing for drawing in drawings)


def test_every_row_with_a_figure_has_a_sparkline(written: tuple[Pack, Path]) -> None:
    pack, path = written
    count = sum(part.count(b"<x14:sparkline>") for name, part in _parts(path) if name.startswith("xl/worksheets/"))
    assert count == sum(axis.has_figures(row) for section in pack.sections for row in section.rows)


def test_definitions_glossary_and_notes_say_what_a_reader_needs(sample: tuple[Pack, Path]) -> None:
    pack, path = sample
    book = _load(path)
    lines = [[cell.value for cell in line] for line in book["Definitions"].iter_rows(min_row=HEADING_ROW + 1)]
    assert len(lines) == len(pack.explanations)
    for line, each in zip(lines, pack.explanations, strict=True):
        of = each.definition
        assert (line[0], line[1], line[2], line[7], line[8]) == (of.title, of.question, each.counted, of.id, of.version)
        assert (line[3] or "") == "\n".join(each.clocks)
    glossary = [(line[0].value, line[1].value) for line in book["Glossary"].iter_rows(min_row=HEADING_ROW + 1)]
    assert glossary == list(pack.glossary)
    notes = {line[0].value: line[1].value for line in book["Notes"].iter_rows()}
    assert notes["Snapshot"] == pack.provenance.snapshot
    assert {"n/d", "n/a", "c", "0", "● On target", "◆ Near", "▲ Off target", "No target", "No data"} <= set(notes)


def test_measures_with_a_target_are_listed_once_what_is_off_target_first(sample: tuple[Pack, Path]) -> None:
    pack, path = sample
    lines = [[cell.value for cell in line] for line in _load(path)["Targets"].iter_rows(min_row=HEADING_ROW + 1)]
    wanted = {row.definition.title: row for section in pack.sections for row in section.rows if row.target}
    assert sorted(line[0] for line in lines) == sorted(wanted)
    order = ["▲ Off target", "◆ Near", "● On target", "No data"]
    places = [order.index(line[4]) for line in lines]
    assert places == sorted(places)
    assert [line[3] for line in lines] == [row.target.value for line in lines if (row := wanted[line[0]]).target]


def test_the_summary_says_its_sentences_and_counts_each_section(written: tuple[Pack, Path]) -> None:
    pack, path = written
    lines = [[cell.value for cell in line] for line in _load(path)["Summary"].iter_rows()]
    assert set(pack.summary) <= {line[0] for line in lines}
    for section in pack.sections:
        counts = next(line[1:6] for line in lines if line[0] == section.heading)
        assert sum(counts) == len(section.rows)


def test_the_same_pack_gives_the_same_bytes_and_no_clock_is_read(tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    xlsx.write(sample_pack(), first)
    xlsx.write(sample_pack(), second)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = _load(first).properties
    assert properties.created.isoformat() == "2024-01-31T00:00:00"
    assert properties.creator == "Southampton City Council (published figures)"


@pytest.mark.parametrize(
    ("values", "expected"),
    [((288.0, 304.0), (280.0, 310.0)), ((95.0, 99.0), (94.0, 100.0)), ((0.0, 3.0), (0.0, 4.0)), ((5.0, 5.0), (4.75, 5.25))],
)
def test_an_axis_has_round_ends_that_hold_the_figures(values: tuple[float, ...], expected: tuple[float, float]) -> None:
    row = _row_of(values)
    ends = axis.scale(row)
    assert ends.least <= min(values)
    assert ends.most >= max(values)
    assert (ends.least, ends.most) == pytest.approx(expected, rel=0.2)


def _row_of(values: tuple[float, ...]) -> Row:
    found = next(row for section in PACKS["sample"]().sections for row in section.rows if row.definition.unit == "percent")
    cells = tuple(dataclasses.replace(cell, value=value) for cell, value in zip(found.cells, values, strict=False))
    return dataclasses.replace(found, cells=cells, target=None)
