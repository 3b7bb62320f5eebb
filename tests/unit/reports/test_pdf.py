"""The pack as a PDF: tagged, complete, the same bytes every time, and safe from what names may hold."""

from __future__ import annotations

import dataclasses
import functools
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from lightwell.reports import compared, pdf, wording
from lightwell.reports.model import Pack
from tests.unit.reports.sample import LONG_AUTHORITY, crowded_pack, empty_pack, sample_pack

NBSP = "\N{NO-BREAK SPACE}"
"""Read out of a PDF it is a plain space."""


PACKS = {"sample": functools.cache(sample_pack), "empty": functools.cache(empty_pack), "crowded": functools.cache(crowded_pack)}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return PACKS["sample"]()


@pytest.fixture(scope="module")
def rendered(pack: Pack) -> bytes:
    return pdf.render(pack)


@pytest.fixture(scope="module")
def reader(rendered: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(rendered))


@pytest.fixture(scope="module")
def pages(reader: PdfReader) -> list[str]:
    return [plain(page.extract_text()) for page in reader.pages]


def plain(text: str) -> str:
    """Make spaces single."""
    return " ".join(text.split())


def pages_of(pack: Pack) -> list[str]:
    """Make a pack and read the words of each page."""
    return [plain(page.extract_text()) for page in PdfReader(io.BytesIO(pdf.render(pack))).pages]


@functools.cache
def pages_of_whole(name: str) -> list[str]:
    """Read the words of each page of a whole pack, made once for all tests of this file."""
    return pages_of(PACKS[name]())


def small(authority: str) -> Pack:
    """Make a pack of one section without its explanations, to be quick."""
    pack = sample_pack(authority)
    return dataclasses.replace(pack, sections=pack.sections[3:4], explanations=(), glossary=())


def items(found: object) -> dict[str, Any]:
    """Take a dictionary of the file as plain Python."""
    held = found.get_object() if isinstance(found, PdfObject) else found
    assert isinstance(held, DictionaryObject)
    return dict(held)


