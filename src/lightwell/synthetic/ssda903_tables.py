"""The tables of the SSDA903 for one collection year, as SQL over the care of all years: what is known at the end of the year.

What the journey does not hold is invented of the child's number by `pick`, so that it is the same in every year. `$start` and `$end` are
the first and the last day of the collection.
"""

from __future__ import annotations

_EPISODES = """
create or replace table episodes as
select * replace (
    case when dec <= $end then dec end as dec, case when dec <= $end then rec end as rec,
    case when dec <= $end then reason_place_change end as reason_place_change,
    case when place = 'H5' and coalesce(if(dec <= $end, dec, null), $end) < date '2023-10-28' then null else urn end as urn
)
from history where decom <= $end and coalesce(dec >= $start, true)
"""
"""Supported accommodation (H5) has a number of Ofsted's from the day on which it had to be registered."""

_LOOKED_AFTER = """
create or replace table looked_after as
select child, any_value(dob) as dob, bool_or(unaccompanied) as unaccompanied, bool_or(ls <> 'V3') as not_short_breaks,
    max(decom) filter (where rne = 'S') as started, bool_or(dec is null) as at_end, max(coalesce(dec, date '9999-12-31')) as until,
    bool_or(decom <= $start and coalesce(dec > $start, true)) and bool_or(dec is null) and count(distinct period) = 1
        and bool_and(ls <> 'V3') as all_year,
    arg_max(rec, decom) as reason, bool_or(rec in ('E11', 'E12')) as adopted
from episodes group by child
"""

_OC3 = """
create or replace table leavers as
with known as (
    select *, least(coalesce(dec, date '9999-12-31'), $end + 1) as until from history
    where ls <> 'V3' and decom <= $end and coalesce(dec >= $start - interval 1 year, true)
), spent as (
    select child, any_value(dob) as dob, sum(greatest(0, until - greatest(decom, (dob + interval 14 year)::date))) as days,
        bool_or(age_on(dob, until - 1) >= 16 and age_on(dob, decom) < 18) as at_16, arg_max(rec, decom) as reason, max(until) as until
    from known group by child
)
select child, dob, in_touch, activity, accommodation as living, accommodation_suitable as suitable, until
from spent join care_leavers using (child)
where days >= 91 and at_16 and age_on(dob, $end) between 17 and 21 and care_leavers.started_on <= $end and until <= $end
    and reason not in ('E2', 'E3')
    and age_on(dob, until - 1) < age_on(dob, $end)
    and not exists (select 1 from known where known.child = spent.child and decom > spent.until)
qualify row_number() over (partition by child order by care_leavers.started_on desc) = 1
"""
"""Care leavers who turned 17 to 21 in the year and whose care the two years' returns show to be enough; see `write_ssda903`."""

