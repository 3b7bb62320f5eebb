"""From the eleven lists to journey records: one SELECT for each table, over `list_1` to `list_11` as read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from lightwell.extracts.annex_a_lists import LISTS
from lightwell.extracts.checking import key_hash
from lightwell.extracts.model import ARROW_TYPES
from lightwell.extracts.tables import in_journey_columns
from lightwell.journey import record_named


@dataclass(frozen=True)
class Made:
    """How one table is made: the lists that it comes from, and the SELECT; `$as_at` is the day of the extract."""

    lists: tuple[int, ...]
    sql: str


_CHILD_LISTS = (8, 7, 6, 9, 10, 5, 4, 3, 2, 1)
"""The lists of children, those kept with most care first: where two disagree, the earlier is believed."""

_WORK_LISTS = (3, 4, 5, 6, 7, 8, 9)

_PERSON = "child, sex, ethnicity, born_on, age"
_SEEN = "happened_on AS recorded_on, happened_on AS authorised_on, 'face_to_face' AS mode"

_MENTIONS = " UNION ALL ".join(
    f"SELECT {rank} AS rank, {number} AS list, row, child, nullif(sex, '0') AS sex, "
    "CASE WHEN ethnicity NOT IN ('NOBT', 'REFU') THEN ethnicity END AS ethnicity, ethnicity AS any_ethnicity, sex AS any_sex, "
    "CASE WHEN age = -1 OR born_on > $as_at THEN NULL ELSE born_on END AS born_on, "
    "CASE WHEN age = -1 OR born_on > $as_at THEN born_on END AS expected_on, "
    f"{'disabled' if number > 3 else 'NULL::BOOLEAN'} AS disabled, {'unaccompanied' if number == 8 else 'NULL::BOOLEAN'} AS unaccompanied "
    f"FROM list_{number}"
    for rank, number in enumerate(_CHILD_LISTS)
)
"""Every mention of a child in any list; sex not known and ethnicity not stated give way to what another list knows."""


def _best(column: str) -> str:
    return f"arg_min({column}, (rank, row)) FILTER ({column} IS NOT NULL)"


_PEOPLE = (
    f"SELECT child, coalesce({_best('sex')}, {_best('any_sex')}) AS sex, "
    f"coalesce({_best('ethnicity')}, {_best('any_ethnicity')}) AS ethnicity, "
    f"{_best('born_on')} AS born_on, CASE WHEN {_best('born_on')} IS NULL THEN {_best('expected_on')} END AS expected_on, "
    f"{_best('disabled')} AS disabled, {_best('unaccompanied')} AS unaccompanied FROM mentions GROUP BY child"
)

_OPEN_CASES = " UNION ALL ".join(
    f"SELECT {rank} AS rank, row, child, team, worker FROM list_{number} WHERE {condition}"
    for rank, (number, condition) in enumerate(
        ((8, "ended_on IS NULL"), (7, "ended_on IS NULL"), (6, "ended_on IS NULL"), (4, "completed_on IS NULL"), (9, "true"))
    )
)
_ALLOCATIONS = (
    "SELECT child, 'primary' AS role, worker, team, $as_at::DATE AS started_on FROM "
    f"(SELECT *, row_number() OVER (PARTITION BY child ORDER BY rank, row) AS place FROM ({_OPEN_CASES}) "
    "WHERE worker IS NOT NULL OR team IS NOT NULL) WHERE place = 1"
)
_VISITS = (
    "SELECT child, seen_on AS happened_on, CASE status WHEN 'assessment' THEN 'assessment' ELSE 'child_in_need' END AS purpose, "
    "true AS child_seen, NULL::BOOLEAN AS seen_alone, worker FROM list_6 "
    "WHERE seen_on IS NOT NULL AND coalesce(status, '') NOT IN ('in_care', 'child_protection') "
    "UNION ALL SELECT child, visited_on, 'child_protection', CASE WHEN seen_alone THEN true END, seen_alone, worker FROM list_7 "
    "WHERE visited_on IS NOT NULL "
    "UNION ALL SELECT child, visited_on, 'in_care', NULL, NULL, worker FROM list_8 WHERE visited_on IS NOT NULL"
)
# 18 years after 29 February is 28 February here, where the law has 1 March: a day's difference that no monthly figure shows
_LEAVERS = (
    "SELECT child, CASE WHEN born_on + INTERVAL 18 YEAR <= $as_at THEN CAST(born_on + INTERVAL 18 YEAR AS DATE) ELSE $as_at::DATE END "
    "AS started_on, category, in_touch, accommodation, accommodation_suitable, activity FROM list_9"
)
_NOT_AFTER_END = "(ended_on IS NULL OR {start} <= ended_on)"

TABLES: Mapping[str, Made] = {
    "people": Made(_CHILD_LISTS, _PEOPLE),
    "contacts": Made((1,), "SELECT child, received_on, source FROM list_1"),
    "early_help_episodes": Made(
        (2,),
        "SELECT child, assessment_started_on AS referred_on, true AS assessment_required, assessment_started_on, assessment_completed_on, "
        "assessed_by FROM list_2",
    ),
    "referrals": Made((3,), "SELECT child, received_on, source, no_further_action, team, worker FROM list_3"),
    "episodes_of_need": Made((6,), "SELECT child, started_on, ended_on, primary_need, closure_reason, team, worker FROM list_6"),
    "assessments": Made((4,), "SELECT child, started_on, child_seen, completed_on, team, worker FROM list_4"),
    "child_in_need_plans": Made((6,), "SELECT child, started_on, ended_on FROM list_6 WHERE status = 'child_in_need'"),
    "strategy_discussions": Made((5,), "SELECT child, started_on AS held_on, team, worker FROM list_5"),
    "section_47_enquiries": Made(
        (5,),
        "SELECT child, started_on AS strategy_discussion_on, started_on, conference_not_required, initial_conference_on, "
        "team, worker FROM list_5",
    ),
    "conferences": Made(
        (5, 7),
        "SELECT child, 'initial' AS kind, initial_conference_on AS held_on, led_to_plan FROM list_5 "
        "WHERE initial_conference_on IS NOT NULL "
        "UNION ALL SELECT child, 'review', reviewed_on, NULL FROM list_7 WHERE reviewed_on IS NOT NULL",
    ),
    "child_protection_plans": Made(
        (7,), "SELECT child, started_on, ended_on, initial_category, latest_category, previous_plans FROM list_7"
    ),
    "periods_of_care": Made((8,), "SELECT child, started_on, ended_on, end_reason, need, permanence_plan FROM list_8"),
    "placements": Made(
        (8,),
        "SELECT child, placement_started_on AS started_on, ended_on, kind, provider, urn, inside_authority, postcode FROM list_8 "
        f"WHERE placement_started_on IS NOT NULL AND kind IS NOT NULL AND {_NOT_AFTER_END.format(start='placement_started_on')}",
    ),
    "legal_statuses": Made(
        (8,),
        "SELECT child, legal_started_on AS started_on, ended_on, status FROM list_8 "
        f"WHERE legal_started_on IS NOT NULL AND status IS NOT NULL AND {_NOT_AFTER_END.format(start='legal_started_on')}",
    ),
    "care_reviews": Made((8,), "SELECT child, reviewed_on AS held_on FROM list_8 WHERE reviewed_on IS NOT NULL"),
    "health_assessments": Made((8,), "SELECT child, 'review' AS kind, health_on AS held_on FROM list_8 WHERE health_on IS NOT NULL"),
    "dental_checks": Made((8,), "SELECT child, dental_on AS held_on FROM list_8 WHERE dental_on IS NOT NULL"),
    "adoptions": Made((10,), "SELECT * EXCLUDE (row, id, sex, ethnicity, born_on, age, disabled) FROM list_10"),
    "adopters": Made((11,), "SELECT * EXCLUDE (row, id) FROM list_11"),
    "care_leavers": Made((9,), _LEAVERS),
    "visits": Made((6, 7, 8), f"SELECT *, {_SEEN} FROM ({_VISITS})"),
    "allocations": Made((4, 6, 7, 8, 9), _ALLOCATIONS),
    "workers": Made(
        _WORK_LISTS,
        "SELECT worker, worker AS name FROM ("
        + " UNION ALL ".join(f"SELECT worker FROM list_{number}" for number in _WORK_LISTS)
        + ") WHERE worker IS NOT NULL GROUP BY worker",
    ),
    "teams": Made(
        _WORK_LISTS,
        "SELECT team, team AS name, 'other' AS kind FROM ("
        + " UNION ALL ".join(f"SELECT team FROM list_{number}" for number in _WORK_LISTS)
        + ") WHERE team IS NOT NULL GROUP BY team",
    ),
}
"""Every table that Annex A gives, in the order of the journey."""


def open_lists(connection: duckdb.DuckDBPyConnection, lists: Mapping[int, pa.Table], as_at: date) -> None:
    """Give a DuckDB a table for each list, empty for those that are not there, and `mentions`, a row for each child in each row."""
    for spec in LISTS:
        schema = pa.schema(
            [("row", pa.int32()), ("id", pa.string()), *((each.column.name, ARROW_TYPES[each.column.kind]) for each in spec.fields)]
        )
        connection.register(f"list_{spec.number}", lists.get(spec.number, schema.empty_table()))
    connection.register("mentions", connection.sql(_MENTIONS, params={"as_at": as_at}).to_arrow_table())


def make_tables(connection: duckdb.DuckDBPyConnection, present: set[int], as_at: date, authority: str) -> dict[str, pa.Table]:
    """Make the tables of the lists that are present; one record of each key, the first where several rows give the same."""
    made = {}
    for name, how in TABLES.items():
        if not present.intersection(how.lists):
            continue
        record = record_named(name)
        key = key_hash(record.key)
        # where rows differ in what is not the key, the order of their text settles which is taken, the same in every load
        sql = (
            f"SELECT *, {key} AS id FROM ({how.sql}) AS row_made "
            f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY CAST(row_made AS VARCHAR)) = 1 ORDER BY id"
        )
        distinct = connection.sql(sql, params={"as_at": as_at} if "$as_at" in sql else {}).to_arrow_table()
        made[name] = in_journey_columns(distinct, record, authority)
    return made
