"""From the census's blocks to journey records: one SELECT for each table, over the blocks as read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from lightwell.extracts.checking import key_hash
from lightwell.extracts.tables import in_journey_columns
from lightwell.journey import record_named


@dataclass(frozen=True)
class Made:
    """The records of a census by table, and the columns (`assessments.outcome`) that no census fills."""

    tables: Mapping[str, pa.Table]
    lacks: frozenset[str]


_SEX = "CASE sex WHEN 'M' THEN '1' WHEN 'F' THEN '2' WHEN 'U' THEN '0' ELSE gender END"

_PEOPLE = f"""
    SELECT child, upn, born_on, CASE WHEN born_on IS NULL THEN expected_on END AS expected_on, died_on, {_SEX} AS sex, ethnicity, disabled
    FROM children
    LEFT JOIN (SELECT child, bool_or(disability <> 'NONE') AS disabled FROM disabilities GROUP BY child) AS d USING (child)
"""

# Two referrals of one child on one day, from two sources, may each have been accepted. The first is called as if it stood alone, so that
# what a case is called does not change when the source of its referral is corrected.
_EPISODES = """
    SELECT child, received_on AS started_on, ended_on, primary_need, closure_reason,
        nullif(row_number() OVER (PARTITION BY child, received_on ORDER BY source), 1) AS further
    FROM cin_details WHERE no_further_action IS NOT TRUE
"""

# Section47 has the conference that an enquiry led to, CINdetails that of a child who came from another authority with a plan. Where the
# plan of a child could not be read, whether a conference led to it is not known.
_CONFERENCES = """
    WITH held AS (
        SELECT child, initial_conference_on AS held_on FROM section_47 WHERE initial_conference_on IS NOT NULL
        UNION SELECT child, initial_conference_on FROM cin_details WHERE initial_conference_on IS NOT NULL
    )
    SELECT child, 'initial' AS kind, held_on,
        CASE
            WHEN EXISTS (FROM protection_plans p WHERE p.child = held.child AND p.started_on = held.held_on) THEN true
            WHEN child NOT IN (SELECT child FROM plans_not_read) THEN false
        END AS led_to_plan
    FROM held
    UNION ALL SELECT child, 'review', held_on, NULL FROM reviews
"""

TABLES: Mapping[str, str] = {
    "people": _PEOPLE,
    "disabilities": "SELECT child, disability FROM disabilities WHERE disability <> 'NONE'",
    "referrals": "SELECT child, received_on, source, no_further_action, primary_need FROM cin_details",
    "episodes_of_need": _EPISODES,
    "assessments": "SELECT child, started_on, completed_on FROM assessments",
    "child_in_need_plans": "SELECT child, started_on, ended_on FROM cin_plans",
    "section_47_enquiries": "SELECT child, started_on, initial_conference_on, conference_not_required FROM section_47",
    "conferences": _CONFERENCES,
    "child_protection_plans": (
        "SELECT child, started_on, ended_on, initial_category, latest_category, previous_plans FROM protection_plans"
    ),
}
"""Every table that the census gives, in the order of the journey."""

_KEYS = {"episodes_of_need": ("child", "started_on", "further")}


def make_records(connection: duckdb.DuckDBPyConnection, blocks: Mapping[str, pa.Table], plans_not_read: pa.Array, authority: str) -> Made:
    """Make the records of all blocks, which are named as in `BLOCKS`; `plans_not_read` has the children with a plan in quarantine."""
    for name, table in blocks.items():
        connection.register(name, table)
    connection.register("plans_not_read", pa.table({"child": plans_not_read}).filter(plans_not_read.is_valid()))
    tables, lacks = {}, set()
    for name, sql in TABLES.items():
        record = record_named(name)
        found = connection.sql(f"SELECT *, {key_hash(_KEYS.get(name, record.key))} AS id FROM ({sql}) ORDER BY id").to_arrow_table()
        tables[name] = in_journey_columns(found, record, authority)
        lacks |= {f"{name}.{column.name}" for column in record.columns if column.name not in found.column_names}
    return Made(tables, frozenset(lacks))
