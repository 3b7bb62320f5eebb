"""From the sound rows of the SSDA903 to journey records: the years put together, the episodes joined, one SELECT for each table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from lightwell.extracts.checking import key_hash
from lightwell.extracts.ssda903_fields import SPECS
from lightwell.extracts.ssda903_rows import empty_rows
from lightwell.extracts.tables import in_journey_columns
from lightwell.journey import record_named
from lightwell.returns import LAST


@dataclass(frozen=True)
class Made:
    """How one table is made: the tables of the return that it comes from, and the SELECT; `$as_at` is the day of the extract."""

    tables: tuple[str, ...]
    sql: str


# The end of an episode is one of the period too where its reason says so (other than X1), and the next episode then begins another, as one
# does that begins with S. What ends on a day and goes on later is one period with a gap, as both its reasons say. Short breaks (V3, V4) are
# no care in the Department's figures, nor here.
_CHAIN = """
CREATE TABLE chain AS
WITH stepped AS (
    SELECT *,
        lag(started_on) OVER by_child IS NULL AS first, lag(end_reason) OVER by_child AS before_reason,
        lag(kind) OVER by_child AS before_kind, lag(status) OVER by_child AS before_status,
        lag(provider) OVER by_child AS before_provider, lag(urn) OVER by_child AS before_urn,
        lag(postcode) OVER by_child AS before_postcode, coalesce(lag(ended_on) OVER by_child >= started_on, true) AS goes_on
    FROM both_episodes WHERE coalesce(status, '') NOT IN ('V3', 'V4') WINDOW by_child AS (PARTITION BY child ORDER BY started_on)
),
compared AS (
    SELECT *,
        first OR coalesce(begun_by = 'S', false) OR coalesce(before_reason, 'X1') <> 'X1' AS new_period,
        coalesce(kind = before_kind, true) AND (coalesce(begun_by = 'L', false) OR begun_by IS NULL
            AND kind IS NOT DISTINCT FROM before_kind AND provider IS NOT DISTINCT FROM before_provider
            AND urn IS NOT DISTINCT FROM before_urn AND postcode IS NOT DISTINCT FROM before_postcode) AS same_placement,
        status IS NOT DISTINCT FROM before_status AS same_status
    FROM stepped
)
SELECT * EXCLUDE (row, id),
    sum(new_period::INTEGER) OVER so_far AS period,
    sum((new_period OR NOT goes_on OR NOT same_placement)::INTEGER) OVER so_far AS placement,
    sum((new_period OR NOT goes_on OR NOT same_status)::INTEGER) OVER so_far AS holding
FROM compared WINDOW so_far AS (PARTITION BY child ORDER BY started_on ROWS UNBOUNDED PRECEDING)
"""
# `begins`: the episode says that it is the first of its period, placement or status. Else that began before anything the return holds.
_PERIODS = """
CREATE TABLE periods AS
SELECT child, period, min(started_on) AS started_on, last(ended_on ORDER BY started_on) AS ended_on,
    last(end_reason ORDER BY started_on) AS last_reason, first(need ORDER BY started_on) FILTER (need IS NOT NULL) AS need,
    coalesce(first(begun_by ORDER BY started_on) = 'S', false) AS begins
FROM chain GROUP BY child, period
"""
_PLACEMENTS = """
CREATE TABLE placed AS
SELECT child, min(started_on) AS started_on, last(ended_on ORDER BY started_on) AS ended_on,
    first(kind ORDER BY started_on) FILTER (kind IS NOT NULL) AS kind,
    first(provider ORDER BY started_on) FILTER (provider IS NOT NULL) AS provider,
    last(change_reason ORDER BY started_on) AS change_reason,
    CASE first(begun_by ORDER BY started_on) WHEN 'T' THEN true WHEN 'U' THEN true WHEN 'L' THEN period = min(before_period)
        WHEN 'P' THEN false WHEN 'B' THEN false END AS same_carer,
    first(urn ORDER BY started_on) FILTER (urn IS NOT NULL) AS urn,
    first(distance ORDER BY started_on) FILTER (distance IS NOT NULL) AS distance,
    first(location = 'IN' ORDER BY started_on) FILTER (location IS NOT NULL) AS inside_authority,
    first(postcode ORDER BY started_on) FILTER (postcode IS NOT NULL) AS postcode,
    coalesce(first(begun_by ORDER BY started_on) <> 'L', false) AS begins
