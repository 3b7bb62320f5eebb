with known as (
    select distinct e.id
    from section_47_enquiries e
    join (
        select child, started_on, ended_on from child_protection_plans
        union all
        select child, started_on, ended_on from periods_of_care
    ) s on s.child = e.child and s.started_on < e.started_on and (s.ended_on is null or s.ended_on > e.started_on)
)
select
    e.id as record, e.child, e.worker, e.team, e.started_on as at_day,
    e.started_on, e.completed_on, e.initial_conference_on,
    completed.working_day - begun.working_day as working_days_open,
    e.initial_conference_on is not null as led_to_conference,
    k.id is not null as on_plan_or_in_care
from section_47_enquiries e
join calendar begun on begun.day = coalesce(e.strategy_discussion_on, e.started_on)
left join calendar completed on completed.day = e.completed_on
left join known k on k.id = e.id
