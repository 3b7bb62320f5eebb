select
    e.id as record, e.child, e.worker, e.team, e.received_on as at_day,
    e.received_on, e.source, e.outcome,
    decided.working_day - received.working_day as working_days_to_decision
from contacts e
join calendar received on received.day = e.received_on
left join calendar decided on decided.day = e.decided_on
