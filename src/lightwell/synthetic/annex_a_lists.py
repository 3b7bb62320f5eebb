"""The rows of Ofsted's eleven lists of Annex A, as SQL over the records known on a day.

Each query gives the columns of its list by their headings, codes still as codes. `$as_at` is the day, `$half` and `$whole` the days six and
twelve months before it. `holders` has each child's last primary caseholder.
"""

from __future__ import annotations

HOLDERS = """
select child, arg_max(worker, started_on) as worker, arg_max(team, started_on) as team
from allocations where role = 'primary' and worker is not null
group by child
"""

PERSONS = """
select
    child as "Child Unique ID", sex as "Gender", coalesce(ethnicity, 'NOBT') as "Ethnicity",
    coalesce(born_on, expected_on) as "Date of Birth",
    case when born_on is null then -1 else date_diff('year', born_on, $as_at::date)
        - case when strftime(born_on, '%m%d') > strftime($as_at::date, '%m%d') then 1 else 0 end end as "Age of Child (Years)",
    coalesce(case when disabled then 'Yes' when not disabled then 'No' end, 'Unknown') as "Does the Child have a Disability",
    unaccompanied and (unaccompanied_until is null or unaccompanied_until > $whole::date) as lately_unaccompanied
from people
"""

_NAMED = 'coalesce(t.name, w_team.name) as "Allocated Team", coalesce(w.name, w_worker.name) as "Allocated Worker"'
_HOLDER = """
left join holders h on h.child = x.child
left join teams w_team on w_team.team = h.team
left join workers w_worker on w_worker.worker = h.worker
"""
_OWN = f"""
left join teams t on t.team = x.team
left join workers w on w.worker = x.worker
{_HOLDER}
"""
_HOLDER_ONLY = 'w_team.name as "Allocated Team", w_worker.name as "Allocated Worker"'