def elements(reader: PdfReader) -> Iterator[dict[str, Any]]:
    """Walk the structure tree."""
    waiting: list[object] = [items(reader.trailer["/Root"])["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if isinstance(one, PdfObject) else one
        if isinstance(one, ArrayObject):
            waiting.extend(one)
        elif isinstance(one, DictionaryObject):
            held = items(one)
            if "/S" in held:
                yield held
            if "/K" in held:
                waiting.append(held["/K"])


def test_the_file_is_tagged_and_says_its_language_and_title(reader: PdfReader) -> None:
    root = items(reader.trailer["/Root"])
    assert bool(items(root["/MarkInfo"])["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Children's services performance, January 2024, Southampton City Council (published figures)"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_tables_have_headers_and_every_figure_has_words(reader: PdfReader, pack: Pack) -> None:
    found = list(elements(reader))
    kinds = Counter(str(element["/S"]) for element in found)
    figures = [element for element in found if element["/S"] == "/Figure"]
    rows = sum(len(section.rows) for section in pack.sections)
    assert kinds["/Table"] == len(pack.sections) + 2
    assert kinds["/TR"] >= rows + len(pack.sections)
    assert kinds["/TH"] >= len(pack.sections) * 19
    assert kinds["/H1"] >= len(pack.sections) + 4
    assert len(figures) == rows + len(pack.sections)
    assert all(str(element["/Alt"]).strip() for element in figures)


def test_every_section_stands_on_one_page_with_every_figure_and_sentence(pack: Pack, pages: list[str]) -> None:
    for section in pack.sections:
        standing = [page for page in pages if section.heading in page and section.outcome in page]
        assert len(standing) == 1, section.heading
        for row in section.rows:
            figures = " ".join(cell.text for cell in row.cells)
            assert f"{row.two_years_before.text} {figures}" in standing[0]
            assert wording.titled(row.definition).replace(" ", "") in standing[0].replace(" ", "")  # a line may end after a hyphen
        for sentence in section.sentences:
            assert sentence.replace(NBSP, " ") in standing[0]
        assert section.chart_title.replace(NBSP, " ") in standing[0]


def test_every_comparator_stands_on_the_page_of_its_section_with_its_year_release_and_note(pack: Pack, pages: list[str]) -> None:
    for section in pack.sections:
        page = next(page for page in pages if section.heading in page and section.outcome in page)
        columns = compared.columns(section.rows)
        for row in section.rows:
            cells = [row.comparators[place] for place in columns]
            figures = " ".join(f"{cell.text or '–'}{compared.REVISED if cell.revised else ''}" for cell in cells)
            assert figures in page
        for mark, words in compared.notes(pack, section, section.rows):
            assert f"[{mark}] {words}" in page if mark else words in page


def test_notes_too_long_for_the_page_stand_beneath_the_table_and_the_chart_goes_to_the_next(pack: Pack) -> None:
    section = pack.sections[1]
    long = dataclasses.replace(section, notes=tuple((mark, "A word or two more. " * 60) for mark, _ in section.notes))
    found = pages_of(dataclasses.replace(pack, sections=(long,), explanations=(), glossary=()))
    table = next(number for number, page in enumerate(found) if section.outcome in page)
    assert "[4] 31 March 2023, CIN 2023. A word or two more." in found[table]
    assert section.chart_title not in found[table]
    assert section.chart_title in found[table + 1]


def test_markers_and_the_letter_for_revised_are_explained_where_they_stand() -> None:
    whole = " ".join(pages_of_whole("crowded"))
    for marker, meaning in compared.marks(PACKS["crowded"](), revised=True):
        assert f"{marker}: {meaning}." in whole
    assert "in a column of published figures" not in " ".join(pages_of_whole("empty"))


def test_where_nothing_is_compared_it_is_said_once_without_columns() -> None:
    pack, pages = PACKS["empty"](), pages_of_whole("empty")
    assert " ".join(pages).count(pack.compared_with) == 1
    tables = [page for page in pages if any(section.outcome in page for section in pack.sections)]
    assert len(tables) == len(pack.sections)
    assert not any("Neighbours" in page for page in tables)


def test_every_page_has_its_provenance_and_number(pack: Pack, pages: list[str]) -> None:
    assert 15 <= len(pages) <= 25
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in page
        assert f"Snapshot {pack.provenance.snapshot} · as known on 31 January 2024 · definitions {pack.provenance.definitions}" in page


def test_the_first_page_summarises_and_lists_the_contents(pack: Pack, pages: list[str]) -> None:
    first, second = pages[:2]
    for line in pack.summary[1:]:
        assert line.replace(NBSP, " ") in first
    for section in pack.sections:
        assert section.heading in first
    assert pack.summary[0] in second


def test_explanations_glossary_and_marks_are_printed(pack: Pack, pages: list[str]) -> None:
    whole = " ".join(pages)
    for one in pack.explanations:
        assert plain(one.definition.question) in whole
    for term, meaning in pack.glossary:
        assert f"{term}. {meaning}" in whole
    assert "n/a: not applicable" in whole


def test_the_same_pack_gives_the_same_bytes(pack: Pack, rendered: bytes) -> None:
    assert pdf.render(pack) == rendered


@pytest.mark.parametrize(
    "name", ['#panic("x")', "*bold* _it_ $x^2$ @ref <label> \\ `raw`", "[#sys.inputs]", "<script>alert(1)</script>", "#"]
)
def test_a_name_is_never_read_as_markup(name: str) -> None:
    assert f"{name} · Children's services performance" in pages_of(small(name))[1]


@pytest.mark.parametrize(("name", "shown"), [("Ynys Môn", "Ynys Môn"), ("東京 Council", "?? Council"), ("A\x07B", "A B")])
def test_letters_that_no_font_has_do_not_stop_the_pack(name: str, shown: str) -> None:
    assert f"{shown} · Children's services performance" in pages_of(small(name))[1]


def test_a_hyphen_is_read_as_a_hyphen(pages: list[str]) -> None:
    assert not any("\u00ad" in page for page in pages)


def test_an_empty_pack_is_made_and_says_what_is_not_known() -> None:
    pages = pages_of_whole("empty")
    assert "74 indicators have no figure for the month." in pages[0]
    assert "No figure is off its target." in pages[1]
    assert "n/d n/d n/d n/d n/d n/d n/d n/d n/d n/d n/d n/d n/a" in " ".join(pages)


def test_a_crowded_pack_is_made_with_every_row_and_repeats_the_heading_of_its_table() -> None:
    pack, pages = PACKS["crowded"](), pages_of_whole("crowded")
    whole = " ".join(pages)
    assert LONG_AUTHORITY in pages[0]
    for row in pack.sections[0].rows:
        assert wording.titled(row.definition) in whole
        assert row.latest.text in whole
    table_pages = [page for page in pages if "Indicator Jan 22" in page]
    assert len(table_pages) >= 3
    assert "Every second month is printed, because the figures are long." in whole
