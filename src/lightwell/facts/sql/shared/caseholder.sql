-- The primary caseholder of each child at each month end.
select month, child, worker, team, days_with_worker
from (
    select
        m.month, c.child, c.worker, c.team,
        case when c.worker is not null then m.day_number - c.run_start_day end as days_with_worker,
        row_number() over (partition by m.month, c.child order by c.started_on desc, c.id desc) as place
    from months m
    join caseholding c on c.started_on <= m.month_end and (c.ended_on is null or c.ended_on > m.month_end)
) held
where place = 1
