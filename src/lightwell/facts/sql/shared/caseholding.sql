-- The primary caseholders of each child in order, with the first day of the run in which the same worker held the child without a break.
with ordered as (
    select
        a.id, a.child, a.worker, a.team, a.started_on, a.ended_on, started.day_number as start_day,
        lag(a.worker) over (partition by a.child order by a.started_on, a.id) as previous_worker,
        lag(ended.day_number) over (partition by a.child order by a.started_on, a.id) as previous_end_day,
        lag(a.id) over (partition by a.child order by a.started_on, a.id) as previous_id,
        lag(a.ended_on) over (partition by a.child order by a.started_on, a.id) as previous_ended_on
    from allocations a
    join calendar started on started.day = a.started_on
    left join calendar ended on ended.day = a.ended_on
    where a.role = 'primary'
),
runs as (
    select
        id, child, worker, team, started_on, ended_on, start_day,
        sum(
            case
                when previous_id is null or worker is null or previous_worker is null or worker <> previous_worker then 1
                when previous_ended_on is null or start_day <= previous_end_day + 1 then 0
                else 1
            end
        ) over (partition by child order by started_on, id rows between unbounded preceding and current row) as run
    from ordered
)
select
    id, child, worker, team, started_on, ended_on,
    min(start_day) over (partition by child, run) as run_start_day
from runs
