-- The interval between visits agreed for each child and purpose at each month end.
select month, child, purpose, interval_days
from (
    select
        m.month, a.child, a.purpose, a.interval_days,
        row_number() over (partition by m.month, a.child, a.purpose order by a.agreed_on desc, a.id desc) as place
    from months m
    join visit_agreements a on a.agreed_on <= m.month_end and (a.ended_on is null or a.ended_on > m.month_end)
) agreed
where place = 1
