select
    e.id as record, e.child, e.worker, e.team, e.started_on as at_day,
    e.started_on, e.completed_on, e.outcome,
    completed.working_day - started.working_day as working_days_open
from assessments e
join calendar started on started.day = e.started_on
left join calendar completed on completed.day = e.completed_on
