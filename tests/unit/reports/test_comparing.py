"""The columns of other areas: which year and release, whose neighbours, what is said of markers, revisions and those left out."""

from __future__ import annotations

import csv
import dataclasses
import os
from datetime import date
from pathlib import Path

import pytest

from lightwell.comparators import authorities
from lightwell.periods import Month
from lightwell.reports import compared, comparing, wording
from lightwell.reports.comparing import BLANK, Others
from lightwell.reports.model import ComparatorCell, Pack
from lightwell.results.settings import NeighbourList, Settings
from tests.unit.reports.sample import LIST_2021, MONTH, WHY_NONE, beside, catalogue, crowded_pack, others, sample_pack, settings, view

LONG = bool(os.environ.get("LIGHTWELL_LONG"))

PRINTED_WRONG = {("open_to_service_rate", "england"): ("642.7", "342.7")}
"""What the paper of March 2024 prints, and what is published."""

LIST_2025 = NeighbourList(date(2023, 6, 1), "2025", "median")
OWN = ComparatorCell(12.0, "12.0", "2022/23", "", "Our own figure for March 2023.")


def printed() -> list[tuple[str, str, str]]:
    """Give every comparator of the printed table: the indicator, the column and the text."""
    path = Path(__file__).parent / "targets.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row["id"], column, row[column]) for row in rows for column in ("neighbours", "england") if row[column]]


def cells_of(indicator: str, found: Others) -> tuple[ComparatorCell, ...]:
    return comparing.cells(catalogue().definition(indicator), found, BLANK)


@pytest.mark.parametrize(("indicator", "column", "text"), [each for each in printed() if each[0] != "assessments_rate"])
def test_the_columns_are_those_of_the_printed_pack_to_the_printed_precision(indicator: str, column: str, text: str) -> None:
    wrong, text = PRINTED_WRONG.get((indicator, column), ("", text))
    cell = cells_of(indicator, others())[{"neighbours": 1, "england": 3}[column]]
    places = len(text.rstrip("0").partition(".")[2])
    assert cell.value is not None
    assert wording.number(cell.value, places) == f"{float(text):.{places}f}"
    assert cell.text != wrong


def test_a_pack_shows_the_latest_year_and_release_that_was_published_by_its_day() -> None:
    (before,) = {cell.release for cell in cells_of("referrals_rate", others(known_on=date(2023, 11, 30))) if cell.text}
    (after,) = {cell.release for cell in cells_of("referrals_rate", others(Month(2024, 11), known_on=date(2024, 11, 30))) if cell.text}
    assert (before, after) == ("CIN 2023", "CIN 2024")
    assert cells_of("referrals_rate", others(known_on=date(2026, 12, 31)))[3].revised is None


def test_a_pack_never_shows_a_year_later_than_our_own_last_complete_one() -> None:
    assert {cell.year for cell in cells_of("referrals_rate", others(known_on=date(2026, 12, 31)))} == {"2022/23"}


def test_what_was_revised_since_keeps_both_figures_with_the_later_release() -> None:
    own, neighbours, _, england = cells_of("referrals_rate", others())
    assert (own.text, neighbours.text, england.text) == ("759.8", "640.1", "544.5")
    assert england.revised is not None
    assert compared.now(england) == f"now {england.revised.text}"
    assert england.revised.text != england.text
    assert england.revised.release != england.release
    assert f"Revised since: {england.revised.text}, {england.revised.release}" in compared.spoken(england)


def test_the_choice_that_held_at_the_end_of_the_month_is_the_one_that_counts() -> None:
    chosen = settings(LIST_2021, LIST_2025)
    for month, name in ((Month(2023, 5), "2021"), (Month(2023, 6), "2025"), (MONTH, "2025")):
        seen = comparing.view_of(chosen, month)
        assert seen is not None
        assert seen.choice.list_name == seen.seen.list_name == name


def test_another_list_changes_the_neighbours_alone_and_says_so_for_a_year() -> None:
    was, now = others(), others(of=settings(LIST_2021, LIST_2025))
    before, after = cells_of("referrals_rate", was), cells_of("referrals_rate", now)
    assert (before[0], *before[2:]) == (after[0], *after[2:])
    assert before[1].text != after[1].text
    said = comparing.compared_with(now, date(2024, 1, 31))
    assert "the median of the 10 statistical neighbours in the list of 2025." in said
    assert "Until 1 June 2023 the mean of the list of 2021 was shown" in said
    later = others(Month(2024, 7), of=settings(LIST_2021, LIST_2025))
    assert "Until" not in comparing.compared_with(later, date(2024, 7, 31))


def test_an_authority_without_statistics_takes_the_neighbours_of_another_and_keeps_its_own_figure() -> None:
    found = others(of=settings(authority="E06009999", like="E06000045"))
    own, neighbours, _, _ = comparing.cells(catalogue().definition("referrals_rate"), found, OWN)
    assert own == OWN
    assert neighbours.text == "640.1"
    assert "as those of Southampton" in comparing.compared_with(found, date(2024, 1, 31))


