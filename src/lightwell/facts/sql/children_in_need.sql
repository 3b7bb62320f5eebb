with higher as (
    select distinct month, child from open_status where status in ('in_care', 'child_protection')
)
select
    s.id as record, s.child, h.worker, h.team, m.month_end as at_day, s.month,
    m.day_number - s.start_day as days_on_plan,
    coalesce(t.kind = 'disabilities', false) as disabilities_team,
    m.day_number - v.last_day as days_since_visit,
    a.interval_days as agreed_visit_days,
    case when r.last_day >= s.start_day then m.day_number - r.last_day end as days_since_review,
    m.day_number - u.last_day as days_since_supervision
from open_status s
join months m on m.month = s.month
left join higher x on x.month = s.month and x.child = s.child
left join caseholder h on h.month = s.month and h.child = s.child
left join place t on t.team = h.team
left join last_done v on v.month = s.month and v.child = s.child and v.kind = 'child_in_need'
left join last_done r on r.month = s.month and r.child = s.child and r.kind = 'child_in_need_review'
left join last_done u on u.month = s.month and u.child = s.child and u.kind = 'supervision'
left join agreed_visit a on a.month = s.month and a.child = s.child and a.purpose = 'child_in_need'
where s.status = 'child_in_need' and x.child is null
