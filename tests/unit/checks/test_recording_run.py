"""Running recording rules: what is not run and why, what is at fault, and what a finding holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb
import pyarrow as pa
import pytest

from lightwell.checks.recording import RECORDING_FINDINGS, RecordingOutcome, RecordingRule, recording_rules, run_recording
from lightwell.checks.recording.model import RECORD_TYPES

AS_AT = date(2024, 1, 31)
EVERYTHING: dict[str, date | None] = dict.fromkeys(RECORD_TYPES, None)
RULES = {rule.code: rule for rule in recording_rules()}
_TYPES = {"text": "varchar", "code": "varchar", "day": "date", "whole": "integer", "number": "double", "flag": "boolean"}


@pytest.fixture
def journey() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every journey table, empty."""
    with duckdb.connect() as connection:
        for table, record in RECORD_TYPES.items():
            own = [column for column in record.columns if not column.identifying and column.name != "id"]
            apart = [column for column in record.columns if column.identifying]
            for name, columns in ((table, own), *([(f"identity_{table}", apart)] if apart else [])):
                child = ["child varchar"] if name != table else []
                typed = ["id varchar", *child, *(f"{column.name} {_TYPES[column.kind]}" for column in columns)]
                connection.execute(f"create table {name} ({', '.join(typed)})")
        yield connection


def run(connection: duckdb.DuckDBPyConnection, *rules: RecordingRule, **source: object) -> RecordingOutcome:
    given = {"coverage": EVERYTHING, "lacks": (), **source}
    return run_recording(connection, rules, as_at=AS_AT, **given)  # type: ignore[arg-type]


def test_a_finding_names_record_child_and_detail(journey: duckdb.DuckDBPyConnection) -> None:
    journey.execute(
        "insert into visits (id, child, happened_on, recorded_on, purpose) values ('V1', '7', '2023-01-02', '2023-01-03', 'in_care')"
    )
    journey.execute("insert into workers (id, worker, ended_on) values ('x', 'W1', '2024-01-03')")
    journey.execute("insert into allocations (id, child, role, worker, started_on) values ('A1', '8', 'primary', 'W1', '2023-01-01')")
    outcome = run(journey, RULES["visit_not_authorised"], RULES["allocated_to_someone_who_left"])
    assert outcome.run == ("visit_not_authorised", "allocated_to_someone_who_left")
    assert outcome.findings.schema == RECORDING_FINDINGS
    assert outcome.findings.to_pylist() == [
        {
            "code": "allocated_to_someone_who_left",
            "record": "allocations",
            "id": "A1",
            "child": "8",
            "detail": "left on 3 January 2024",
            "score": None,
        },
        {"code": "visit_not_authorised", "record": "visits", "id": "V1", "child": "7", "detail": None, "score": None},
    ]


def test_rules_without_their_records_columns_or_history_are_not_run(journey: duckdb.DuckDBPyConnection) -> None:
    no_visits = {name: day for name, day in EVERYTHING.items() if name != "visits"}
    rules = [RULES[code] for code in ("visit_not_authorised", "protection_plan_without_visit", "in_care_without_placement")]
    outcome = run(journey, *rules, coverage=no_visits)
    assert outcome.run == ("in_care_without_placement",)
    assert {each.code: each.reason for each in outcome.not_run} == dict.fromkeys(
        ("visit_not_authorised", "protection_plan_without_visit"), "The source holds no complete records of the type “Visit”."
    )
    outcome = run(journey, *rules, lacks=("visits.authorised_on",))
    assert [(each.code, each.reason) for each in outcome.not_run] == [
        ("visit_not_authorised", "The source does not fill “authorised on” of the record type “Visit”.")
    ]
    outcome = run(journey, *rules, coverage={**EVERYTHING, "visits": AS_AT})
    assert [(each.code, each.reason) for each in outcome.not_run] == [
        ("protection_plan_without_visit", "The source holds only the latest of the record type “Visit”, on 31 January 2024.")
    ]


def test_what_a_rule_needs_is_read_from_its_sql() -> None:
    assert RULES["visit_not_authorised"].needs == {"visits.authorised_on", "visits.recorded_on"}
    assert RULES["home_at_two_postcodes"].needs == {"placements.postcode", "placements.urn", "placements.ended_on"}
    assert "people.upn" not in RULES["child_recorded_twice"].needs, "it can do without"
    assert RULES["protection_plan_without_visit"].history == {"visits"}


