"""The records of one kind with the days between happening, recording and authorising: the SQL behind every lag and every list of it."""

from __future__ import annotations

from datetime import date

from lightwell.periods import Month
from lightwell.results.recording import Step
from lightwell.results.recording_kinds import Kind

COLUMNS = ("child", "worker", "team", "service", "locality", "happened_on", "recorded_on", "authorised_on", "working_days")
"""The columns of the records behind a lag; `working_days` is how long the step took, or has lasted so far."""


def records(kind: Kind, step: Step, first: Month, last: Month, as_at: date) -> str:
    """Give the records of one kind in some months, with who is responsible and the working days that the step took or has lasted so far.

    The team is that of the child's caseholder on the day, as for the indicators; the worker is whoever did it, or else the caseholder.
    """
    today = f"cast('{as_at.isoformat()}' as date)"
    recorded = f"d.{kind.recorded}"
    authorised = f"d.{kind.authorised}" if kind.authorised else "cast(null as date)"
    since = {"recorded": f"d.{kind.happened}", "authorised": recorded, "both": f"d.{kind.happened}"}[step]
    until = recorded if step == "recorded" else authorised
    waits = "cast(null as date)" if step == "recorded" else today
    worker = f"d.{kind.worker}" if kind.worker else "cast(null as varchar)"
    span = f"d.{kind.happened} >= cast('{first.start.isoformat()}' as date) and d.{kind.happened} <= cast('{last.end.isoformat()}' as date)"
    return f"""given as (
    select
        d.id, d.child, {worker} as worker, d.{kind.happened} as happened_on, {recorded} as recorded_on, {authorised} as authorised_on,
        {since} as since_on, coalesce({until}, {waits}) as until_on, {until} is not null and {since} is not null as done
    from {kind.table} d
    where {kind.counts} and {span}
),
holder as (
    select record, worker, team
    from (
        select g.id as record, a.worker, a.team, row_number() over (partition by g.id order by a.started_on desc, a.id desc) as place
        from given g
        join allocations a on a.child = g.child and a.role = 'primary' and a.started_on <= g.happened_on
            and (a.ended_on is null or a.ended_on > g.happened_on)
    ) ranked
    where place = 1
),
records as (
    select
        g.id, c.month, g.child, coalesce(g.worker, h.worker, 'Not allocated') as worker, coalesce(h.team, 'Not allocated') as team,
        case when h.team is null then 'Not allocated' else coalesce(t.service, 'Not known') end as service,
        case
            when h.team is null then 'Not allocated' when t.team is null then 'Not known' else coalesce(t.locality, 'Whole authority')
        end as locality,
        g.happened_on, g.recorded_on, g.authorised_on, g.since_on, g.done,
        case when g.since_on is not null then ended.working_day - begun.working_day end as working_days
    from given g
    join calendar c on c.day = g.happened_on
    left join calendar begun on begun.day = g.since_on
    left join calendar ended on ended.day = g.until_on
    left join holder h on h.record = g.id
    left join teams t on t.team = h.team
)"""
