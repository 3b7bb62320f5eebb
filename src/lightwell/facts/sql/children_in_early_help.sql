select
    s.id as record, s.child,
    case when h.child is null then e.worker else h.worker end as worker,
    case when h.child is null then e.team else h.team end as team,
    m.month_end as at_day, s.month,
    m.day_number - s.start_day as days_open,
    m.day_number - v.last_day as days_since_visit,
    m.day_number - u.last_day as days_since_supervision
from open_status s
join months m on m.month = s.month
join early_help_episodes e on e.id = s.id
left join caseholder h on h.month = s.month and h.child = s.child
left join last_done v on v.month = s.month and v.child = s.child and v.kind = 'early_help'
left join last_done u on u.month = s.month and u.child = s.child and u.kind = 'supervision'
where s.status = 'early_help'
