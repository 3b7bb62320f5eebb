select
    s.id as record, s.child, h.worker, h.team, m.month_end as at_day, s.month,
    m.day_number - s.start_day as days_as_leaver,
    l.category,
    m.day_number - u.last_day as days_since_supervision
from open_status s
join months m on m.month = s.month
join care_leavers l on l.id = s.id
left join caseholder h on h.month = s.month and h.child = s.child
left join last_done u on u.month = s.month and u.child = s.child and u.kind = 'supervision'
where s.status = 'care_leaver'
