"""A change taken apart from the facts: it adds up to the figures of every indicator, and who came and left are those of the lists."""

from __future__ import annotations

import csv
import io

import pytest
from typer.testing import CliRunner

from lightwell.cli.app import app
from lightwell.errors import NotFound
from lightwell.periods import Month
from lightwell.reports.explained import explained_page
from lightwell.reports.model import WHOLE, Place
from lightwell.results import State, children, definitions_of, values
from lightwell.results.explaining import Explained, explained
from lightwell.signals.explained import Amounts
from lightwell.store import Home, Snapshot

JANUARY, DECEMBER, YEAR_BEFORE = Month(2024, 1), Month(2023, 12), Month(2023, 1)


def total(amounts: list[Amounts]) -> Amounts:
    return Amounts(sum(each.numerator for each in amounts), round(sum(each.denominator for each in amounts), 6))


def adds_up(found: Explained) -> None:
    """Check that every split, and who came and went or which months did, come to the change, and the whole to both figures."""
    wanted = Amounts(found.rows.moved.numerator, round(found.rows.moved.denominator, 6))
    for split in found.splits:
        assert total([part.moved for part in split.parts.values()]) == wanted, (found.definition.id, split.column)
        if found.roll and not found.definition.distinct:
            flows = found.roll.flows(split.column)
            for member, part in split.parts.items():
                flow = flows.get(member)
                net = len(flow.came) + len(flow.moved_in) - len(flow.left) - len(flow.moved_out) if flow else 0
                assert net == part.moved.numerator, (found.definition.id, split.column, member)
    if found.roll:
        assert total([move.adds for move in found.roll.moves]) == wanted, found.definition.id
    if found.months:
        assert total([Amounts(sign * each.numerator, sign * each.denominator) for _, sign, each in found.months]) == wanted


def test_the_change_of_every_indicator_adds_up_to_its_figures(month_end: Snapshot) -> None:
    first = YEAR_BEFORE
    for definition in definitions_of(month_end).definitions.values():
        found = explained(month_end, definition.id, first, JANUARY)
        stored = {value.period: value for value in values(month_end, indicators=[definition.id], periods=[first, JANUARY])}
        for month, side in ((first, found.whole.before), (JANUARY, found.whole.after)):
            assert side.numerator == (stored[month].numerator or 0)
            assert side.denominator == pytest.approx(stored[month].denominator or 0)
        assert bool(found.roll) == (definition.period_type == "month_end")
        adds_up(found)


def test_the_change_of_a_team_tells_who_moved_from_who_left(month_end: Snapshot) -> None:
    teams = list(explained(month_end, "cla", YEAR_BEFORE, JANUARY).split("team").parts)  # type: ignore[union-attr]
    seen = set()
    for team in teams:
        found = explained(month_end, "cla", YEAR_BEFORE, JANUARY, breakdown="team", member=team)
        adds_up(found)
        assert found.roll
        lists = [
            {str(row[0]) for row in children(month_end, "cla", month, breakdown="team", member=team).rows}
            for month in (YEAR_BEFORE, JANUARY)
        ]
        for move in found.roll.moves:
            keys = set(move.keys)
            assert (keys <= lists[0]) == (move.before == "counted")
            assert (keys <= lists[1]) == (move.after == "counted")
            seen.add((move.before, move.after))
        assert sum(len(move.keys) for move in found.roll.moves) == len(lists[0] | lists[1])
    assert {("elsewhere", "counted"), ("counted", "elsewhere"), ("counted", "absent"), ("absent", "counted")} <= seen


def test_a_service_and_a_worker_add_up_too(month_end: Snapshot) -> None:
    service = next(iter(explained(month_end, "cp_visit_4_weeks", DECEMBER, JANUARY).split("service").parts))  # type: ignore[union-attr]
    held = explained(month_end, "caseload_primary_per_fte", DECEMBER, JANUARY).split("worker")
    worker = max(held.parts, key=lambda each: held.parts[each].after.numerator) if held else ""
    for indicator, breakdown, member in (
        ("cp_visit_4_weeks", "service", service),
        ("re_referrals", "service", service),
        ("caseholders_20_plus", "service", service),
        ("caseload_primary_per_fte", "worker", worker),
    ):
        adds_up(explained(month_end, indicator, DECEMBER, JANUARY, breakdown=breakdown, member=member))


