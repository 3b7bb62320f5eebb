-- The primary caseholders of each child in order, with the first day of the run in which the same worker held the child without a break.
-- A run goes on while the worker is the same and the next allocation starts no later than the day after the one before ended; an
-- allocation without a worker stands apart and breaks no run.
with held as (
    select
        a.id, a.child, a.worker, a.team, a.started_on, a.ended_on,
        case when a.worker is null then 0 else 1 end as has_worker,
        started.day_number as start_day,
        coalesce(ended.day_number, open_end.day_number) as end_day
    from allocations a
    join calendar started on started.day = a.started_on
    left join calendar ended on ended.day = a.ended_on
    cross join (select max(day_number) as day_number from calendar) open_end
    where a.role = 'primary'
),
ordered as (
    select
        id, child, worker, team, started_on, ended_on, has_worker, start_day,
        lag(worker) over (partition by child, has_worker order by started_on, id) as previous_worker,
        lag(end_day) over (partition by child, has_worker order by started_on, id) as previous_end_day
    from held
)
select
    id, child, worker, team, started_on, ended_on,
    max(case when worker = previous_worker and start_day <= previous_end_day + 1 then null else start_day end) over (
        partition by child, has_worker order by started_on, id rows between unbounded preceding and current row
    ) as run_start_day
from ordered
