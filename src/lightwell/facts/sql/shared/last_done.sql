-- The day number of the last thing of each kind done for each open child up to each month end: visits that count by purpose, supervision
-- that counts, and meetings. What was done before the first month falls in it; each month's last then holds until the next month in
-- which the same was done.
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
open_children as (
    select distinct month, child from open_status
),
by_month as (
    select d.child, d.kind, greatest(c.month, f.month) as month, max(c.day_number) as last_day
    from done d
    join calendar c on c.day = d.done_on
    cross join (select min(month) as month from months) f
    where d.child in (select child from open_children)
    group by d.child, d.kind, greatest(c.month, f.month)
),
spans as (
    select child, kind, month, last_day, lead(month) over (partition by child, kind order by month) as next_month
    from by_month
)
select o.month, o.child, s.kind, s.last_day
from open_children o
join spans s on s.child = o.child and s.month <= o.month and (s.next_month is null or s.next_month > o.month)
