"""The pack and the page of a part of the service: its values, what it has no target for, and parts that add up."""

from __future__ import annotations

import os

import pytest

from lightwell.definitions.targets import Status
from lightwell.errors import NotFound
from lightwell.facts import BREAKDOWNS
from lightwell.periods import Month
from lightwell.reports.from_snapshot import pack_of
from lightwell.reports.held import held_pack
from lightwell.reports.indicator import indicator_page
from lightwell.reports.places import WITHIN, members_of, place_of
from lightwell.results import AUTHORITY, State, definitions_of, values
from tests.unit.reports.conftest import Small

JANUARY = Month(2024, 1)


def test_a_part_has_its_own_values(small: Small) -> None:
    pack = pack_of(small.home, small.snapshot, JANUARY, breakdown="team", member="T1")
    found = {
        (value.indicator, value.period): value
        for value in values(small.snapshot, breakdown="team", member="T1")
        if value.state is State.KNOWN
    }
    printed = {
        (row.definition.id, cell.month): cell.value
        for section in pack.sections
        for row in section.rows
        for cell in row.cells
        if cell.value is not None
    }
    assert found
    assert all(printed.get(key, value.value) == value.value for key, value in found.items())
    assert {key for key, figure in printed.items() if figure} <= set(found)
    assert pack.place.name == "East A"


def test_nothing_counted_is_nought_for_a_count_and_not_applicable_for_a_share(small: Small) -> None:
    pack = pack_of(small.home, small.snapshot, JANUARY, breakdown="team", member="T2")
    plans, visits = pack.row("cp_plans"), pack.row("cp_visit_10_working_days")
    assert plans is not None
    assert visits is not None
    assert (plans.latest.text, plans.latest.state) == ("0", State.KNOWN)
    assert (visits.latest.text, visits.latest.state) == ("n/a", State.NOT_APPLICABLE)


def test_what_the_whole_does_not_know_a_part_does_not_know_either(small: Small) -> None:
    whole = pack_of(small.home, small.snapshot, JANUARY)
    part = pack_of(small.home, small.snapshot, JANUARY, breakdown="team", member="T2")
    unknown = [row.definition.id for section in whole.sections for row in section.rows if row.latest.state is State.NO_DATA]
    shown = [row for name in unknown if (row := part.row(name)) is not None]
    assert shown
    assert {row.latest.state for row in shown} == {State.NO_DATA}


def test_a_target_for_a_number_is_the_whole_services_and_one_for_a_share_holds_for_a_part(small: Small) -> None:
    pack = pack_of(small.home, small.snapshot, JANUARY, breakdown="team", member="T1")
    plans, visits = pack.row("cp_plans"), pack.row("cp_visit_10_working_days")
    assert plans is not None
    assert visits is not None
    assert (plans.target, plans.status, plans.target_note) == (None, Status.NO_TARGET, "The target is the whole service's.")
    assert visits.target_text == "95"
    assert visits.target_note == ""


def test_what_is_not_broken_down_is_named_and_left_out(small: Small) -> None:
    pack = pack_of(small.home, small.snapshot, JANUARY, breakdown="service", member="Safeguarding")
    assert "cla_rate" in {definition.id for definition in pack.whole_only}
    assert pack.row("cla_rate") is None
    assert all(section.rows for section in pack.sections)
    assert not any(cell.text for section in pack.sections for row in section.rows for cell in row.comparators)


def test_the_whole_service_leaves_nothing_out(small: Small) -> None:
    pack = pack_of(small.home, small.snapshot, JANUARY)
    assert pack.whole_only == ()
    assert pack.place.whole


@pytest.mark.parametrize(("breakdown", "member"), [("team", "T9"), ("team", "<script>"), ("shoe_size", "9")])
def test_a_part_that_there_is_not_is_refused(small: Small, breakdown: str, member: str) -> None:
    with pytest.raises(NotFound):
        pack_of(small.home, small.snapshot, JANUARY, breakdown=breakdown, member=member)


def test_a_month_outside_the_snapshot_is_refused(small: Small) -> None:
    with pytest.raises(NotFound, match="It holds January 2022 to January 2024"):
        pack_of(small.home, small.snapshot, Month(2024, 2))


