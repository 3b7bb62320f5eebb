"""Putting a pack together: what each row, section and first page holds."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from lightwell.definitions.targets import Status, Target
from lightwell.errors import Refused
from lightwell.periods import Month
from lightwell.reports import layout as layouts
from lightwell.reports.assemble import assemble
from lightwell.reports.comparing import NO_OTHERS, Others
from lightwell.reports.layout import Layout, SectionLayout
from lightwell.reports.model import Pack
from lightwell.reports.summary import distinct_rows, off_target, standing, tally
from lightwell.results.model import State, Value
from tests.unit.reports.sample import MONTH, PROVENANCE, beside, catalogue, crowded_pack, empty_pack, sample_pack, value, view


def one_section(*indicators: str) -> Layout:
    return Layout((SectionLayout("s", "permanence", "Aim", "Heading", "Outcome.", indicators[0], indicators),))


def pack_of(
    *indicators: str,
    figures: dict[tuple[str, Month], float | None] | None = None,
    targets: tuple[Target, ...] = (),
    others: Others = NO_OTHERS,
    month: Month = MONTH,
    own: dict[tuple[str, Month], Value] | None = None,
) -> Pack:
    known = catalogue()
    values = {key: value(known.definition(key[0]), key[1], figure) for key, figure in (figures or {}).items() if figure is not None}
    return assemble(
        month=month,
        values={**values, **(own or {})},
        catalogue=known,
        targets=targets,
        others=others,
        layout=one_section(*indicators),
        authority="Testshire",
        provenance=PROVENANCE,
    )


def test_the_pack_shows_thirteen_months_and_the_same_month_two_years_before() -> None:
    pack = sample_pack()
    assert (str(pack.months[0]), str(pack.months[-1]), len(pack.months)) == ("2023-01", "2024-01", 13)
    row = pack.sections[1].row("cp_plans")
    assert [cell.text for cell in row.cells] == [str(n) for n in (288, 301, 315, 347, 355, 351, 345, 346, 318, 311, 320, 309, 304)]
    assert (row.two_years_before.month, row.two_years_before.text) == (Month(2022, 1), "458")
    assert (row.movement.arrow, row.movement.amount, row.movement.meaning) == ("down", "5", "better")
    assert (row.target_text, row.status) == ("295", Status.NEAR)


@pytest.mark.parametrize(
    ("figure", "status"),
    [(95.0, Status.ON_TARGET), (94.9, Status.NEAR), (92.0, Status.NEAR), (91.9, Status.OFF_TARGET), (None, Status.NO_DATA)],
)
def test_each_status(figure: float | None, status: Status) -> None:
    target = Target("cp_visit_4_weeks", date(2023, 4, 1), 95.0, 3.0)
    pack = pack_of("cp_visit_4_weeks", figures={("cp_visit_4_weeks", MONTH): figure}, targets=(target,))
    assert pack.sections[0].rows[0].status is status


def test_no_target_has_no_status_whatever_the_figure() -> None:
    assert pack_of("cla", figures={("cla", MONTH): 0.0}).sections[0].rows[0].status is Status.NO_TARGET


def test_the_target_is_the_one_that_held_in_the_month() -> None:
    targets = (
        Target("cla", date(2022, 4, 1), 520.0, 0.0),
        Target("cla", date(2023, 4, 1), 495.0, 0.0),
        Target("cla", date(2024, 4, 1), 480.5, 0.0),
    )
    assert pack_of("cla", targets=targets).sections[0].rows[0].target_text == "495"
    assert pack_of("cla", targets=targets, month=Month(2024, 4)).sections[0].rows[0].target_text == "480.5"


def test_a_month_without_a_value_is_no_data_and_each_state_is_kept() -> None:
    cla = catalogue().definition("cla")
    own = {
        ("cla", MONTH): value(cla, MONTH, None, State.SUPPRESSED),
        ("cla", MONTH.plus(-1)): value(cla, MONTH.plus(-1), None, State.NOT_APPLICABLE),
        ("cla", MONTH.plus(-2)): value(cla, MONTH.plus(-2), 0.0),
    }
    row = pack_of("cla", own=own).sections[0].rows[0]
    assert [cell.text for cell in row.cells[-4:]] == ["n/d", "0", "n/a", "c"]
    assert row.movement.arrow == ""


def test_our_own_column_is_the_end_of_the_last_complete_financial_year() -> None:
    figures: dict[tuple[str, Month], float | None] = {("cla_rate", Month(2023, 3)): 109.0, ("cla", Month(2023, 3)): 539.0}
    pack = pack_of("cla_rate", "cla", figures=figures)
    rate, count = pack.sections[0].rows
    assert pack.comparator_headings[0] == "Own 2022/23"
    assert (rate.comparators[0].text, rate.comparators[0].year) == ("109", "2022/23")
    assert count.comparators[0].text == ""


def test_our_own_column_of_a_count_is_shown_only_beside_a_comparator() -> None:
    figures: dict[tuple[str, Month], float | None] = {("cla", Month(2023, 3)): 539.0}
    others = Others(view(own=False), {"cla": beside("", 615.0, 57.0, 71.0)})
    assert pack_of("cla", figures=figures, others=others).sections[0].rows[0].comparators[0].text == "539.0"


def test_a_note_is_numbered_once_for_the_rows_that_share_its_words() -> None:
    same, other = beside(1.0, 2.0, 3.0, 4.0, left_out="not applicable"), beside(1.0, 2.0, 3.0, 4.0, left_out="not available")
    pack = pack_of("cla", "contacts", "cp_plans", "referrals", others=Others(view(), {"cla": same, "contacts": same, "cp_plans": other}))
    section = pack.sections[0]
    assert [row.compared_mark for row in section.rows] == ["1", "1", "2", ""]
    assert section.notes == (
        ("1", "The neighbours' average leaves out Coventry (not applicable)."),
        ("2", "The neighbours' average leaves out Coventry (not available)."),
    )


def test_a_layout_that_asks_for_what_is_not_defined_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="“cla_misspelt” has no definition") as refused:
        pack_of("cla_misspelt", "also_missing")
    assert len(refused.value.problems) == 2


def test_the_first_page_says_how_the_pack_stands() -> None:
    pack = sample_pack()
    counts = tally(distinct_rows(pack.sections))
    assert sum(counts.values()) == 76
    assert pack.summary[0] == (
        f"Of {76 - counts[Status.NO_TARGET]} indicators with a target, {counts[Status.ON_TARGET]} are on target, "
        f"{counts[Status.NEAR]} are near, "
        f"{counts[Status.OFF_TARGET]} are off target and {counts[Status.NO_DATA]} are without a figure."
    )
    assert len(off_target(pack.sections)) == counts[Status.OFF_TARGET]


def test_an_indicator_in_three_sections_is_counted_once() -> None:
    pack = sample_pack()
    assert sum(row.definition.id == "cla" for section in pack.sections for row in section.rows) == 3
    assert sum(row.definition.id == "cla" for row in distinct_rows(pack.sections)) == 1
    assert sum(one.definition.id == "cla" for one in pack.explanations) == 1


def test_how_rows_stand_in_words() -> None:
    rows = sample_pack().sections[1].rows
    near = [row for row in rows if row.status is Status.NEAR]
    assert standing(near[:1]) == "The one indicator with a target is near."
    assert standing(near[:2]) == "Both indicators with a target are near."
    assert standing([row for row in rows if row.target is None]) == "None of these indicators has a target."


def test_what_changed_is_told_of_rows_that_did_change() -> None:
    for section in sample_pack().sections[:-1]:
        told = [line for line in section.sentences if "It is the" in line]
        ends = {row.latest.text for row in section.rows if row.cells[0].value is not None}
        assert all(any(line.startswith(text) or f" {text} " in line for text in ends) for line in told)


def test_a_first_month_says_that_nothing_can_be_compared() -> None:
    pack = empty_pack()
    assert pack.summary == (
        "Of 43 indicators with a target, 2 are on target and 41 are without a figure.",
        "No indicator stands out against enough earlier months to say that it changed.",
        "74 indicators have no figure for the month.",
    )
    assert "No referrals were received into the statutory service in January. The target is 273." in pack.sections[0].sentences


def test_the_crowded_sample_has_every_state_status_and_movement() -> None:
    rows = crowded_pack().sections[0].rows
    assert {cell.state for row in rows for cell in row.cells} == set(State)
    assert {row.status for row in rows} >= {Status.ON_TARGET, Status.NEAR, Status.OFF_TARGET, Status.NO_TARGET}
    assert {row.movement.meaning for row in rows} == {"better", "worse", ""}


def test_an_explanation_gives_the_clock_that_is_in_force_without_sql() -> None:
    pack = pack_of("iha_20_working_days", "re_referrals", "cla")
    health, again, cla = pack.explanations
    assert any(clock.startswith("20 working days: longest from the start of care") for clock in health.clocks)
    assert "Each child is counted once." in again.counted
    assert cla.clocks == ()
    assert cla.counted.startswith("Counted on the last day of the month.")
    assert not any("parameter(" in text or "<=" in text for one in pack.explanations for text in (one.counted, *one.clocks))


def test_an_explanation_uses_the_clock_of_the_packs_month() -> None:
    known = catalogue()
    clock = dataclasses.replace(known.parameters["re_referral_days"], values=((date(2020, 4, 1), 365.0), (date(2024, 2, 1), 180.0)))
    moved = dataclasses.replace(known, parameters={**known.parameters, "re_referral_days": clock})
    for month, days in ((MONTH, "365 days"), (Month(2024, 2), "180 days")):
        pack = assemble(
            month=month,
            values={},
            catalogue=moved,
            targets=(),
            others=NO_OTHERS,
            layout=one_section("re_referrals"),
            authority="Testshire",
            provenance=PROVENANCE,
        )
        assert pack.explanations[0].clocks[0].startswith(days)


def test_the_shipped_layout_makes_nine_sections_with_a_chart_each() -> None:
    pack = sample_pack()
    assert [section.id for section in pack.sections] == [part.id for part in layouts.load().sections]
    assert all(section.row(section.chart) for section in pack.sections)
    assert [len(section.rows) for section in pack.sections] == [11, 11, 7, 9, 12, 7, 7, 7, 8]
