"""What is open and what is due on the day of the extract, worked out when it is loaded.

The rolls are called on that day by the statements that call them at month ends, so that on the last day of a month the children overdue
by a clock are those whom its indicator missed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import duckdb

from lightwell.definitions.clocks import Clock
from lightwell.definitions.expressions import with_sources
from lightwell.definitions.load import Catalogue
from lightwell.engines import duckdb as engine
from lightwell.engines.duckdb import TODAY
from lightwell.facts import FACTS, fact_table
from lightwell.results.needs import Coverage, clock_known_from

CLOCKS, OPEN_TODAY, WAITING_TODAY = "clocks", "open_today", "waiting_today"
"""The tables that are made, by the names of their files in the folder `results` of a snapshot."""


def make_today(
    connection: duckdb.DuckDBPyConnection, *, catalogue: Catalogue, as_at: date, coverage: Coverage, lacks: Collection[str] = ()
) -> dict[str, duckdb.DuckDBPyRelation]:
    """Work out what is due, who is open and who waits on one day, on a connection on which `compute` has run.

    Gives rows to be written, by the name of their table. `clocks`: one row for each child and running clock. A clock that the source cannot
    feed gives no rows. `open_today`: one row for each child open to the service or to early help. `waiting_today`: one row for each child
    who waits for early help to start, or, open to the service, for a worker.
    """
    running = [clock for clock in catalogue.clocks.values() if clock_known_from(clock, coverage, lacks) <= as_at]
    facts = [fact.name for fact in FACTS if fact.roll_call]
    with engine.tuned(connection):
        engine.call_rolls(connection, as_at, facts, catalogue.parameters)
    connection.execute(f"create or replace table {TODAY}.{OPEN_TODAY} as {_OPEN}")
    return {
        CLOCKS: connection.sql(f"{_clocks(running)} order by clock, due_on, child"),
        OPEN_TODAY: connection.sql(f"select * from {TODAY}.{OPEN_TODAY} order by child"),
        WAITING_TODAY: connection.sql(f"{_WAITING} order by waits_for, since, child"),
    }


def _clocks(clocks: Iterable[Clock]) -> str:
    """Give the rows of every clock: due so long after the later of when it was last done and when the status began.

    `due_on` is the last day on which it is in time; a limit in working days that runs out before a weekend is overdue on the next working
    day, as the indicators count it, and until then `days_left` is 0. Otherwise `days_left` is `due_on` less the day of the extract.
    """
    rows = " union all ".join(_running(clock) for clock in clocks) or _NO_CLOCK
    return f"""
with running as ({rows}),
timed as (
    select
        r.*, m.day_number as today,
        case when r.unit = 'days' then r.from_day + r.max_units end as due_day,
        case when r.unit <> 'days' then c.working_day + r.max_units end as due_working_day,
        case when r.unit = 'days' then m.day_number - r.from_day else m.working_day - c.working_day end > r.max_units as overdue
    from running r
    cross join {TODAY}.months m
    join {engine.WORKING}.calendar c on c.day_number = r.from_day
)
select
    t.child, t.clock, t.fact, b.day as begun_on, l.day as last_done_on, coalesce(d.day, w.day) as due_on, t.max_units as "limit", t.unit,
    case
        when t.overdue then coalesce(d.day_number, w.day_number) - t.today
        else greatest(coalesce(d.day_number, w.day_number) - t.today, 0)
    end as days_left,
    t.worker, t.team, t.service, t.locality
from timed t
join {engine.WORKING}.calendar b on b.day_number = t.begun_day
left join {engine.WORKING}.calendar l on l.day_number = t.done_day
left join {engine.WORKING}.calendar d on d.day_number = t.due_day
left join {engine.WORKING}.calendar w on w.is_working_day and w.working_day = t.due_working_day"""


def _running(clock: Clock) -> str:
    since = f"f.{clock.since}" if clock.since else "cast(null as integer)"
    begun = f"f.{clock.begun}"
    limit = with_sources(clock.limit, "f", "p")
    return (
        f"select f.child, '{clock.id}' as clock, '{clock.fact}' as fact, '{clock.unit}' as unit, "
        f"m.day_number - {begun} as begun_day, m.day_number - {since} as done_day, "
        f"m.day_number - least({begun}, coalesce({since}, {begun})) as from_day, "
        f"cast(floor({limit}) as integer) as max_units, f.worker, f.team, f.service, f.locality "
        f"from {TODAY}.{fact_table(clock.fact)} f cross join {TODAY}.months m cross join {TODAY}.parameter_values p "
        f"where ({with_sources(clock.of, 'f', 'p')}) and {limit} is not null"
    )


_NO_CLOCK = (
    "select '' as child, '' as clock, '' as fact, '' as unit, 0 as begun_day, 0 as done_day, 0 as from_day, 0 as max_units, "
    "'' as worker, '' as team, '' as service, '' as locality where false"
)

_OPEN = f"""
select
    child, status, worker, team, service, locality, worker_children, worker_fte, worker_rank, worker_qualified, days_open
from {TODAY}.{fact_table("children_open")}
union all
select child, 'early_help', worker, team, service, locality, null, null, null, null, days_open
from {TODAY}.{fact_table("children_in_early_help")}
where child not in (select child from {TODAY}.{fact_table("children_open")})
"""

# A child without a worker has waited since the last one left, or since the child was opened if there has been none since.
_WAITING = f"""
with left_on as (
    select a.child, max(a.ended_on) as day
    from allocations a
    join {TODAY}.months m on a.ended_on <= m.month_end
    where a.role = 'primary' and a.worker is not null
    group by a.child
),
waiting as (
    select
        o.child, 'worker' as waits_for, greatest(c.day, coalesce(l.day, c.day)) as since, o.worker, o.team, o.service, o.locality
    from {TODAY}.{OPEN_TODAY} o
    cross join {TODAY}.months m
    join {engine.WORKING}.calendar c on c.day_number = m.day_number - o.days_open
    left join left_on l on l.child = o.child
    where o.worker = 'Not allocated' and o.status <> 'early_help'
    union all
    select
        e.child, 'early_help', e.referred_on, coalesce(e.worker, 'Not allocated'), coalesce(e.team, 'Not allocated'),
        case when e.team is null then 'Not allocated' else coalesce(t.service, 'Not known') end,
        case when e.team is null then 'Not allocated' else coalesce(t.locality, 'Not known') end
    from (
        select *, row_number() over (partition by child order by referred_on, id) as place
        from early_help_episodes
        cross join {TODAY}.months
        where referred_on <= month_end
            and (started_on is null or started_on > month_end) and (ended_on is null or ended_on > month_end)
    ) e
    left join {engine.WORKING}.place t on t.team = e.team
    where e.place = 1
)
select w.*, m.day_number - c.day_number as days_waiting
from waiting w
cross join {TODAY}.months m
join {engine.WORKING}.calendar c on c.day = w.since
"""
