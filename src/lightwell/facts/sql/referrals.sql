with days as (
    select
        child, received_on, day_number,
        lag(day_number) over (partition by child order by received_on) as previous_day
    from (select distinct child, received_on from referrals) r
    join calendar c on c.day = r.received_on
)
select
    e.id as record, e.child, e.worker, e.team, e.received_on as at_day,
    e.received_on, e.source, e.no_further_action,
    decided.working_day - received.working_day as working_days_to_decision,
    days.day_number - days.previous_day as days_since_previous_referral
from referrals e
join calendar received on received.day = e.received_on
left join calendar decided on decided.day = e.decided_on
join days on days.child = e.child and days.received_on = e.received_on