def test_a_pack_is_made_once_until_the_settings_change(small: Small) -> None:
    first = held_pack(small.home, small.snapshot, JANUARY)
    assert held_pack(small.home, small.snapshot, JANUARY) is first
    text = small.home.settings.read_text(encoding="utf-8")
    small.home.settings.write_text(text + "\n# changed\n", encoding="utf-8")
    assert held_pack(small.home, small.snapshot, JANUARY) is not first


LONG = bool(os.environ.get("LIGHTWELL_LONG"))
_PARTS = 1
"""Members of each breakdown that are split for every indicator: all of them would take long and show no more."""


def test_every_stored_split_of_the_whole_service_adds_up_to_its_figure(small: Small) -> None:
    definitions = definitions_of(small.snapshot).definitions
    whole = {value.indicator: value.numerator or 0 for value in values(small.snapshot, periods=[JANUARY])}
    for by in BREAKDOWNS:
        added = {name: 0.0 for name, definition in definitions.items() if by in definition.breakdowns and not definition.distinct}
        for value in values(small.snapshot, indicators=list(added), periods=[JANUARY], breakdown=by):
            added[value.indicator] += value.numerator or 0
        assert added == {name: whole[name] for name in added}, by
        assert any(added.values()), by


def test_every_split_of_every_part_adds_up_to_its_figure(small: Small) -> None:
    """A head of service who goes from service to team to worker finds the same number at every step.

    The pages of the whole service's other splits, which are stored, are made in the long tests.
    """
    checked = 0
    for definition in definitions_of(small.snapshot).definitions.values():
        if definition.distinct:
            continue  # different workers, or children, are not additive
        for breakdown in (AUTHORITY, "service", "team") if LONG else (AUTHORITY, "team"):
            if breakdown != AUTHORITY and breakdown not in definition.breakdowns:
                continue
            members = [""] if breakdown == AUTHORITY else list(members_of(small.snapshot, breakdown))[:_PARTS]
            for member in members:
                for by in WITHIN[breakdown] if LONG else ("service", "team", "worker"):
                    if by in definition.breakdowns and by in WITHIN[breakdown]:
                        page = indicator_page(small.home, small.snapshot, JANUARY, definition.id, breakdown=breakdown, member=member, by=by)
                        assert page.breakdown is not None
                        counted = sum(one.numerator or 0 for one in page.breakdown.members)
                        assert counted == (page.figures[-1].numerator or 0), (definition.id, breakdown, member, by)
                        checked += 1
    assert checked > 150


def test_the_page_says_the_answer_first(small: Small) -> None:
    page = indicator_page(small.home, small.snapshot, JANUARY, "cp_plans")
    assert page.answer == "1 child had a child protection plan at the end of January."
    assert page.sentences[0] == "That is the target."
    assert page.sentences[1].startswith("The same as in December")
    assert [(seen.version, seen.first) for seen in page.versions] == [(1, small.snapshot.manifest.as_at)]
    assert page.first_known is None


def test_the_page_of_a_rate_for_a_team_is_refused_with_a_reason(small: Small) -> None:
    with pytest.raises(NotFound, match="counted only for the whole service"):
        indicator_page(small.home, small.snapshot, JANUARY, "cla_rate", breakdown="team", member="T1")


def test_a_split_that_there_is_not_is_refused(small: Small) -> None:
    with pytest.raises(NotFound, match="cannot be shown by “shoe_size”"):
        indicator_page(small.home, small.snapshot, JANUARY, "cp_plans", by="shoe_size")


def test_how_it_is_counted_is_in_words(small: Small) -> None:
    counting = indicator_page(small.home, small.snapshot, JANUARY, "cp_visit_10_working_days").counting
    assert counting.denominator == "Children with a child protection plan."
    assert counting.numerator == "Those of them who had been visited in the last ten working days."
    assert counting.clocks[0].now == "10 working days"
    assert counting.examples[0].outcome == "Counted"
    assert "from fact_children_on_protection_plans f" in counting.sql[0][1]


def test_names_of_places(small: Small) -> None:
    assert place_of(small.snapshot, "worker", "W1").name == "First Worker"
    assert list(members_of(small.snapshot, "team"))[:2] == ["T1", "T2"]


def test_no_data_says_what_the_source_lacks(small: Small) -> None:
    page = indicator_page(small.home, small.snapshot, JANUARY, "early_help_referrals")
    assert page.why_none == "The source of this snapshot holds no records of: early help episode."
    assert not page.any_known
    assert page.sentences == ()