def test_nothing_is_missed_before_the_source_begins(journey: duckdb.DuckDBPyConnection) -> None:
    """A plan that is older than the first visit known may well have been visited."""
    journey.execute(
        "insert into child_protection_plans (id, child, started_on) values ('P1', '1', '2023-06-30'), ('P2', '2', '2023-07-01')"
    )
    outcome = run(journey, RULES["protection_plan_without_visit"], coverage={**EVERYTHING, "visits": date(2023, 7, 1)})
    assert outcome.findings.column("child").to_pylist() == ["2"]


@pytest.mark.parametrize(
    "wrong", [{"where": "nothing_of_the_kind > 3"}, {"where": "", "query": "select id, child from visits where id > 1"}]
)
def test_a_rule_that_fails_is_at_fault_and_the_others_still_run(journey: duckdb.DuckDBPyConnection, wrong: dict[str, str]) -> None:
    journey.execute(
        "insert into visits (id, child, happened_on, recorded_on, purpose) values ('V1', '7', '2023-01-02', '2023-01-03', 'in_care')"
    )
    broken = replace(RULES["visit_not_recorded"], **wrong)  # type: ignore[arg-type]
    outcome = run(journey, broken, RULES["visit_not_authorised"])
    assert [each.code for each in outcome.at_fault] == ["visit_not_recorded"]
    assert outcome.at_fault[0].reason
    assert "\n" not in outcome.at_fault[0].reason
    assert outcome.run == ("visit_not_authorised",)
    assert outcome.findings.num_rows == 1


def test_running_leaves_nothing_behind(journey: duckdb.DuckDBPyConnection) -> None:
    def tables() -> list[tuple[str, ...]]:
        return journey.execute("select table_name from information_schema.tables order by all").fetchall()

    before = tables()
    run(journey, *RULES.values())
    assert tables() == before


def test_limits_are_those_of_the_day_and_count_working_days(journey: duckdb.DuckDBPyConnection) -> None:
    rule = RULES["visit_not_recorded"]
    limit = replace(rule.limits[0], values=((date(2020, 1, 1), 5.0), (date(2024, 2, 1), 1.0)))
    days = pa.array([date(2024, 1, day) for day in (23, 24, 30)], pa.date32())
    given = pa.table({"id": ["23", "24", "30"], "happened_on": days})
    journey.register("given", given)
    journey.execute("insert into visits (id, child, happened_on, purpose) select id, '1', happened_on, 'in_care' from given")
    old = run(journey, replace(rule, limits=(limit,)))
    new = run_recording(journey, [replace(rule, limits=(limit,))], as_at=date(2024, 2, 1), coverage=EVERYTHING, lacks=())
    assert old.findings.column("id").to_pylist() == ["23"]
    assert new.findings.column("id").to_pylist() == ["23", "24", "30"]


def test_names_days_of_birth_and_pupil_numbers_are_compared_and_never_given_back(journey: duckdb.DuckDBPyConnection) -> None:
    journey.execute("insert into people (id, child, sex) values ('p1', '1', '2'), ('p2', '2', '2')")
    journey.execute(
        "insert into identity_people (id, child, given_name, family_name, born_on, postcode, upn) values "
        "('p1', '1', 'Maya', 'Thorgrave', '2015-03-09', 'ZZ1 1AA', 'A123'), "
        "('p2', '2', 'Maia', 'Thorgrave', '2015-03-09', 'ZZ1 1AA', 'A123')"
    )
    outcome = run(journey, *RULES.values())
    (twice,) = (each for each in outcome.findings.to_pylist() if each["code"] == "child_recorded_twice")
    assert (twice["id"], twice["child"]) == ("p1", "1")
    assert twice["detail"] == "child 2: given names alike, same family name, same day of birth, same UPN, same postcode"
    assert 0.9 < twice["score"] <= 1
    said = str(outcome.findings.to_pylist())
    assert not [secret for secret in ("Maya", "Maia", "Thorgrave", "2015", "ZZ1", "A123") if secret in said]


def test_a_column_that_is_blank_throughout_is_the_sources_doing(journey: duckdb.DuckDBPyConnection) -> None:
    journey.execute("insert into referrals (id, child, received_on) select range::varchar, '1', date '2023-05-02' from range(20)")
    outcome = run(journey, RULES["referral_not_decided"])
    assert (outcome.run, outcome.findings.num_rows) == ((), 0)
    said = "No record of the type “Referral” has “decided on”: the source does not seem to fill it."
    assert [(each.code, each.reason) for each in outcome.not_run] == [("referral_not_decided", said)]
    journey.execute("update referrals set decided_on = date '2023-05-02' where id = '7'")
    assert run(journey, RULES["referral_not_decided"]).findings.num_rows == 19