def test_an_authority_that_nobody_knows_has_no_columns_and_is_told_why() -> None:
    found = others(of=Settings("X01", "Sampleton"))
    assert comparing.compared_with(found, date(2024, 1, 31)) == WHY_NONE
    assert cells_of("referrals_rate", found) == (BLANK,) * 4
    assert comparing.releases_said(found) == ""


def test_a_marker_stands_for_what_it_means_and_is_never_a_number() -> None:
    found = Others(view(), {"cla_rate": beside("c", None, "x", 71.0)})
    own, neighbours, region, england = cells_of("cla_rate", found)
    assert [(cell.text, cell.value) for cell in (own, region, england)] == [("c", None), ("x", None), ("71.0", 71.0)]
    assert neighbours == BLANK
    said = comparing.notes(catalogue().definition("cla_rate"), found, (own, neighbours, region, england), ("Own", "N", "R", "E"))
    assert [words.partition(":")[0] for words in said[1:]] == ["Own", "R"]


def test_who_an_average_leaves_out_is_named_with_the_reason() -> None:
    found = Others(view(), {"cla_rate": beside(1.0, 2.0, 3.0, 4.0, left_out="not available")})
    columns = cells_of("cla_rate", found)
    assert columns[1].note == "Mean of 9 of the list of 2021. Left out: Coventry (not available)."
    assert "The neighbours' average leaves out Coventry (not available)." in comparing.notes(
        catalogue().definition("cla_rate"), found, columns, ("Own", "Neighbours", "South East", "England")
    )


def test_any_authority_can_be_the_one_that_is_looked_at() -> None:
    """Every third authority; every one in the long tests."""
    for authority in authorities()[:: 1 if LONG else 3]:
        found = others(of=settings(authority=authority.code))
        assert found.view is not None
        for indicator in found.beside:
            for cell in cells_of(indicator, found):
                assert (cell.value is None) == (not any(letter.isdigit() for letter in cell.text))
                assert bool(cell.text) == bool(cell.note)


def test_notes_of_some_rows_begin_with_year_and_release_and_end_with_whom_the_pack_compares() -> None:
    pack = sample_pack()
    section = pack.sections[1]
    notes = compared.notes(pack, section, section.rows)
    assert [mark for mark, _ in notes] == ["1", "2", "3", "4", ""]
    assert notes[0][1].startswith("2022/23, CIN 2023. The published figure")
    assert notes[-1] == ("", pack.compared_with)
    assert compared.notes(pack, section, [row for row in section.rows if not row.compared_source]) == ()


def test_rows_that_share_a_note_and_not_a_year_are_named_in_it() -> None:
    pack = _with(sample_pack(), marks={"s47_rate": "1", "cp_plans_rate": "1"})
    section = pack.sections[1]
    (_, words), *_ = compared.notes(pack, section, [row for row in section.rows if row.compared_mark == "1"])
    assert "under 18: 2022/23, CIN 2023. " in words
    assert "per 10,000 under 18: 31 March 2023, CIN 2023. " in words


def test_a_row_with_a_year_and_no_note_is_named_by_its_title() -> None:
    pack = _with(sample_pack(), marks={"s47_rate": ""})
    row = pack.sections[1].row("s47_rate")
    assert ("", f"{row.definition.title}: 2022/23, CIN 2023.") in compared.notes(pack, pack.sections[1], [row])


def _with(pack: Pack, marks: dict[str, str]) -> Pack:
    section = pack.sections[1]
    rows = tuple(dataclasses.replace(row, compared_mark=marks.get(row.definition.id, row.compared_mark)) for row in section.rows)
    return dataclasses.replace(pack, sections=(pack.sections[0], dataclasses.replace(section, rows=rows), *pack.sections[2:]))


def test_notes_are_halved_in_order() -> None:
    one, two, three = ("1", "x" * 30), ("2", "x" * 10), ("3", "x" * 20)
    assert compared.halved([one, two, three]) == ([one], [two, three])
    assert compared.halved([one]) == ([one], [])
    assert compared.halved([]) == ([], [])


def test_markers_are_listed_once_and_only_where_they_stand() -> None:
    assert [marker for marker, _ in compared.markers(crowded_pack())] == ["c", "k", "x", "z"]
    assert compared.markers(sample_pack()) == ()
    assert compared.REVISED in dict(compared.marks(sample_pack(), revised=True))
    assert compared.REVISED not in dict(compared.marks(sample_pack()))


def test_every_release_that_a_column_or_a_revision_names_in_short_is_named_in_full() -> None:
    said = comparing.releases_said(others())
    assert said.startswith("Characteristics of children in need, 2023 release (CIN 2023); ")
    rows = [row for section in sample_pack().sections for row in section.rows]
    short = {cell.release for row in rows for cell in row.comparators if cell.release}
    short |= {cell.revised.release for row in rows for cell in row.comparators if cell.revised}
    assert all(said.count(f"({name})") == 1 for name in short)
