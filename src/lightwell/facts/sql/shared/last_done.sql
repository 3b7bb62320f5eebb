-- The day number of the last thing of each kind done for each open child up to each month end: visits that count by purpose, supervision
-- that counts, and meetings. Asked only of children open in a status for which the kind matters. What was done before the first month
-- falls in it, so that one running maximum over what was done and what is asked gives every answer.
with kinds as (
    select 'in_care' as status, 'in_care' as kind
    union all select 'in_care', 'care_review'
    union all select 'in_care', 'health_assessment'
    union all select 'in_care', 'supervision'
    union all select 'child_protection', 'child_protection'
    union all select 'child_protection', 'core_group'
    union all select 'child_protection', 'supervision'
    union all select 'child_in_need', 'child_in_need'
    union all select 'child_in_need', 'child_in_need_review'
    union all select 'child_in_need', 'supervision'
    union all select 'assessment', 'supervision'
    union all select 'care_leaver', 'supervision'
    union all select 'early_help', 'early_help'
    union all select 'early_help', 'supervision'
),
asked as (
    select distinct s.child, k.kind, s.month
    from open_status s
    join kinds k on k.status = s.status
),
done as (
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
by_month as (
    select d.child, d.kind, greatest(c.month, f.month) as month, max(c.day_number) as last_day
    from done d
    join calendar c on c.day = d.done_on
    cross join (select min(month) as month from months) f
    where d.child in (select child from open_status)
    group by d.child, d.kind, greatest(c.month, f.month)
),
points as (
    select child, kind, month, last_day, 0 as is_asked from by_month
    union all
    select child, kind, month, null, 1 from asked
)
select month, child, kind, last_day
from (
    select
        month, child, kind, is_asked,
        max(last_day) over (
            partition by child, kind order by month, is_asked rows between unbounded preceding and current row
        ) as last_day
    from points
) answered
where is_asked = 1
