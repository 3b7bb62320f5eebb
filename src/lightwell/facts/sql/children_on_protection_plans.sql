with earlier as (
    select p.id, count(o.id) as plans
    from child_protection_plans p
    join child_protection_plans o on o.child = p.child and o.started_on < p.started_on
    group by p.id
)
select
    s.id as record, s.child, h.worker, h.team, m.month_end as at_day, s.month,
    m.day_number - s.start_day as days_on_plan,
    m.working_day - started.working_day as working_days_on_plan,
    p.latest_category as category,
    greatest(coalesce(p.previous_plans, 0), coalesce(e.plans, 0)) as previous_plans,
    m.day_number - v.last_day as days_since_visit,
    m.working_day - visited.working_day as working_days_since_visit,
    case when g.last_day >= s.start_day then m.day_number - g.last_day end as days_since_core_group,
    m.day_number - u.last_day as days_since_supervision
from open_status s
join months m on m.month = s.month
join child_protection_plans p on p.id = s.id
join calendar started on started.day = s.started_on
left join earlier e on e.id = s.id
left join caseholder h on h.month = s.month and h.child = s.child
left join last_done v on v.month = s.month and v.child = s.child and v.kind = 'child_protection'
left join calendar visited on visited.day_number = v.last_day
left join last_done g on g.month = s.month and g.child = s.child and g.kind = 'core_group'
left join last_done u on u.month = s.month and u.child = s.child and u.kind = 'supervision'
where s.status = 'child_protection'