TABLES = {
    "header": """
with children as (
    select child, dob, unaccompanied, not_short_breaks, until, true as cared from looked_after
    union all select child, dob, false, false, null, false from leavers where child not in (select child from looked_after)
), mothers as (
    select *, if(sex = '2' or (sex not in ('1', '2') and pick(child, 7, 2) = 0), '2', '1') as said_sex,
        case when pick(child, 11, 12) = 0 then (dob + interval 5600 day)::date + pick(child, 12, 900)::integer end as gave_birth
    from children join people using (child)
), numbered as (
    select *, cared and not_short_breaks and said_sex = '2' as asked, gave_birth <= least($end, coalesce(until, $end)) as mothers,
        case when age_on(dob, $end) < 5 then 'UN1' when unaccompanied and pick(child, 5, 2) = 0 then 'UN2' end as unknown
    from mothers
)
select child, said_sex as sex, dob,
    case when ethnicity in (select code from codes where name = 'header.ethnic') then ethnicity else 'NOBT' end as ethnic,
    coalesce(unknown, number_of(coalesce(substr(upn, 2), lpad((child::bigint * 7919)::varchar, 12, '8')))) as upn,
    case when asked then if(coalesce(mothers, false), '1', '0') end as mother, case when asked and mothers then gave_birth end as mc_dob,
    if(child in (select child from alone), '1', '0') as uasc
from numbered
""",
    "episodes": "select * from episodes",
    "reviews": """
select care_reviews.child, dob, held_on as review,
    case when age_on(dob, held_on) < 4 then 'PN0' when coalesce(participation, 'PN0') = 'PN0' then 'PN1' else participation end
        as review_code
from care_reviews join looked_after using (child)
where not_short_breaks and held_on between $start and $end
    and exists (select 1 from episodes where episodes.child = care_reviews.child and decom <= held_on and coalesce(dec >= held_on, true))
qualify row_number() over (partition by care_reviews.child, held_on) = 1
""",
    "uasc": "select child, sex, dob, case when ceased <= $end then ceased end as duc from alone",
    "oc2": """
with asked as (
    select *, age_on(dob, $start) as then_aged, age_on(dob, $end) as aged, pick(child, year($end), 100) as luck
    from looked_after where all_year
), scored as (
    select *, case when aged < 4 or then_aged >= 17 then null
        when then_aged < 4 or aged >= 17 then if(luck < 60, 'score', 'reason') else 'score' end as asks,
        case when aged >= 13 and luck < 5 then '1' else '0' end as misuse
    from asked
)
select child, dob, case when asks = 'score' then ((luck * 7 + child::bigint) % 35)::varchar end as sdq_score,
    case when asks = 'reason' then 'SDQ1' end as sdq_reason,
    case when aged >= 10 then if(luck between 40 and 42, '1', '0') end as convicted,
    case when aged < 5 then if(luck < 91, '1', '0') end as health_check, if(luck < 88, '1', '0') as immunisations,
    if(child in (select child from dental_checks where held_on between $start and $end), '1', '0') as teeth_check,
    if(child in (select child from health_assessments where held_on between $start and $end), '1', '0') as health_assessment,
    misuse as substance_misuse, case when misuse = '1' then if(luck < 3, '1', '0') end as intervention_received,
    case when misuse = '1' and luck >= 3 then if(luck < 4, '1', '0') end as intervention_offered
from scored
""",
    "oc3": """
select child, dob, in_touch, if(in_touch = 'YES', case when activity = 'F3' then 'F5' else coalesce(activity, 'G5') end, '0') as activ,
    if(in_touch = 'YES', case when age_on(dob, $end) = 17 and coalesce(living, 'U') in ('T', 'Z') then 'U' else coalesce(living, 'U') end
        || if(coalesce(suitable, true), '1', '2'), '0') as accom
from (select * replace (coalesce(in_touch, 'NO') as in_touch) from leavers)
""",
    "ad1": """
with couples as (
    select family, string_agg(if(sex = '1', 'M', 'F'), '' order by sex) as sexes from adopters where family is not null group by family
), adopted as (
    select child, dob, placed, dec, place, date_placed, pick(child, 21, 10) as luck,
        least(greatest(coalesce(matched_on, placed), date_placed), placed) as matched,
        case when sexes in ('MM', 'FF', 'MF') then sexes when sexes = 'M' then 'M1' when sexes = 'F' then 'F1' else 'MF' end as sexes
    from episodes join decisions using (child, period) left join couples using (family) where rec in ('E11', 'E12')
)
select child, dob, date_placed as date_int, matched as date_match, if(place in ('A3', 'A5'), '1', '0') as foster_care,
    if(sexes in ('M1', 'F1'), '1', '2') as nb_adoptr, sexes as sex_adoptr,
    case when sexes in ('M1', 'F1') then 'L0' when luck < 7 then if(sexes = 'MF', 'L11', 'L12') when luck = 7 then 'L2'
        else if(sexes = 'MF', 'L3', 'L4') end as ls_adoptr
from adopted
""",
    "placed_for_adoption": """
select child, dob, date_placed, case when ceased_on <= $end then ceased_on end as date_placed_ceased,
    case when ceased_on <= $end then why end as reason_placed_ceased
from decisions join looked_after using (child)
where date_placed <= $end and coalesce(ceased_on >= $start, true)
    and period in (select period from episodes)
""",
    "previous_permanence": """
with first_starts as (select child, min(decom) as first_start from history where rne = 'S' group by child), asked as (
    select child, dob, first_start - dob as lived, pick(child, 31, 100) as luck from looked_after join first_starts using (child)
    where child in (select child from history where rne = 'S' and decom between date '2016-04-01' and $end)
)
select child, dob, case when not before then 'Z1' when luck < 3 then 'P1' when luck < 6 then 'P2' when luck < 7 then 'P3'
    else 'P4' end as prev_perm,
    case when before then if(luck % 4 = 3, 'UNK', $own) end as la_perm,
    case when before then dob + (150 + luck * 25)::integer end as date_perm
from (select *, luck < 8 and lived > 400 as before from asked)
""",
    "missing": """
with gone as (
    select missing_episodes.child, looked_after.dob, kind, started_on as went, episodes.period, ceased,
        lead(started_on) over (partition by missing_episodes.child order by started_on) as again,
        least(coalesce(ended_on, date '9999-12-31'), coalesce(ceased - 1, date '9999-12-31')) as back,
        (select min(later.decom) from history as later where later.period = episodes.period and later.decom > started_on and rne <> 'L')
            as moved
    from missing_episodes join looked_after using (child)
    join history as episodes on episodes.child = missing_episodes.child and decom <= started_on and coalesce(dec > started_on, true)
    where ls <> 'V3'
), ended as (select *, least(back, again, moved) as until from gone)
select child, dob, kind as missing, went as mis_start, case when until <= $end then until end as mis_end
from ended where went <= $end and until >= $start and until >= went and coalesce(went < ceased, true)
""",
    "social_worker_episodes": """
with held as (
    select child, dob, worker, started_on as day, coalesce(allocations.ended_on, date '9999-12-31') as until
    from allocations join looked_after using (child)
    where role = 'primary' and worker is not null and at_end and not_short_breaks and started_on <= $end
    qualify row_number() over (partition by child, started_on order by until desc) = 1
), runs as (
    select *, coalesce(day - max(until) over (partition by child order by day rows between unbounded preceding and 1 preceding) > 7, true)
        as begins
    from held
), latest as (
    select *, sum(begins::integer) over (partition by child order by day) as run, bool_or(begins) over (partition by child order by day
        rows between 1 following and unbounded following) as superseded
    from runs
), told as (
    select *, row_number() over (partition by child order by day) as number, lead(day) over (partition by child order by day) as next_day
    from latest where not coalesce(superseded, false)
)
select child, dob, 'SW' || lpad((hash_of(worker) % 9999999)::varchar, 7, '0') as sw_id, day as sw_decom, next_day as sw_dec,
    case when number = 1 then 'FCONTA' else ['MANAGE', 'LEFTRL', 'TSPROC', 'PCCHAN'][1 + pick(child, number, 4)] end as sw_reason
from told where coalesce(next_day >= $start, true)
""",
    "deprivation_of_liberty": """
with held as (
    select child, dob, decom + 14 as day, coalesce(dec, date '9999-12-31') as until from history
    where place = 'K2' and age_on(dob, decom) >= 10 and pick(child, 51, 5) = 0 and coalesce(dec - decom > 40, true)
), ended as (select *, least(day + 180, until) as ended from held)
select child, dob, day as dolo_start, case when ended <= $end then ended end as dolo_end
from ended where day <= $end and ended >= $start and child in (select child from looked_after)
""",
}
"""What each table holds, by the names of its columns in the shape of the return."""

YEAR = (
    _EPISODES,
    _LOOKED_AFTER,
    """create or replace table alone as
    select child, dob, if(sex in ('1', '2'), sex, '1') as sex,
        least(coalesce(unaccompanied_until, (dob + interval 18 year)::date), until) as ceased
    from looked_after join people using (child) where looked_after.unaccompanied""",
    _OC3,
)
"""What the tables are made of, for a year, in order."""
