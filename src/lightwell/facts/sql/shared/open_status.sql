-- Every status that each child is open in at each month end, with the record that makes it so: of several the one that started
-- last, beside the day on which the first of them started.
select month, child, status, id, started_on, start_day, first_day
from (
    select
        m.month, s.child, s.status, s.id, s.started_on, c.day_number as start_day,
        min(c.day_number) over (partition by m.month, s.child, s.status) as first_day,
        row_number() over (partition by m.month, s.child, s.status order by s.started_on desc, s.id desc) as place
    from months m
    join (
        select child, 'in_care' as status, id, started_on, ended_on from periods_of_care
        union all
        select child, 'child_protection', id, started_on, ended_on from child_protection_plans
        union all
        select child, 'child_in_need', id, started_on, ended_on from child_in_need_plans
        union all
        select child, 'assessment', id, started_on, completed_on from assessments
        union all
        select child, 'care_leaver', id, started_on, ended_on from care_leavers
        union all
        select child, 'episode_of_need', id, started_on, ended_on from episodes_of_need
        union all
        select child, 'early_help', id, started_on, ended_on from early_help_episodes where started_on is not null
    ) s on s.started_on <= m.month_end and (s.ended_on is null or s.ended_on > m.month_end)
    join calendar c on c.day = s.started_on
) held
where place = 1