LISTS: dict[int, str] = {
    1: """
select p.*, x.received_on as "Date of Contact", x.source as "Contact Source"
from contacts x join persons p on p."Child Unique ID" = x.child where x.received_on > $half order by x.received_on, x.id
""",
    2: """
select p.*, x.assessment_started_on as "Assessment start date", x.assessment_completed_on as "Assessment completion date",
    coalesce(x.assessed_by, 'Family Help') as "Organisation completing assessment"
from early_help_episodes x join persons p on p."Child Unique ID" = x.child
where x.assessment_started_on > $half order by x.assessment_started_on, x.id
""",
    3: f"""
select p.*, x.received_on as "Date of referral", x.source as "Referral Source", coalesce(x.no_further_action, false) as "Referral NFA?",
    (select count(*) from referrals r where r.child = x.child and r.received_on <= x.received_on and r.received_on > x.received_on - 365)
        as "Number of Referrals in Last 12 Months", {_NAMED}
from referrals x join persons p on p."Child Unique ID" = x.child {_OWN} where x.received_on > $half order by x.received_on, x.id
""",
    4: f"""
select p.*, x.started_on as "Continuous Assessment Start Date",
    case when x.child_seen then 'Yes' when not x.child_seen and x.completed_on is not null then 'No' else 'Unknown' end
        as "Child Seen During Continuous Assessment",
    x.completed_on as "Continuous Assessment Date of Authorisation",
    case when x.completed_on is not null then x.outcome in ('child_in_need', 'child_protection', 'court') end
        as "Was the child assessed as requiring LA children’s social care support", {_NAMED}
from assessments x join persons p on p."Child Unique ID" = x.child {_OWN}
where x.completed_on is null or x.completed_on > $half order by x.started_on, x.id
""",
    5: f"""
select p.*, x.strategy_discussion_on as "Strategy discussion initiating Section 47 Enquiry Start Date",
    x.conference_not_required as "Was an Initial Child Protection Conference deemed unnecessary?",
    x.initial_conference_on as "Date of Initial Child Protection Conference",
    c.led_to_plan as "Did the Initial Child Protection Conference Result in a Child Protection Plan",
    (select count(*) from section_47_enquiries s where s.child = x.child and s.started_on <= x.started_on
        and s.started_on > x.started_on - 365)
        as "Number of Section 47 Enquiries in the last 12 months",
    (select count(*) from conferences s where s.child = x.child and s.kind = 'initial' and s.held_on > $whole and s.held_on <= $as_at)
        as "Number of ICPCs in the last 12 months", {_NAMED}
from section_47_enquiries x join persons p on p."Child Unique ID" = x.child {_OWN}
left join conferences c on c.child = x.child and c.kind = 'initial' and c.held_on = x.initial_conference_on
where x.started_on > $half order by x.started_on, x.id
""",
    6: f"""
select p.*, x.started_on as "CIN Start Date", x.primary_need as "Primary Need Code", v.seen as "Date Child Was Last Seen",
    x.ended_on as "CIN Closure Date", x.closure_reason as "Reason for Closure",
    case when x.ended_on is not null then 'Closed episode'
        when exists (from periods_of_care s where s.child = x.child and s.ended_on is null) then 'Looked after child'
        when exists (from child_protection_plans s where s.child = x.child and s.ended_on is null) then 'Child Protection plan'
        when exists (from child_in_need_plans s where s.child = x.child and s.ended_on is null) then 'Child in need plan'
        else 'Open assessment' end as "Case status", {_NAMED}
from episodes_of_need x join persons p on p."Child Unique ID" = x.child {_OWN}
left join (select child, max(happened_on) as seen from visits where child_seen group by child) v on v.child = x.child
where x.ended_on is null or x.ended_on > $half order by x.started_on, x.id
""",
    7: f"""
select p.*, x.started_on as "Child Protection Plan Start Date", x.initial_category as "Initial Category of Abuse",
    x.latest_category as "Latest Category of Abuse", v.seen as "Date of the Last Statutory Visit",
    coalesce(case when v.alone then 'Yes' when not v.alone then 'No' end, 'Unknown') as "Was the Child Seen Alone?",
    (select max(held_on) from conferences s where s.child = x.child and s.kind = 'review' and s.held_on >= x.started_on)
        as "Date of latest review conference", x.ended_on as "Child Protection Plan End Date",
    exists (from legal_statuses s where s.child = x.child and s.status in ('L1', 'L2') and s.started_on > $half)
        as "Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)",
    x.previous_plans as "Number of Previous Child Protection Plans", {_HOLDER_ONLY}
from child_protection_plans x join persons p on p."Child Unique ID" = x.child {_HOLDER}
left join (
    select child, max(happened_on) as seen, arg_max(seen_alone, happened_on) as alone
    from visits where purpose = 'child_protection' and child_seen group by child
) v on v.child = x.child and v.seen >= x.started_on
where x.ended_on is null or x.ended_on > $half order by x.started_on, x.id
""",
    8: f"""
select p.*, coalesce(p.lately_unaccompanied, false) as "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)",
    x.started_on as "Date Started to be Looked After", x.need as "Child's Category of Need",
    exists (from periods_of_care s where s.child = x.child and s.started_on < x.started_on and s.ended_on > x.started_on - 365)
        as "Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)",
    l.start as "Start date of current legal status", l.status as "Child's Legal Status",
    (select max(held_on) from care_reviews s where s.child = x.child and s.held_on >= x.started_on) as "Date of Latest Statutory Review",
    (select max(happened_on) from visits s where s.child = x.child and s.purpose = 'in_care' and s.child_seen)
        as "Date of Last Social Work Visit", x.permanence_plan as "What is the permanence plan for this child?",
    (select max(held_on) from care_reviews s where s.child = x.child and s.held_on >= x.started_on)
        as "Date of Last IRO Visit / Contact to the Child",
    (select max(held_on) from health_assessments s where s.child = x.child) as "Date of Last Health Assessment",
    (select max(held_on) from dental_checks s where s.child = x.child) as "Date of Last Dental Check",
    (select count(*) from placements s where s.child = x.child and (s.ended_on is null or s.ended_on > $whole)
        and s.started_on >= x.started_on and s.kind not like 'T%' and not s.same_carer) as "Number of Placements in the Last 12 months",
    x.ended_on as "Date Ceased to be Looked After", x.end_reason as "Reason Ceased to be Looked After",
    m.start as "Start Date of Most Recent Placement", m.kind as "Placement Type", m.provider as "Placement Provider",
    m.postcode as "Placement postcode", m.urn as "URN of Placement", m.inside as "Placement Location",
    case when m.inside then $name else 'Another English authority' end as "LA of Placement",
    (select count(*) from missing_episodes s where s.child = x.child and s.kind = 'M' and s.started_on > $whole)
        as "Number of Episodes the Child has been ‘Missing’ from their Placement in the last 12 months",
    (select count(*) from missing_episodes s where s.child = x.child and s.kind = 'A' and s.started_on > $whole)
        as "Number of Episodes the Child has been ‘Absent’ from their Placement in the last 12 months",
    g.offered as "Was the child offered a Return Interview after their last missing episode (Y/N)?",
    g.accepted as "Did the child accept a Return Interview after their last missing episode (Y/N)?", {_HOLDER_ONLY}
from periods_of_care x join persons p on p."Child Unique ID" = x.child {_HOLDER}
left join (
    select child, max(started_on) as start, arg_max(status, started_on) as status from legal_statuses group by child
) l on l.child = x.child and l.start >= x.started_on
left join (
    select child, max(started_on) as start, arg_max(kind, (started_on, id)) as kind, arg_max(provider, (started_on, id)) as provider,
        arg_max(postcode, (started_on, id)) as postcode,
        max_by(urn, (started_on, id)) as urn, arg_max(inside_authority, (started_on, id)) as inside
    from placements group by child
) m on m.child = x.child and m.start >= x.started_on
left join (
    select child, arg_max(interview_offered, started_on) as offered, arg_max(interview_accepted, started_on) as accepted
    from missing_episodes where ended_on is not null and started_on > $whole group by child
) g on g.child = x.child
where x.ended_on is null or x.ended_on > $half order by x.started_on, x.id
""",
    9: f"""
select p.*, x.category as "Eligibility Category", x.in_touch as "LA In Touch", x.accommodation as "Type of Accommodation",
    x.accommodation_suitable as "Suitability of Accommodation", x.activity as "Activity Status", {_HOLDER_ONLY}
from care_leavers x join persons p on p."Child Unique ID" = x.child {_HOLDER}
where x.ended_on is null or x.ended_on > $half order by x.started_on, x.id
""",
    10: """
select p.*, x.family as "Family identifier",
    (select max(started_on) from periods_of_care s where s.child = x.child and s.started_on <= x.decided_on)
        as "Date the Child Entered Care",
    x.decided_on as "Date of Decision that Child Should be Placed for Adoption", x.placement_order_on as "Date of Placement Order",
    x.matched_on as "Date of Matching Child and Prospective Adopters", x.placed_on as "Date Placed for Adoption",
    x.adopted_on as "Date of Adoption Order",
    x.reversed_on as "Date of Decision that Child Should No Longer be Placed for Adoption",
    x.reversal_reason as "Reason Why Child No Longer Placed for Adoption",
    x.fostering_for_adoption_on as "Date the child was placed for fostering in FFA or concurrent planning placement"
from adoptions x join persons p on p."Child Unique ID" = x.child
where greatest(x.decided_on, x.matched_on, x.placed_on, x.adopted_on, x.reversed_on) > $whole
    or (x.adopted_on is null and x.reversed_on is null
        and exists (from periods_of_care s where s.child = x.child and s.ended_on is null))
order by x.decided_on, x.id
""",
    11: """
select adopter as "Individual adopter identifier", family as "Family identifier", sex as "Gender",
    coalesce(ethnicity, 'NOBT') as "Ethnicity", coalesce(disabled, false) as "Disability",
    coalesce(case when fostering_for_adoption then 'Yes' when not fostering_for_adoption then 'No' end, 'Unknown')
        as "Is the (prospective) adopter fostering for adoption?",
    enquired_on as "Date enquiry received", stage_1_started_on as "Date Stage 1 started", stage_1_ended_on as "Date Stage 1 ended",
    stage_2_started_on as "Date Stage 2 started", stage_2_ended_on as "Date Stage 2 ended", applied_on as "Date application submitted",
    approved_on as "Date application approved", matched_on as "Date adopter matched with child(ren)",
    placed_on as "Date child/children placed with adopter(s)", children_placed as "No. of children placed",
    adopted_on as "Date of Adoption Order", left_on as "Date of leaving adoption process",
    left_reason as "Reason for leaving adoption process"
from adopters
where (left_on is null or left_on > $whole) and (adopted_on is null or adopted_on > $whole) and stage_1_started_on is not null
order by enquired_on, adopter
""",
}
"""The query of each list by its number. Lists 1 to 5 cover six months, 6 to 9 what was open in them, 10 and 11 twelve months."""
