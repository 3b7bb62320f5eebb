"""What the workbook says of other areas: numbers as numbers, year and release beside them, comments, notes, and a sheet of them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightwell.comparators import measures
from lightwell.reports import compared, xlsx
from lightwell.reports.model import Pack
from lightwell.reports.xlsx import aims
from lightwell.reports.xlsx.names import sheet_names
from tests.unit.reports.test_xlsx import HEADING_ROW, PACKS, _load, _rows


@pytest.fixture(scope="module", params=PACKS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Pack, Path]:
    """Give each pack and where its workbook is."""
    pack = PACKS[request.param]()
    path = tmp_path_factory.mktemp(request.param) / "pack.xlsx"
    xlsx.write(pack, path)
    return pack, path


def test_every_comparator_is_the_same_number_or_its_marker_with_year_and_release_and_a_comment(written: tuple[Pack, Path]) -> None:
    pack, path = written
    for section, row, cells in _rows(_load(path), pack):
        on_sheet = [each for other in pack.sections if other.aim == section.aim for each in other.rows]
        columns = compared.columns(on_sheet)
        for cell, each in zip(cells[22:], (row.comparators[place] for place in columns), strict=False):
            assert cell.value == (each.text or None if each.value is None else pytest.approx(each.value))
            assert cell.data_type == ("s" if each.text and each.value is None else "n")
            assert (cell.comment.text if cell.comment else "") == compared.spoken(each)
        after = [cell.value or "" for cell in cells[22 + len(columns) :]]
        assert after == ([aims.source_text(row)] if compared.sourced(on_sheet) else [])


def test_notes_stand_beneath_the_table_of_their_section(written: tuple[Pack, Path]) -> None:
    pack, path = written
    names_of = sheet_names([section.aim for section in pack.sections])
    for section in pack.sections:
        texts = {line[0].value for line in _load(path)[names_of[section.aim]].iter_rows()}
        assert {f"[{mark}] {words}" for mark, words in section.notes} <= texts
        assert (pack.compared_with in texts) >= compared.sourced(section.rows)


def test_a_sheet_lists_everything_that_is_compared_with_what_it_counts_and_what_was_revised(tmp_path: Path) -> None:
    pack, path = PACKS["sample"](), tmp_path / "pack.xlsx"
    xlsx.write(pack, path)
    lines = [[cell.value for cell in line] for line in _load(path)["Comparators"].iter_rows()]
    assert lines[3][0] == pack.compared_with
    heading, found = lines[4], {line[0]: dict(zip(lines[4], line, strict=True)) for line in lines[5:]}
    assert heading[:7] == ["Indicator", "Published measure", "What it counts", "Where the two differ", "Unit", "Year", "Release"]
    wanted = {row.definition.title: row for section in pack.sections for row in section.rows if row.compared_source}
    assert sorted(found) == sorted(wanted)
    for title, row in wanted.items():
        line, of = found[title], measures()[row.definition.comparator]
        assert (line["Published measure"], line["What it counts"]) == (of.title, of.counts)
        assert line["Where the two differ"] == row.definition.comparator_differs
        assert f"{line['Year']}, {line['Release']}" == row.compared_source
        assert line["Neighbours are"] == row.comparators[1].note
        for name, cell in zip(pack.comparator_headings, row.comparators, strict=True):
            assert line[name] == pytest.approx(cell.value)
            assert line[f"{name}\nnow"] == (pytest.approx(cell.revised.value) if cell.revised else None)


def test_where_nothing_is_compared_there_is_no_sheet_and_no_column_for_it(tmp_path: Path) -> None:
    pack, path = PACKS["empty"](), tmp_path / "pack.xlsx"
    xlsx.write(pack, path)
    book = _load(path)
    assert "Comparators" not in book.sheetnames
    aims_sheets = sheet_names([section.aim for section in pack.sections]).values()
    headings = {cell.value for name in aims_sheets for cell in book[name][HEADING_ROW]}
    assert "Which is" in headings
    assert not {"Neighbours", "Region", "England", compared.SOURCE_HEADING} & headings
    texts = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line]
    assert texts.count(pack.compared_with) == 1