FROM (SELECT *, lag(period) OVER (PARTITION BY child ORDER BY started_on) AS before_period FROM chain)
GROUP BY child, period, placement
"""
_STATUSES = """
CREATE TABLE statuses AS
SELECT child, min(started_on) AS started_on, last(ended_on ORDER BY started_on) AS ended_on, any_value(status) AS status,
    coalesce(first(begun_by ORDER BY started_on) IN ('S', 'L', 'B', 'U'), false) AS begins
FROM chain WHERE status IS NOT NULL GROUP BY child, period, holding
"""
# This year's before last year's, the header first; the tables of unaccompanied children and of care leavers know some who are in no header.
_MENTIONS = """
CREATE TABLE mentions AS
SELECT rank * 10 AS rank, child, sex, ethnicity, born_on, upn, unaccompanied, NULL::DATE AS unaccompanied_until FROM both_header
UNION ALL SELECT rank * 10 + 1, child, sex, NULL, born_on, NULL, true, unaccompanied_until FROM both_uasc
UNION ALL SELECT rank * 10 + 2, child, NULL, NULL, born_on, NULL, NULL, NULL FROM both_oc3
"""


def _best(column: str) -> str:
    return f"arg_min({column}, rank) FILTER ({column} IS NOT NULL)"


_PEOPLE = (
    "SELECT m.*, home.postcode, died.died_on FROM ("
    f"SELECT child, {', '.join(f'{_best(name)} AS {name}' for name in ('sex', 'ethnicity', 'born_on', 'upn'))}, "
    f"bool_or(unaccompanied) AS unaccompanied, {_best('unaccompanied_until')} AS unaccompanied_until FROM mentions GROUP BY child) m "
    "LEFT JOIN (SELECT child, arg_max(home_postcode, started_on) AS postcode FROM both_episodes GROUP BY child) home USING (child) "
    "LEFT JOIN (SELECT child, max(ended_on) AS died_on FROM both_episodes WHERE end_reason = 'E2' GROUP BY child) died USING (child)"
)
# AD1 is of the latest plan that still stands; without one it makes a plan of its own. What happened between two plans is of the later one.
_ADOPTIONS = """
WITH standing AS (
    SELECT child, max(decided_on) AS decided_on FROM both_placed_for_adoption WHERE reversed_on IS NULL GROUP BY child
),
plans AS (
    SELECT p.child, p.decided_on, p.reversed_on, p.reversal_reason, a.matched_on FROM both_placed_for_adoption p
    LEFT JOIN (
        SELECT s.child, s.decided_on, max(matched_on) AS matched_on FROM standing s JOIN both_ad1 USING (child)
        GROUP BY s.child, s.decided_on
    ) a USING (child, decided_on)
    UNION ALL SELECT child, decided_on, NULL, NULL, matched_on FROM both_ad1 WHERE child NOT IN (SELECT child FROM standing)
),
spans AS (
    SELECT *, coalesce(lag(reversed_on) OVER (PARTITION BY child ORDER BY decided_on), '1900-01-01'::DATE) AS from_on,
        coalesce(reversed_on, '2100-12-31'::DATE) AS to_on
    FROM plans
),
steps AS (
    SELECT child, started_on AS day, 'order' AS what FROM statuses WHERE status = 'E1' AND begins
    UNION ALL SELECT child, started_on, 'placed' FROM placed WHERE kind IN ('A3', 'A4', 'A5', 'A6') AND begins
    UNION ALL SELECT child, started_on, 'fostering' FROM placed WHERE kind IN ('U2', 'U5') AND begins
    UNION ALL SELECT child, ended_on, 'adopted' FROM periods WHERE last_reason IN ('E11', 'E12') AND ended_on IS NOT NULL
)
SELECT s.child, s.decided_on, s.reversed_on, s.reversal_reason, s.matched_on,
    min(day) FILTER (what = 'order') AS placement_order_on, min(day) FILTER (what = 'placed') AS placed_on,
    min(day) FILTER (what = 'fostering') AS fostering_for_adoption_on,
    CASE WHEN s.reversed_on IS NULL THEN max(day) FILTER (what = 'adopted') END AS adopted_on
