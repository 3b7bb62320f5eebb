"""Both sides of a break: an indicator counted by another definition or standard gives what a snapshot made that way would have given."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest

from lightwell.periods import Month
from lightwell.results import definitions_of, values
from lightwell.results.break_model import Break
from lightwell.results.recounted import both_ways, recounted
from lightwell.store import Home, Snapshot

JANUARY = Month(2024, 1)


_EITHER = [("cp_visit_10_working_days", "team"), ("re_referrals", "team"), ("caseload_primary_per_fte", "team"), ("contacts", "authority")]
_WHOLE = [(indicator, "authority") for indicator in ("cp_visit_10_working_days", "referrals_rate", "referrals_rate_ytd", "re_referrals")]


@pytest.mark.parametrize(("indicator", "breakdown"), _EITHER + _WHOLE)
def test_counted_by_its_own_definition_it_is_what_the_snapshot_holds(month_end: Snapshot, indicator: str, breakdown: str) -> None:
    held = values(month_end, indicators=[indicator], breakdown=breakdown)
    member = max((value.numerator or 0, value.member) for value in held)[1]
    definition = definitions_of(month_end).definition(indicator)
    again = recounted(month_end, definition, breakdown=breakdown, member=member)
    known = [value for value in held if value.member == member and value.value is not None]
    assert len(known) > 5
    assert all(math.isclose(again[value.period] or 0.0, value.value or 0.0) for value in known)


def test_a_longer_standard_finds_more_in_time(month_end: Snapshot) -> None:
    definition = definitions_of(month_end).definition("cp_visit_10_working_days")
    ten, twenty = (recounted(month_end, definition, {"protection_visit_working_days": days})[JANUARY] for days in (10.0, 20.0))
    other = next(value.value for value in values(month_end, indicators=["cp_visit_20_working_days"], periods=[JANUARY]))
    assert ten is not None
    assert twenty is not None
    assert ten < twenty
    assert twenty == other


def test_a_changed_standard_is_counted_both_ways_in_every_month(month_end: Snapshot) -> None:
    definition = definitions_of(month_end).definition("cp_visit_10_working_days")
    said = {"said_by": "its standard", "said_on": date(2023, 7, 1), "standard": "protection_visit_working_days"}
    changed = Break(0, Month(2023, 7), "definition", "Ten instead of twenty.", before=20.0, after=10.0, **said)  # type: ignore[arg-type]
    home = Home(month_end.path.parent.parent)
    months = both_ways(home, month_end, definition, changed)
    assert len(months) == 25
    assert all(each.before is not None and each.after is not None and each.before >= each.after for each in months)
    assert both_ways(home, month_end, definition, replace(changed, number=3, kind="practice", standard="")) == ()


def test_a_definition_that_asks_for_what_the_facts_lack_is_not_counted(month_end: Snapshot) -> None:
    definition = definitions_of(month_end).definition("contacts")
    assert recounted(month_end, replace(definition, of="colour = 'red'")) == {}
