-- Whoever held the case when care ended, or holds it at the last month end. The due day is the working day whose index is the limit beyond that of the first day.
with held as (
    select e.id, min(h.held_on) as first_on
    from periods_of_care e
    join health_assessments h on h.child = e.child and h.held_on >= e.started_on and (e.ended_on is null or h.held_on <= e.ended_on)
    group by e.id
),
last_holder as (
    select id, worker, team
    from (
        select
            e.id, c.worker, c.team,
            row_number() over (partition by e.id order by c.started_on desc, c.id desc) as place
        from periods_of_care e
        cross join (select max(month_end) as last_day from months) known
        join caseholding c on c.child = e.child and c.started_on <= coalesce(e.ended_on, known.last_day)
    ) ranked
    where place = 1
)
select
    e.id as record, e.child, l.worker, l.team, e.started_on as at_day,
    e.started_on, e.ended_on, due.day as initial_health_due_on,
    coalesce(p.unaccompanied, false) as unaccompanied,
    e.end_reason,
    seen.working_day - started.working_day as initial_health_working_days,
    e.ended_on is null or e.ended_on > due.day as in_care_when_health_due
from periods_of_care e
join calendar started on started.day = e.started_on
join parameter_spans s on s.name = 'initial_health_limit' and s.first_day <= e.started_on and s.last_day >= e.started_on
join calendar due on due.working_day = started.working_day + s.value and due.is_working_day
left join held h on h.id = e.id
left join calendar seen on seen.day = h.first_on
left join last_holder l on l.id = e.id
left join person p on p.child = e.child
