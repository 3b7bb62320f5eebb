-- The day number of the last thing of each kind done for each child up to each month end: visits that count by purpose, supervision that
-- counts, and meetings. What happened before the first month falls in it, so that one running maximum gives every month end.
with done as (
    select child, purpose as kind, happened_on as done_on
    from visits
    where coalesce(mode, 'face_to_face') = 'face_to_face' and coalesce(child_seen, true) and authorised_on is not null
    union all
    select child, 'supervision', happened_on
    from supervisions
    where coalesce(kind, 'individual') <> 'oversight' and authorised_on is not null
    union all
    select child, 'core_group', held_on from core_groups
    union all
    select child, 'child_in_need_review', held_on from child_in_need_reviews
    union all
    select child, 'care_review', held_on from care_reviews
    union all
    select child, 'health_assessment', held_on from health_assessments
),
first_month as (
    select min(month) as month from months
),
by_month as (
    select d.child, d.kind, greatest(c.month, f.month) as month, max(c.day_number) as last_day
    from done d
    join calendar c on c.day = d.done_on
    cross join first_month f
    group by d.child, d.kind, greatest(c.month, f.month)
),
grid as (
    select k.child, k.kind, m.month
    from (select distinct child, kind from by_month) k
    cross join months m
)
select
    g.month, g.child, g.kind,
    max(b.last_day) over (partition by g.child, g.kind order by g.month rows between unbounded preceding and current row) as last_day
from grid g
left join by_month b on b.child = g.child and b.kind = g.kind and b.month = g.month
