"""Works out every value of every indicator on a connection that holds a journey: facts, counts, ratios, and what cannot be known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import duckdb
import pyarrow as pa

from lightwell.definitions.load import Catalogue
from lightwell.engines import duckdb as engine
from lightwell.engines.plan import BY_MONTH, WINDOWS, has_months
from lightwell.periods import Month, last_complete_month, months_between
from lightwell.results.needs import Coverage, known_from

MONTHS_KEPT = 25
"""Months in the results: thirteen for the table, and back to the same month two years before."""


@dataclass(frozen=True)
class Population:
    """Children aged under 18 in the authority from one day on, and the release of the estimate."""

    first_day: date
    children: int
    release: str


def months_for(as_at: date) -> list[Month]:
    """Give the months that a snapshot's results are worked out for: 25 ending with the last complete one."""
    last = last_complete_month(as_at)
    return months_between(last.plus(1 - MONTHS_KEPT), last)


def compute(
    connection: duckdb.DuckDBPyConnection,
    *,
    catalogue: Catalogue,
    months: list[Month],
    populations: tuple[Population, ...],
    coverage: Coverage,
    lacks: Collection[str] = (),
) -> list[str]:
    """Make the fact tables, `result_values` and `result_months` in the connection, and give the names of the fact tables.

    `result_values` has a row for each indicator, month, breakdown and member: `indicator, version, month, period_type, breakdown,
    member, numerator, denominator, value, state, population`. The whole authority has a row for every month; a member of a breakdown
    only where it has rows in the fact. `result_months` has the same columns, for the single months of indicators whose window is longer:
    two rolling years that follow each other share eleven months, so a change can be told from chance only by the months. `lacks` names
    the columns (`placements.registration`) that the source never fills.
    """
    with engine.tuned(connection):
        engine.prepare(connection, months, catalogue.parameters)
        facts = engine.count(connection, catalogue.definitions.values())
        engine.make_table(connection, "indicator_info", _indicator_info(catalogue, coverage, lacks))
        engine.make_table(connection, "population_values", _population_values(months, populations))
        connection.execute(f"create or replace table result_stated as {_VALUES}")
        for table, own in (("result_values", "own"), ("result_months", "not own")):
            connection.execute(f"create or replace table {table} as select * exclude (own) from result_stated where {own}")
    return facts


def _indicator_info(catalogue: Catalogue, coverage: Coverage, lacks: Collection[str]) -> pa.Table:
    definitions = list(catalogue.definitions.values())
    own = [True] * len(definitions)
    by_month = [replace(definition, period_type=BY_MONTH) for definition in definitions if has_months(definition)]
    definitions, own = definitions + by_month, own + [False] * len(by_month)
    return pa.table(
        {
            "indicator": [definition.id for definition in definitions],
            "version": pa.array([definition.version for definition in definitions], pa.int32()),
            "unit": [definition.unit for definition in definitions],
            "period_type": [definition.period_type for definition in definitions],
            "own": own,
            "known_from": pa.array([known_from(definition, coverage, lacks) for definition in definitions], pa.date32()),
        }
    )


def _population_values(months: list[Month], populations: tuple[Population, ...]) -> pa.Table:
    """One row for each month that has a population: the estimate in force on its last day, the oldest for a month before it."""
    ordered = sorted(populations, key=lambda population: population.first_day)
    held = {}
    for month in months if ordered else []:
        earlier = [population for population in ordered if population.first_day <= month.end]
        held[month] = earlier[-1] if earlier else ordered[0]
    return pa.table(
        {
            "month": pa.array([month.start for month in held], pa.date32()),
            "children": pa.array([population.children for population in held.values()], pa.int64()),
            "release": pa.array([population.release for population in held.values()], pa.string()),
        }
    )


def _window_start() -> str:
    cases = " ".join(f"when '{kind}' then {start}" for kind, start in WINDOWS.items() if kind != "month_end")
    return f"case i.period_type when 'month_end' then m.month_end {cases} end"


_VALUES = f"""
with wanted as (
    select i.*, m.month, {_window_start()} as window_start
    from indicator_info i
    cross join months m
    where (i.period_type <> 'quarter' or m.ends_quarter) and (i.period_type <> 'year' or m.ends_year)
),
counted as (
    select
        w.indicator, w.version, w.unit, w.period_type, w.own, w.month, w.window_start >= w.known_from as covered,
        'authority' as breakdown, '' as member, coalesce(t.numerator, 0) as numerator, coalesce(t.denominator, 0) as denominator
    from wanted w
    left join tallies t on t.indicator = w.indicator and t.period_type = w.period_type and t.month = w.month and t.breakdown = 'authority'
    union all
    select
        w.indicator, w.version, w.unit, w.period_type, w.own, w.month, w.window_start >= w.known_from,
        t.breakdown, t.member, t.numerator, t.denominator
    from wanted w
    join tallies t on t.indicator = w.indicator and t.period_type = w.period_type and t.month = w.month and t.breakdown <> 'authority'
),
stated as (
    select
        c.indicator, c.version, c.unit, c.month, c.period_type, c.own, c.breakdown, c.member, c.numerator, p.release,
        case when c.unit = 'count' then null when c.unit = 'per_10_000' then p.children else round(c.denominator, 9) end as denominator,
        case
            when not c.covered or (c.unit = 'per_10_000' and p.children is null) then 'no_data'
            when c.unit in ('percent', 'mean') and c.denominator = 0 then 'not_applicable'
            else 'known'
        end as state
    from counted c
    left join population_values p on p.month = c.month
)
select
    own, indicator, version, month, period_type, breakdown, member,
    case when state <> 'no_data' then numerator end as numerator,
    case when state <> 'no_data' then denominator end as denominator,
    case
        when state <> 'known' then null
        when unit = 'percent' then 100.0 * numerator / denominator
        when unit = 'per_10_000' then 10000.0 * numerator / denominator
        when unit = 'mean' then numerator / denominator
        else numerator
    end as value,
    state,
    case when unit = 'per_10_000' then release end as population
from stated
"""
