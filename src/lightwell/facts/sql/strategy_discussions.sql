with origins as (
    select distinct child, strategy_discussion_on from section_47_enquiries where strategy_discussion_on is not null
)
select
    e.id as record, e.child, e.worker, e.team, e.held_on as at_day,
    e.held_on,
    o.child is not null as led_to_section_47
from strategy_discussions e
left join origins o on o.child = e.child and o.strategy_discussion_on = e.held_on