def test_points_as_printed_add_up_to_the_figures_as_printed(month_end: Snapshot) -> None:
    home = Home(month_end.path.parent.parent)
    told = 0
    for indicator in ("cp_visit_4_weeks", "referrals_rate", "re_referrals", "caseload_primary_per_fte", "cla_rate"):
        page = explained_page(home, month_end, indicator, (YEAR_BEFORE, JANUARY), WHOLE)
        for way, _ in page.ways:
            table = explained_page(home, month_end, indicator, (YEAR_BEFORE, JANUARY), WHOLE, by=way).table
            assert table
            points = [line.points for line in table.lines if line.points is not None]
            assert sum(points) == table.total.points, (indicator, way)
            assert f"{sum(points):+,}".replace("-", "−") == page.change or page.change.strip("0.") == ""
            told += 1
    assert told > 40


def test_sentences_give_the_figures_and_the_verdict(month_end: Snapshot) -> None:
    home = Home(month_end.path.parent.parent)
    page = explained_page(home, month_end, "cla", (YEAR_BEFORE, JANUARY), WHOLE, verdict="No evidence of change.")
    roll = explained(month_end, "cla", YEAR_BEFORE, JANUARY).roll
    assert roll
    came, left = (
        next(len(m.keys) for m in roll.moves if (m.before, m.after) == way) for way in (("absent", "counted"), ("counted", "absent"))
    )
    assert (
        page.sentences[0]
        == f"Children in our care {_verb(page.change)} {page.before.text} in January 2023 to {page.after.text} in January 2024."
    )
    assert page.sentences[1] == f"{came} came into care; {left} left care."
    assert page.sentences[-1] == "No evidence of change."


def _verb(change: str) -> str:
    return "fell from" if change.startswith("−") else "rose from"


def test_what_cannot_be_taken_apart_is_said(month_end: Snapshot) -> None:
    with pytest.raises(NotFound, match="not before"):
        explained(month_end, "cla", JANUARY, JANUARY)
    home = Home(month_end.path.parent.parent)
    place = Place("team", "no such team", "No such team")
    page = explained_page(home, month_end, "cp_visit_4_weeks", (DECEMBER, JANUARY), place)
    assert page.why_none.startswith("Nothing stands below the line in December 2023")
    assert page.sentences == ()


def test_a_month_without_data_has_no_change(small: Snapshot) -> None:
    home = Home(small.path.parent.parent)
    none = next(value for value in values(small, periods=[DECEMBER]) if value.state is State.NO_DATA)
    page = explained_page(home, small, none.indicator, (DECEMBER, JANUARY), WHOLE)
    assert page.why_none == "There is no figure for December 2023, so there is no change to take apart."
    assert (page.before.text, page.moves, page.table) == ("no data", (), None)


def test_the_command_prints_the_sentences_and_lines_that_add_up(month_end: Snapshot) -> None:
    asked = ["--home", str(month_end.path.parent.parent), "explain-change", "cla", "--from", "2023-01", "--to", "2024-01"]
    table, rows = (CliRunner().invoke(app, [*asked, "--format", how]) for how in ("table", "csv"))
    page = explained_page(Home(month_end.path.parent.parent), month_end, "cla", (YEAR_BEFORE, JANUARY), WHOLE)
    assert table.output.startswith(" ".join(page.sentences))
    lines = list(csv.DictReader(io.StringIO(rows.output)))
    whole = next(int(line["numerator_change"]) for line in lines if line["split_by"] == "whole")
    for split in {line["split_by"] for line in lines}:
        assert sum(int(line["numerator_change"]) for line in lines if line["split_by"] == split) == whole
