select
    s.id as record, s.child, h.worker, h.team, m.month_end as at_day, s.month,
    m.day_number - s.start_day as days_open,
    m.working_day - started.working_day as working_days_open,
    m.day_number - u.last_day as days_since_supervision
from open_status s
join months m on m.month = s.month
join calendar started on started.day = s.started_on
left join caseholder h on h.month = s.month and h.child = s.child
left join last_done u on u.month = s.month and u.child = s.child and u.kind = 'supervision'
where s.status = 'assessment'
