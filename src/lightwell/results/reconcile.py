"""Stock against flow: opening + started - ended = closing, month by month, and which children stand in the way where it does not hold."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from lightwell.journey import record_named
from lightwell.periods import Month

STOCKS = ("periods_of_care", "child_protection_plans", "child_in_need_plans")
"""The record types whose open records are a stock of children, fed and drained by those that start and end."""


@dataclass(frozen=True)
class Reconciliation:
    """Whether one stock agreed with its flow in every month, and what to say of it."""

    record: str
    agrees: bool
    detail: str


def reconcile(connection: duckdb.DuckDBPyConnection) -> list[Reconciliation]:
    """Hold every stock against its flow for each month of `months`, and say where they part.

    The stock counts children, the flow counts records: they part where a child has two records open at once.
    """
    return [_reconciled(connection, table) for table in STOCKS]


def _reconciled(connection: duckdb.DuckDBPyConnection, table: str) -> Reconciliation:
    name = record_named(table).plain_name().lower()
    broken = connection.execute(_balance(table)).fetchall()
    if not broken:
        return Reconciliation(table, True, f"Stock and flow agree in every month: {name}.")
    ((count,),) = connection.execute(f"select count(distinct child) from ({_overlaps(table)})").fetchall()
    month, opening, started, ended, closing = broken[-1]
    who = "1 child has" if count == 1 else f"{count:,} children have"
    return Reconciliation(
        table,
        False,
        f"Stock and flow part in {len(broken)} month{'s' if len(broken) > 1 else ''} ({name}): in {Month.of(month).name} "
        f"opening {opening:,} + started {started:,} - ended {ended:,} is {opening + started - ended:,}, "
        f"and {closing:,} children are open. {who} two records open at once; they are listed in the findings. "
        "Correct the dates in the case system and load again.",
    )


def _balance(table: str) -> str:
    """Months in which the children open at the end are not those at the start plus the records started less those ended."""
    return f"""
        with spells as (select child, started_on, ended_on from {table}),
        counted as (
            select
                m.month,
                count(distinct case when s.started_on < m.month then s.child end) as opening,
                count(case when s.started_on >= m.month then 1 end) as started,
                count(case when s.ended_on <= m.month_end then 1 end) as ended,
                count(distinct case when s.ended_on is null or s.ended_on > m.month_end then s.child end) as closing
            from months m
            join spells s on s.started_on <= m.month_end and (s.ended_on is null or s.ended_on >= m.month)
            group by m.month
        )
        select month, opening, started, ended, closing from counted where opening + started - ended <> closing order by month
    """


def _overlaps(table: str) -> str:
    return f"""
        select a.child
        from {table} a
        join {table} b on b.child = a.child and b.id <> a.id
            and (b.started_on > a.started_on or (b.started_on = a.started_on and b.id > a.id))
            and (a.ended_on is null or a.ended_on > b.started_on)
    """
