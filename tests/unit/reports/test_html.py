"""The pack as one HTML file: complete, accessible in its structure, and safe from what names may hold."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import pytest
from markupsafe import escape

from lightwell.reports import compared, html, wording
from lightwell.reports.model import Pack, Row
from tests.unit.reports.sample import crowded_pack, empty_pack, sample_pack


class Page(HTMLParser):
    """What the tests ask of a page: its elements, its table rows as texts, its ids and where its links go."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._hidden = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return sample_pack()


@pytest.fixture(scope="module")
def page(pack: Pack) -> Page:
    return Page(html.render(pack))


def printed(row: Row) -> list[str]:
    """Give the first cells of the row as the page should print them."""
    return [wording.titled(row.definition), row.two_years_before.text, *(cell.text for cell in row.cells)]


def test_every_row_has_the_packs_own_figures(pack: Pack, page: Page) -> None:
    for section in pack.sections:
        for row in section.rows:
            found = [cells for cells in page.rows if cells[:15] == printed(row)]
            assert found, row.definition.id
            change, travelled, status, target = found[0][15:19]
            assert travelled == (row.travel.short if row.travel and row.travel.words else "–")
            assert status == wording.STATUS_WORDS[row.status]
            assert target == (row.target_text or "–")
            assert change.endswith("same") if row.movement.arrow == "level" else row.movement.amount in change
            assert row.movement.meaning in change


def test_every_comparator_stands_in_its_row_with_its_year_and_release_and_what_it_was_revised_to(pack: Pack, page: Page) -> None:
    for section in pack.sections:
        columns = compared.columns(section.rows)
        for row in section.rows:
            figures = [f"{row.comparators[place].text}{compared.now(row.comparators[place])}" or "–" for place in columns]
            mark = f" note [{row.compared_mark}]" if row.compared_mark else ""
            source = f"{row.compared_source}{mark} {compared.later(row)}".strip() or "–"
            expected = [*figures, source] if compared.sourced(section.rows) else figures
            assert expected in [cells[20:] for cells in page.rows if cells[:15] == printed(row)], row.definition.id


def test_notes_stand_beneath_their_table_and_with_whom_we_compare(pack: Pack) -> None:
    text = html.render(pack)
    for section in pack.sections:
        for mark, words in section.notes:
            assert f"<li>[{mark}] {escape(words)}</li>" in text
    assert text.count(f"<p>{pack.compared_with}</p>") == sum(compared.sourced(section.rows) for section in pack.sections)


def test_where_nothing_is_compared_it_is_said_once_and_no_column_is_empty() -> None:
    pack = empty_pack()
    text = html.render(pack)
    assert text.count(pack.compared_with) == 1
    assert "Neighbours</th>" not in text
    assert compared.SOURCE_HEADING not in text


def test_the_markers_of_publications_are_explained_only_where_they_stand(pack: Pack) -> None:
    text = html.render(crowded_pack())
    for marker, meaning in compared.markers(crowded_pack()):
        assert f"<li><b>{marker}</b>: in a column of published figures: {meaning}</li>" in text
    assert "in a column of published figures" not in html.render(pack)


def test_the_table_behind_each_chart_has_its_figures(pack: Pack, page: Page) -> None:
    for section in pack.sections:
        for cell in section.row(section.chart).cells:
            assert [cell.month.name, cell.text] in page.rows


def test_the_page_has_its_language_landmarks_and_a_way_past_the_heading(page: Page) -> None:
    assert page.all("html") == [{"lang": "en-GB"}]
    assert len(page.all("main")) == len(page.all("header")) == len(page.all("footer")) == len(page.all("nav")) == len(page.all("h1")) == 1
    assert page.all("a")[0] == {"class": "skip", "href": "#main"}
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.all("meta")


def test_every_table_has_a_caption_and_every_heading_a_scope(page: Page) -> None:
    assert len(page.all("caption")) == len(page.all("table"))
    assert all(attributes.get("scope") in ("col", "row") for attributes in page.all("th"))


def test_links_and_labels_lead_to_something_and_no_id_stands_twice(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    wanted = {attributes["href"][1:] for attributes in page.all("a")}
    wanted |= {key for _, attributes in page.elements for key in attributes.get("aria-labelledby", "").split()}
    assert wanted <= set(ids)


def test_charts_have_a_name_and_small_lines_are_left_out_of_reading(page: Page) -> None:
    for attributes in page.all("svg"):
        assert attributes.get("aria-hidden") == "true" or (attributes["role"] == "img" and attributes["aria-labelledby"])


def test_nothing_is_fetched_and_nothing_runs(pack: Pack, page: Page) -> None:
    text = html.render(pack)
    assert not page.all("script")
    assert not page.all("link")
    assert not page.all("img")
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on") or name == "src"]
    assert set(re.findall(r"https?://[^\"' )]+", text)) == {"http://www.w3.org/2000/svg"}
    assert "@import" not in text
    assert "url(" not in text


def test_a_hostile_name_is_escaped_wherever_it_stands() -> None:
    hostile = '<script>alert("x")</script>"><img src=x onerror=alert(1)>{{ 7 * 7 }}'
    pack = crowded_pack(hostile)
    section = pack.sections[0]
    row = section.rows[0]
    named = dataclasses.replace(row, definition=dataclasses.replace(row.definition, title=hostile))
    section = dataclasses.replace(
        section, heading=hostile, aim=hostile, outcome=hostile, chart_title=hostile, rows=(named, *section.rows[1:])
    )
    held = dataclasses.replace(pack.provenance, snapshot=hostile, comparators=hostile, source=hostile)
    text = html.render(dataclasses.replace(pack, title=hostile, sections=(section,), summary=(hostile, hostile), provenance=held))
    page = Page(text)
    assert not page.all("script")
    assert not page.all("img")
    assert "&lt;script&gt;alert(" in text
    assert "{{ 7 * 7 }}" in text
    assert "49}" not in text


def test_sentences_are_printed_whole(pack: Pack) -> None:
    text = html.render(pack)
    for section in pack.sections:
        for sentence in section.sentences:
            assert sentence in text


def test_provenance_stands_at_the_foot_of_every_section(pack: Pack) -> None:
    foot = f"Snapshot {pack.provenance.snapshot} · as known on 31 January 2024 · definitions {pack.provenance.definitions}"
    assert html.render(pack).count(foot) == len(pack.sections) + 2


def test_the_four_marks_say_what_they_mean(pack: Pack) -> None:
    text = html.render(crowded_pack())
    for mark, words in (("n/d", "no data"), ("n/a", "not applicable"), ("c", "suppressed")):
        assert f'<abbr class="none" title="{words}">{mark}</abbr>' in text
    assert '<td class="now">0</td>' in text


def test_an_empty_pack_is_made_without_a_page_of_what_is_off_target() -> None:
    page = Page(html.render(empty_pack()))
    assert "off-target" not in {attributes.get("id") for _, attributes in page.elements}
    assert any(cells[:1] == ["Children in our care"] and cells[14] == "1" for cells in page.rows)


def test_the_same_pack_gives_the_same_page(pack: Pack) -> None:
    assert html.render(pack) == html.render(pack)
