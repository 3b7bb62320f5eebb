with statuses as (
    select
        month, child,
        min(
            case status
                when 'in_care' then 1 when 'child_protection' then 2 when 'child_in_need' then 3 when 'assessment' then 4 when 'care_leaver' then 5
            end
        ) as first_status,
        min(first_day) as start_day
    from open_status
    where status <> 'early_help'
    group by month, child
),
holders as (
    select month, child, count(*) as workers
    from (
        select distinct s.month, s.child, c.worker
        from statuses s
        join months m on m.month = s.month
        join caseholding c on c.child = s.child and c.started_on <= m.month_end and (c.ended_on is null or c.ended_on > m.half_year_before)
        where c.worker is not null
    ) held
    group by month, child
),
open_children as (
    select s.month, s.child, s.first_status, s.start_day, h.worker, h.team
    from statuses s
    left join caseholder h on h.month = s.month and h.child = s.child
    where s.first_status is not null
),
caseloads as (
    select
        month, worker, count(*) as children,
        row_number() over (partition by month order by count(*) desc, worker) as place
    from open_children
    where worker is not null
    group by month, worker
),
employed as (
    select m.month, p.worker, sum(coalesce(p.fte, 1)) as fte
    from months m
    join posts p on p.started_on <= m.month_end and (p.ended_on is null or p.ended_on > m.month_end)
    group by m.month, p.worker
)
select
    o.child as record, o.child, o.worker, o.team, m.month_end as at_day, o.month,
    case o.first_status
        when 1 then 'in_care' when 2 then 'child_protection' when 3 then 'child_in_need' when 4 then 'assessment' else 'care_leaver'
    end as status,
    m.day_number - o.start_day as days_open,
    coalesce(n.workers, 0) as workers_in_half_year,
    coalesce(w.qualified, false) as worker_qualified,
    c.children as worker_children,
    c.place as worker_rank,
    case when o.worker is not null then coalesce(e.fte, 1) end as worker_fte,
    case when o.worker is not null then coalesce(e.fte, 1) / c.children end as fte_share,
    case when o.worker is not null then 1.0 / c.children end as worker_share
from open_children o
join months m on m.month = o.month
left join holders n on n.month = o.month and n.child = o.child
left join caseloads c on c.month = o.month and c.worker = o.worker
left join employed e on e.month = o.month and e.worker = o.worker
left join workers w on w.worker = o.worker
