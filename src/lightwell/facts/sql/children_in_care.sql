with placed as (
    select
        m.month, p.child, p.id, p.kind, p.provider, p.registration,
        p.ended_on is null or p.ended_on > m.month_end as open_at_end,
        row_number() over (
            partition by m.month, p.child, p.ended_on is null or p.ended_on > m.month_end order by p.started_on desc, p.id desc
        ) as place,
        case
            when p.kind in ('T0', 'T1', 'T2', 'T3', 'T4') then 0
            when coalesce(p.same_carer, false) and p.started_on > m.year_before then 0
            else 1
        end as counted
    from months m
    join placements p on p.started_on <= m.month_end and (p.ended_on is null or p.ended_on > m.year_before)
),
in_year as (
    select month, child, sum(counted) as placements from placed group by month, child
),
status_held as (
    select
        m.month, l.child, l.status,
        row_number() over (partition by m.month, l.child order by l.started_on desc, l.id desc) as place
    from months m
    join legal_statuses l on l.started_on <= m.month_end and (l.ended_on is null or l.ended_on > m.month_end)
)
select
    s.id as record, s.child, h.worker, h.team, m.month_end as at_day, s.month,
    m.day_number - s.start_day as days_in_care,
    case
        when p.born_on <= m.month_end then
            extract(year from m.month_end) - p.birth_year
            - case when extract(month from m.month_end) * 100 + extract(day from m.month_end) < p.birth_month_day then 1 else 0 end
    end as age,
    coalesce(p.unaccompanied, false) as unaccompanied,
    l.status as legal_status,
    c.kind as placement_type, c.provider as placement_provider, c.registration as placement_registration,
    coalesce(y.placements, 0) as placements_in_year,
    m.day_number - v.last_day as days_since_visit,
    a.interval_days as agreed_visit_days,
    case when r.last_day >= s.start_day then m.day_number - r.last_day end as days_since_review,
    case when d.last_day >= s.start_day then m.day_number - d.last_day end as days_since_health_assessment,
    h.days_with_worker,
    m.day_number - u.last_day as days_since_supervision
from open_status s
join months m on m.month = s.month
left join person p on p.child = s.child
left join caseholder h on h.month = s.month and h.child = s.child
left join placed c on c.month = s.month and c.child = s.child and c.open_at_end and c.place = 1
left join in_year y on y.month = s.month and y.child = s.child
left join status_held l on l.month = s.month and l.child = s.child and l.place = 1
left join last_done v on v.month = s.month and v.child = s.child and v.kind = 'in_care'
left join last_done r on r.month = s.month and r.child = s.child and r.kind = 'care_review'
left join last_done d on d.month = s.month and d.child = s.child and d.kind = 'health_assessment'
left join last_done u on u.month = s.month and u.child = s.child and u.kind = 'supervision'
left join agreed_visit a on a.month = s.month and a.child = s.child and a.purpose = 'in_care'
where s.status = 'in_care'
