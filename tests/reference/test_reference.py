"""The slow answers themselves, on records small enough to work out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lightwell.facts.catalogue import FACTS, fact_named
from lightwell.journey import record_named
from lightwell.periods import Month
from tests.reference.days import months_before, working_day_after, working_days
from tests.reference.facts import EVENTS, ROLL_CALLS, all_facts, months_known
from tests.reference.indicators import INDICATORS
from tests.reference.journey import Journey, Row
from tests.reference.people import age_band
from tests.reference.values import Answer, answer, denominator_rows, numerator_rows, rows_in_period, window

MARCH = Month(2024, 3)
PARAMETERS = {
    "initial_health_limit": [(date(2015, 3, 1), 20.0)],
    "re_referral_days": [(date(2013, 4, 1), 365.0)],
    "supervision_days": [(date(2019, 4, 1), 56.0), (date(2024, 3, 1), 42.0)],
    "high_caseload": [(date(2019, 4, 1), 2.0)],
}


def journey(as_at: date = date(2024, 4, 5), **tables: list[dict[str, Any]]) -> Journey:
    """Give a journey of the rows said, with what is not said left blank and rows numbered from 1."""
    full = {}
    for table, rows in tables.items():
        blank: dict[str, Any] = {column.name: None for column in record_named(table).columns}
        if "child" in blank:
            blank |= {"child": "A"}
        full[table] = [{**blank, **({"id": str(n)} if "id" in blank else {}), **row} for n, row in enumerate(rows, start=1)]
    return Journey(full, as_at, PARAMETERS)


def only(rows: list[Row]) -> Row:
    assert len(rows) == 1
    return rows[0]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2024, 3, 28), date(2024, 4, 2), 1),  # Easter: Good Friday, the weekend and Easter Monday between
        (date(2024, 3, 31), date(2024, 4, 2), 1),  # a clock started on a Sunday has its day 1 on the next working day
        (date(2024, 3, 28), date(2024, 3, 31), 0),
        (date(2024, 4, 2), date(2024, 3, 28), -1),
        (date(2022, 9, 16), date(2022, 9, 20), 1),  # the funeral of Queen Elizabeth II
    ],
)
def test_working_days(start: date, end: date, expected: int) -> None:
    assert working_days(start, end) == expected


def test_twenty_working_days_after_a_start() -> None:
    assert working_day_after(date(2024, 3, 1), 20) == date(2024, 4, 2)
    assert working_day_after(date(2024, 3, 2), 1) == date(2024, 3, 4)


def test_months_before_stay_within_a_shorter_month() -> None:
    assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert months_before(date(2023, 8, 31), 6) == date(2023, 2, 28)
    assert months_before(date(2024, 3, 31), 12) == date(2023, 3, 31)


def test_every_fact_has_every_column_of_the_catalogue() -> None:
    day = date(2024, 3, 4)
    records: dict[str, list[Row]] = {
        table: [{column.name: day for column in record_named(table).columns if column.required and column.kind == "day"}]
        for fact in FACTS
        for table in fact.needs
        if "." not in table
    }
    records["early_help_episodes"][0]["started_on"] = day
    records["child_in_need_plans"][0]["child"] = "B"
    facts = all_facts(journey(date(2024, 4, 5), **records), [MARCH])
    assert list(facts) == [*EVENTS, *ROLL_CALLS]
    for fact in FACTS:
        assert facts[fact.name], fact.name
        for row in facts[fact.name]:
            assert set(row) == {column.name for column in fact.columns}


def test_there_are_76_indicators_on_columns_that_their_facts_have() -> None:
    assert len(INDICATORS) == 76
    for indicator in INDICATORS.values():
        fact = fact_named(indicator.fact)
        assert (indicator.on == "") is fact.roll_call
        assert indicator.on in ("", *fact.days)
        assert {indicator.distinct, indicator.per} <= {"", *(column.name for column in fact.columns)}


def test_25_months_end_with_the_last_that_is_over() -> None:
    months = months_known(journey(as_at=date(2024, 2, 29)))
    assert (len(months), months[0], months[-1]) == (25, Month(2022, 2), Month(2024, 2))
    assert months_known(journey(as_at=date(2024, 2, 28)))[-1] == Month(2024, 1)


@pytest.mark.parametrize(
    ("born", "expected", "band"),
    [
        (date(2024, 3, 31), None, "Under 1"),
        (date(2023, 3, 31), None, "1 to 4"),
        (date(2019, 4, 1), None, "1 to 4"),
        (date(2008, 2, 29), None, "16 to 17"),
        (date(2006, 3, 31), None, "18 and over"),
        (date(2024, 4, 1), None, "Unborn"),
        (None, date(2024, 5, 1), "Unborn"),
        (None, None, "Not known"),
    ],
)
def test_age_bands_at_the_end_of_march(born: date | None, expected: date | None, band: str) -> None:
    assert age_band({"born_on": born, "expected_on": expected}, MARCH.end) == band


def test_a_contact_without_worker_or_team_is_that_of_the_allocation_on_its_day() -> None:
    records = journey(
        contacts=[{"received_on": date(2024, 3, 28), "decided_on": date(2024, 4, 2)}],
        allocations=[
            {"role": "primary", "worker": "W1", "team": "T1", "started_on": date(2024, 1, 1)},
            {
                "role": "primary",
                "worker": "W2",
                "team": "T2",
                "started_on": date(2024, 2, 1),
                "ended_on": date(2024, 3, 28),
            },
            {"role": "co_worker", "worker": "W3", "team": "T2", "started_on": date(2024, 3, 1)},
        ],
        teams=[{"team": "T1", "service": "Safeguarding"}],
    )
    row = only(EVENTS["contacts"](records))
    assert (row["worker"], row["team"], row["service"]) == ("W1", "T1", "Safeguarding")
    assert (row["locality"], row["working_days_to_decision"]) == ("Whole authority", 1)
    assert (row["age_band"], row["ethnicity"]) == ("Not known", "Not stated")


def test_a_referral_on_the_same_day_is_not_the_one_before() -> None:
    days = [date(2023, 4, 1), date(2024, 3, 31), date(2024, 3, 31)]
    rows = EVENTS["referrals"](journey(referrals=[{"received_on": day} for day in days]))
    assert [row["days_since_previous_referral"] for row in rows] == [None, 365, 365]


def test_an_enquiry_on_the_day_that_a_plan_begins_is_not_about_a_child_on_a_plan() -> None:
    records = journey(
        section_47_enquiries=[
            {"started_on": date(2024, 3, 5)},
            {"started_on": date(2024, 3, 6)},
            {"started_on": date(2024, 3, 8)},
        ],
        child_protection_plans=[{"started_on": date(2024, 3, 5), "ended_on": date(2024, 3, 8)}],
    )
    assert [row["on_plan_or_in_care"] for row in EVENTS["section_47_enquiries"](records)] == [False, True, False]


def test_health_of_a_child_who_came_into_care() -> None:
    records = journey(
        periods_of_care=[{"started_on": date(2024, 3, 1), "ended_on": date(2024, 4, 2)}],
        health_assessments=[{"held_on": date(2024, 2, 29)}, {"held_on": date(2024, 4, 2)}],
    )
    row = only(EVENTS["periods_of_care"](records))
    assert row["initial_health_due_on"] == date(2024, 4, 2)
    assert (row["initial_health_working_days"], row["in_care_when_health_due"]) == (20, False)


def test_an_ended_record_is_not_open_on_its_last_day() -> None:
    plans = [{"started_on": date(2024, 2, 1), "ended_on": MARCH.end}, {"started_on": date(2024, 1, 1)}]
    row = only(ROLL_CALLS["children_on_protection_plans"](journey(child_protection_plans=plans), MARCH))
    assert (row["days_on_plan"], row["previous_plans"]) == (90, 0)


@pytest.mark.parametrize(
    ("visit", "days"),
    [
        ({}, 10),
        ({"mode": "virtual"}, None),
        ({"child_seen": False}, None),
        ({"authorised_on": None}, None),
        ({"purpose": "child_in_need"}, None),
        ({"happened_on": date(2024, 4, 1)}, None),
    ],
)
def test_which_visits_count(visit: dict[str, Any], days: int | None) -> None:
    made = {"purpose": "in_care", "happened_on": date(2024, 3, 21), "authorised_on": date(2024, 4, 3), **visit}
    records = journey(periods_of_care=[{"started_on": date(2024, 1, 1)}], visits=[made])
    assert only(ROLL_CALLS["children_in_care"](records, MARCH))["days_since_visit"] == days


def test_moves_within_the_year() -> None:
    placements = [
        {"kind": "U6", "started_on": date(2023, 1, 1), "ended_on": date(2023, 4, 1), "same_carer": True},
        {"kind": "U6", "started_on": date(2023, 1, 1), "ended_on": date(2023, 3, 31)},
        {"kind": "T1", "started_on": date(2023, 5, 1), "ended_on": date(2023, 6, 1)},
        {"kind": "U6", "started_on": date(2023, 6, 1), "ended_on": date(2023, 7, 1), "same_carer": True},
        {"kind": "K2", "started_on": date(2023, 7, 1), "provider": "PR4"},
    ]
    row = only(ROLL_CALLS["children_in_care"](journey(periods_of_care=[{"started_on": date(2023, 1, 1)}], placements=placements), MARCH))
    assert (row["placements_in_year"], row["placement_type"], row["placement_provider"]) == (2, "K2", "PR4")


def test_the_same_worker_runs_on_where_the_next_allocation_starts_by_the_day_after() -> None:
    held = [(date(2023, 1, 1), date(2023, 2, 1)), (date(2023, 2, 3), date(2023, 6, 1)), (date(2023, 6, 2), None)]
    allocations = [{"role": "primary", "worker": "W1", "started_on": first, "ended_on": last} for first, last in held]
    records = journey(periods_of_care=[{"started_on": date(2023, 1, 1)}], allocations=allocations)
    row = only(ROLL_CALLS["children_in_care"](records, MARCH))
    assert row["days_with_worker"] == (MARCH.end - date(2023, 2, 3)).days


def test_the_work_of_two_caseholders() -> None:
    records = journey(
        assessments=[{"child": child, "started_on": date(2024, 3, 1)} for child in "ABCD"],
        episodes_of_need=[{"child": "A", "started_on": date(2024, 2, 1)}],
        allocations=[
            {"child": child, "role": "primary", "worker": worker, "started_on": date(2024, 3, 1)}
            for child, worker in (("A", "W2"), ("B", "W1"), ("C", "W1"))
        ],
        posts=[
            {"worker": "W1", "fte": 0.5, "started_on": date(2024, 1, 1)},
            {"worker": "W1", "started_on": date(2024, 1, 1)},
            {"worker": "W2", "fte": 0.2, "started_on": date(2024, 1, 1), "ended_on": MARCH.end},
        ],
        workers=[{"worker": "W1", "qualified": True}],
    )
    rows = {row["child"]: row for row in ROLL_CALLS["children_open"](records, MARCH)}
    shown = (
        "days_open",
        "worker_children",
        "worker_rank",
        "worker_fte",
        "fte_share",
        "worker_share",
        "worker_qualified",
    )
    assert [rows["A"][column] for column in shown] == [59, 1, 2, 1.0, 1.0, 1.0, False]
    assert [rows["B"][column] for column in shown] == [30, 2, 1, 1.5, 0.75, 0.5, True]
    assert [rows["D"][column] for column in shown] == [30, None, None, None, None, None, False]
    indicator = INDICATORS["caseload_20_plus_per_fte"]
    of = denominator_rows(records, indicator, list(rows.values()), MARCH)
    found = answer(indicator, of, numerator_rows(records, indicator, of), "authority", None)
    assert (found.numerator, found.denominator, found.state) == (2, 1.5, "known")
    assert found.value == pytest.approx(2 / 1.5)


@pytest.mark.parametrize(
    ("period_type", "month", "first"),
    [
        ("month", Month(2024, 2), date(2024, 2, 1)),
        ("rolling_12_months", Month(2024, 2), date(2023, 3, 1)),
        ("year_to_date", Month(2024, 3), date(2023, 4, 1)),
        ("year_to_date", Month(2024, 4), date(2024, 4, 1)),
        ("quarter", Month(2024, 3), date(2024, 1, 1)),
        ("year", Month(2024, 3), date(2023, 4, 1)),
    ],
)
def test_windows(period_type: str, month: Month, first: date) -> None:
    assert window(period_type, month) == (first, month.end)


def test_a_quarter_or_a_year_is_known_only_when_it_ends() -> None:
    assert window("quarter", Month(2024, 2)) is None
    assert window("year", Month(2024, 6)) is None


def test_re_referrals_count_each_child_once() -> None:
    days = {
        "A": [date(2023, 4, 2), date(2024, 3, 31), date(2024, 3, 31)],
        "B": [date(2024, 3, 1)],
        "C": [date(2024, 4, 1)],
    }
    records = journey(referrals=[{"child": child, "received_on": day} for child, found in days.items() for day in found])
    indicator = INDICATORS["re_referrals"]
    rows = EVENTS["referrals"](records)
    assert len(rows_in_period(indicator, rows, MARCH)) == 3
    of = denominator_rows(records, indicator, rows, MARCH)
    assert answer(indicator, of, numerator_rows(records, indicator, of), "authority", None) == Answer(1, 2, 50.0, "known")


def test_a_child_not_yet_due_is_left_out_of_supervision() -> None:
    starts = {"A": date(2024, 2, 18), "B": date(2024, 2, 17), "C": date(2024, 3, 30)}
    records = journey(
        care_leavers=[{"child": child, "started_on": day} for child, day in starts.items()],
        supervisions=[{"child": "C", "happened_on": date(2024, 2, 18), "authorised_on": date(2024, 3, 31)}],
    )
    indicator = INDICATORS["care_leaver_supervision"]
    of = denominator_rows(records, indicator, ROLL_CALLS["care_leavers"](records, MARCH), MARCH)
    assert [row["child"] for row in of] == ["B", "C"]
    assert [row["child"] for row in numerator_rows(records, indicator, of)] == ["C"]


def test_in_a_long_period_each_event_is_judged_by_the_parameters_of_its_own_month() -> None:
    days = [date(2023, 12, 1), date(2024, 2, 15), date(2024, 3, 1)]  # 76 days, then 15, under a limit of 365 and one of 10
    records = journey(referrals=[{"received_on": day} for day in days])
    held = {**PARAMETERS, "re_referral_days": [(date(2013, 4, 1), 365.0), (date(2024, 3, 31), 10.0)]}
    records = Journey(records.tables, records.as_at, held)
    indicator = replace(INDICATORS["re_referrals"], period_type="quarter")
    of = denominator_rows(records, indicator, EVENTS["referrals"](records), MARCH)
    assert [row["received_on"] for row in numerator_rows(records, indicator, of)] == [date(2024, 2, 15)]


def test_a_rate_is_known_only_for_the_authority_and_nothing_of_nothing_is_not_applicable() -> None:
    rate, share = INDICATORS["cla_rate"], INDICATORS["cla_ifa_share"]
    assert answer(rate, [{}], [{}], "authority", 50_000) == Answer(1, 50_000, 0.2, "known")
    assert answer(rate, [{}], [{}], "team", 50_000).state == "not_applicable"
    assert answer(share, [], [], "authority", None).state == "not_applicable"
