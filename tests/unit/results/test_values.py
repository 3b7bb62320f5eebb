"""Values, and the children behind them, read out of a snapshot."""

from __future__ import annotations

from datetime import date

import pytest

from lightwell.definitions import load
from lightwell.errors import NotFound
from lightwell.periods import LAST_DAY, Month
from lightwell.results import State, children, definitions_of, feeds, known_from, needed, values
from lightwell.store import Snapshot, verify

JANUARY = Month(2024, 1)


def one(snapshot: Snapshot, indicator: str, month: Month = JANUARY) -> tuple[object, object, object, State]:
    (found,) = values(snapshot, indicators=[indicator], periods=[month])
    return found.numerator, found.denominator, found.value, found.state


def test_a_count_a_percentage_a_rate_and_a_mean(small: Snapshot) -> None:
    assert one(small, "referrals") == (2, None, 2, State.KNOWN)
    assert one(small, "re_referrals") == (0, 2, 0, State.KNOWN)  # 370 days after the one before
    assert one(small, "referrals_rate") == (2, 10000, 2, State.KNOWN)
    assert one(small, "caseload_primary_per_fte") == (2, 1.5, pytest.approx(2 / 1.5), State.KNOWN)


def test_blank_is_not_zero(small: Snapshot) -> None:
    assert one(small, "cla") == (0, None, 0, State.KNOWN)
    assert one(small, "cla_ifa_share")[3] is State.NO_DATA  # the extract holds no placements
    assert one(small, "cla_12m_same_worker_6m") == (0, 0, None, State.NOT_APPLICABLE)  # nobody is in care


def test_a_visit_that_waits_for_authorisation_does_not_count(small: Snapshot) -> None:
    listed = children(small, "cp_visit_10_working_days", JANUARY)
    assert dict(zip(listed.columns, listed.rows[0], strict=True))["working_days_since_visit"] == 4


def test_a_list_is_as_long_as_its_number_for_every_member(small: Snapshot) -> None:
    compared = 0
    for breakdown in ("authority", "team", "worker", "age_band"):
        for value in values(small, periods=[JANUARY], breakdown=breakdown) if breakdown == "authority" else _by(small, breakdown):
            if value.state is State.KNOWN:
                listed = children(small, value.indicator, JANUARY, breakdown=breakdown, member=value.member)
                assert len(listed.rows) == value.numerator, (value.indicator, breakdown, value.member)
                compared += 1
    assert compared >= 80


def _by(snapshot: Snapshot, breakdown: str) -> list:  # type: ignore[type-arg]
    named = [d.id for d in definitions_of(snapshot).definitions.values() if breakdown in d.breakdowns]
    return values(snapshot, indicators=named, periods=[JANUARY], breakdown=breakdown)


def test_what_is_not_there_is_said_by_name(small: Snapshot) -> None:
    with pytest.raises(NotFound, match=r"has no results for March 2024. It holds January 2022 to January 2024"):
        values(small, periods=[Month(2024, 3)])
    with pytest.raises(NotFound, match=r"is not broken down by “team”. Its breakdowns: none"):
        values(small, indicators=["cla_rate"], breakdown="team")
    with pytest.raises(NotFound, match="no list of children as its denominator"):
        children(small, "cla", JANUARY, part="denominator")


def test_a_snapshot_is_counted_by_the_definitions_it_was_made_with(small: Snapshot) -> None:
    assert definitions_of(small).fingerprint == small.manifest.definitions_fingerprint == load().fingerprint
    assert verify(small) == []


def test_facts_and_results_hold_nothing_that_identifies_a_child(small: Snapshot) -> None:
    with small.connect() as connection:
        tables = [name for (name,) in connection.execute("select view_name from duckdb_views() where not internal").fetchall()]
        for table in tables:
            if table.startswith(("fact_", "result_")):
                text = str(connection.execute(f"select * from {table}").fetchall())
                assert not any(name in text for name in ("Ada", "Moor", "Stone"))
        assert connection.execute("select family_name from identity_people where child = '1001'").fetchone() == ("Moor",)


def test_what_an_indicator_needs_decides_from_when_it_is_known() -> None:
    definition = load().definition("cp_visit_10_working_days")
    assert needed(definition) == {"child_protection_plans", "visits", "visits.authorised_on"}
    assert known_from(definition, {"child_protection_plans": None, "visits": date(2024, 1, 31)}) == date(2024, 1, 31)
    assert known_from(definition, {"child_protection_plans": None}) == LAST_DAY
    assert feeds(load().definitions, {"contacts": None})["contacts"]
    assert not feeds(load().definitions, {"contacts": None})["referrals"]