FROM spans s LEFT JOIN steps t ON t.child = s.child AND t.day >= s.from_on AND t.day <= s.to_on
GROUP BY s.child, s.decided_on, s.reversed_on, s.reversal_reason, s.matched_on
"""
# Leaving care begins when care ends, from the 16th birthday on, or at 18, whichever comes first; on the extract's day if neither is known.
# 18 years after 29 February is 28 February here, where the law has 1 March: a day's difference that no monthly figure shows.
_LEAVERS = """
WITH left_care AS (
    SELECT o.child, max(p.ended_on) AS day FROM both_oc3 o
    JOIN periods p ON p.child = o.child AND p.ended_on >= o.born_on + INTERVAL 16 YEAR GROUP BY o.child
),
begun AS (
    SELECT o.child, least(CAST(o.born_on + INTERVAL 18 YEAR AS DATE), l.day) AS day FROM both_oc3 o LEFT JOIN left_care l USING (child)
)
SELECT o.child, o.in_touch, o.activity, o.accommodation, o.accommodation_suitable,
    CASE WHEN b.day <= $as_at THEN b.day ELSE $as_at::DATE END AS started_on
FROM both_oc3 o JOIN begun b USING (child) WHERE o.rank = 0
"""

TABLES: Mapping[str, Made] = {
    "people": Made(("header", "uasc", "oc3"), _PEOPLE),
    "periods_of_care": Made(
        ("episodes",),
        "SELECT child, started_on, ended_on, CASE WHEN ended_on IS NOT NULL THEN nullif(last_reason, 'X1') END AS end_reason, need "
        "FROM periods",
    ),
    "placements": Made(("episodes",), "SELECT * FROM placed WHERE kind IS NOT NULL"),
    "legal_statuses": Made(("episodes",), "SELECT * FROM statuses"),
    "care_reviews": Made(("reviews",), "SELECT child, held_on, participation FROM both_reviews"),
    "missing_episodes": Made(("missing",), "SELECT child, kind, started_on, ended_on FROM both_missing"),
    "adoptions": Made(("placed_for_adoption", "ad1"), _ADOPTIONS),
    "care_leavers": Made(("oc3",), _LEAVERS),
    "allocations": Made(
        ("social_worker_episodes",), "SELECT child, 'primary' AS role, worker, started_on, ended_on FROM both_social_worker_episodes"
    ),
    "workers": Made(("social_worker_episodes",), "SELECT worker FROM both_social_worker_episodes WHERE worker IS NOT NULL GROUP BY worker"),
}
"""Every table that the return gives, in the order of the journey."""


def open_rows(connection: duckdb.DuckDBPyConnection, rows: Mapping[str, pa.Table]) -> None:
    """Put the years together in a DuckDB: what both have is taken from this year; then join the episodes."""
    for spec in SPECS:
        connection.register("now_rows", rows.get(spec.table, empty_rows(spec)))
        connection.register("last_rows", rows.get(spec.table + LAST, empty_rows(spec)))
        # what is said of a person is put together value by value, so both years are kept
        once = "" if spec.record == "people" else f"QUALIFY row_number() OVER (PARTITION BY {', '.join(spec.key)} ORDER BY rank) = 1"
        connection.execute(
            f"CREATE TABLE both_{spec.table} AS SELECT * FROM "
            f"(SELECT *, 0 AS rank FROM now_rows UNION ALL BY NAME SELECT *, 1 AS rank FROM last_rows) {once}"
        )
        connection.unregister("now_rows")
        connection.unregister("last_rows")
    for statement in (_CHAIN, _PERIODS, _PLACEMENTS, _STATUSES, _MENTIONS):
        connection.execute(statement)


def make_tables(connection: duckdb.DuckDBPyConnection, present: set[str], as_at: date, authority: str) -> dict[str, pa.Table]:
    """Make the journey's tables of the tables of the return that are present, each record with the hash of its key."""
    made = {}
    for name, how in TABLES.items():
        if not present.intersection(how.tables):
            continue
        record = record_named(name)
        key = key_hash(record.key)
        # an AD1 without a plan may be of the day of a plan that was reversed: the order of their text settles it, the same in every load
        sql = (
            f"SELECT *, {key} AS id FROM ({how.sql}) AS row_made "
            f"QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY CAST(row_made AS VARCHAR)) = 1 ORDER BY id"
        )
        distinct = connection.sql(sql, params={"as_at": as_at} if "$as_at" in sql else {}).to_arrow_table()
        made[name] = in_journey_columns(distinct, record, authority)
    return made
