"""The statements that build every fact, in order: shared tables first, then each fact wrapped in the columns that all have in common.

The SQL files keep to what DuckDB, PostgreSQL and Spark read alike: no interval arithmetic, no ASOF joins, no dialect's own functions.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources

from lightwell.facts.catalogue import Fact, FactColumn, fact_named

SHARED = ("open_status", "caseholding", "person", "place", "agreed_visit", "caseholder", "last_done")
"""The shared tables, each after those that it needs."""


@dataclass(frozen=True)
class Statement:
    """One table to make: its name, the query that gives its rows, and the shared tables that must stand before it."""

    table: str
    query: str
    needs: tuple[str, ...]


def fact_table(name: str) -> str:
    """Give the name of a fact's table, apart from the journey's tables of the same name."""
    return f"fact_{name}"


@functools.cache
def fact_sql(name: str) -> str:
    """Give the text of a fact's own SQL file, as users are shown it."""
    return (resources.files("lightwell.facts") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


@functools.cache
def shared_statements() -> tuple[Statement, ...]:
    """Give the statements that make the shared tables, each after those that it needs."""
    return tuple(_statement(name, fact_sql(f"shared/{name}")) for name in SHARED)


@functools.cache
def fact_statement(name: str) -> Statement:
    """Give the statement that makes a fact, which needs shared tables and no other fact."""
    return _statement(fact_table(name), _wrapped(fact_named(name)))


def _statement(table: str, query: str) -> Statement:
    return Statement(table, query, tuple(name for name in SHARED if re.search(rf"\b(?:from|join) {name}\b", query)))


def _wrapped(fact: Fact) -> str:
    """Join the common columns to a fact's own query; an event that names nobody is given to the caseholder of its day."""
    looked_up = not (fact.roll_call or fact.names_holder)
    responsible, holder = (_HOLDER_ON_THE_DAY, "left join holder_on_the_day d on d.record = f.record") if looked_up else ("", "")
    worker, team = (_or_holder("worker"), _or_holder("team")) if looked_up else ("f.worker", "f.team")
    own = ",\n    ".join(_typed(column) for column in _own(fact))
    return f"""with f as (
{fact_sql(fact.name)}){responsible},
held as (
    select f.*, {worker} as held_by, {team} as held_in from f {holder}
)
select
    f.child,
    coalesce(f.held_by, 'Not allocated') as worker,
    coalesce(f.held_in, 'Not allocated') as team,
    case when f.held_in is null then 'Not allocated' else coalesce(t.service, 'Not known') end as service,
    case when f.held_in is null then 'Not allocated' else coalesce(t.locality, 'Not known') end as locality,
    {AGE_BAND} as age_band,
    coalesce(p.sex, 'Not known') as sex,
    coalesce(p.ethnicity, 'Not stated') as ethnicity,
    coalesce(p.disability, 'Not known') as disability,
    {own}
from held f
left join place t on t.team = f.held_in
left join person p on p.child = f.child"""


def _or_holder(column: str) -> str:
    return f"case when f.worker is null and f.team is null then d.{column} else f.{column} end"


def _own(fact: Fact) -> tuple[FactColumn, ...]:
    return tuple(column for column in fact.columns if column.name == "month" or column in fact.own_columns)


def _typed(column: FactColumn) -> str:
    """Make whole numbers of one type: differences and sums come as different types in different dialects, the others do not."""
    return f"cast(f.{column.name} as integer) as {column.name}" if column.type == "whole" else f"f.{column.name}"


_HOLDER_ON_THE_DAY = """,
holder_on_the_day as (
    select record, worker, team
    from (
        select f.record, c.worker, c.team, row_number() over (partition by f.record order by c.started_on desc, c.id desc) as place
        from f
        join caseholding c on c.child = f.child and c.started_on <= f.at_day and (c.ended_on is null or c.ended_on > f.at_day)
        where f.worker is null and f.team is null
    ) ranked
    where place = 1
)"""

_YEARS = """extract(year from f.at_day) - p.birth_year
        - case when extract(month from f.at_day) * 100 + extract(day from f.at_day) < p.birth_month_day then 1 else 0 end"""

AGE_BAND = f"""case
        when p.born_on is null then case when p.expected_on is null then 'Not known' else 'Unborn' end
        when p.born_on > f.at_day then 'Unborn'
        when {_YEARS} < 1 then 'Under 1'
        when {_YEARS} < 5 then '1 to 4'
        when {_YEARS} < 10 then '5 to 9'
        when {_YEARS} < 16 then '10 to 15'
        when {_YEARS} < 18 then '16 to 17'
        else '18 and over'
    end"""
