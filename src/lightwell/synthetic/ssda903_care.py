"""The care of the invented children as the SSDA903 tells it: episodes of one placement and one legal status, as SQL over the journey.

A return is cleaned before it is sent, so what the service recorded wrongly is put right here:

- placements end where the next begins, so that none overlap; a temporary one that does not lead back to the same carers is left out;
- police protection ends after three days, and a child living with parents under section 20 is there under an interim care order;
- types of placement that do not suit the age, and providers that do not suit the type, become the nearest that do;
- the code of a placement for adoption follows the placement order and the carers; a decision that the child should be placed stands before
  the order and the placement, and is reversed where care ends otherwise than in adoption;
- reasons for leaving care that the last placement or the age contradicts become the nearest that they do not.

What the journey does not hold is invented of the child's number, so that it is the same every year: `pick(child, salt, count)` gives a
number below `count`. The table `history` has all episodes of all years, `decisions` those that a child should be placed for adoption.
"""

from __future__ import annotations

SHARED = (
    "create macro pick(child, salt, count) as ((child::bigint * 2654435761 + salt * 97531) % 4294967291 // 16) % count",
    """create macro age_on(born, day) as
        year(day) - year(born) - case when (month(day), day(day)) < (month(born), day(born)) then 1 else 0 end""",
    """create macro number_of(digits) as
        'ABCDEFGHJKLMNPQRTUVWXYZ'[1 + list_sum(list_transform(range(1, 13), lambda n: digits[n]::integer * (n + 1)))::integer % 23]
        || digits""",
    "create macro hash_of(name) as regexp_replace(name, '[^0-9]', '', 'g')::bigint * 7919",
    "create macro is_temporary(place) as place in ('T0', 'T1', 'T2', 'T3', 'T4')",
    "create macro is_fostering(place) as place in ('U1', 'U2', 'U3', 'U4', 'U5', 'U6')",
    "create macro is_adoptive(place) as place in ('A3', 'A4', 'A5', 'A6')",
)

_PERIODS = """
create table care as
with read as (
    select child, born_on as dob, unaccompanied, postcode as home_post, started_on as began, need,
        least(ended_on, (born_on + interval 18 year)::date) as ceased, end_reason as reason
    from periods_of_care join people using (child)
    where born_on is not null and started_on >= born_on and age_on(born_on, started_on) < 18
), apart as (select *, lag(ceased) over (partition by child order by began) as before from read)
select *, row_number() over (order by child, began) as period from apart
where (ceased is null or ceased > began) and (before is null or before < began)
"""
"""Periods of care: none of no length, none on the day on which the one before ended, none past the eighteenth birthday."""

_PLACED = """
create table placed as
with read as (
    select care.*, greatest(placements.started_on, began) as day, placements.id, provider, change_reason, distance, inside_authority, urn,
        placements.postcode as post, coalesce(same_carer, false) as same_carer,
        case when kind = 'H5' and age_on(dob, day) < 16 then 'K2' when kind = 'S1' and age_on(dob, day) < 4 then 'U6'
            when kind = 'P3' and age_on(dob, day) < 14 then 'U6' when kind = 'R5' and age_on(dob, day) < 10 then 'K2'
            when is_adoptive(kind) then 'A6' else kind end as place
    from care join placements on placements.child = care.child and started_on < coalesce(ceased, date '9999-12-31')
        and coalesce(placements.ended_on > began, true)
), one_a_day as (
    select * from read qualify row_number() over (partition by period, day order by id desc) = 1
), around as (
    select *,
        last_value(case when not is_temporary(place) then place end ignore nulls) over (w rows between unbounded preceding and 1 preceding)
            as normal_before,
        first_value(case when not is_temporary(place) then {'place': place, 'same': same_carer} end ignore nulls)
            over (w rows between 1 following and unbounded following) as normal_after
    from one_a_day window w as (partition by period order by day)
), kept as (
    select * from around
    where not is_temporary(place) or (normal_before = normal_after.place and normal_after.same and not is_adoptive(normal_before))
)
select * exclude (day), case when row_number() over (partition by period order by day) = 1 then began else day end as day,
    sum(case when is_temporary(place) or (same_carer and normal_before is not null)
        or (is_adoptive(place) and is_fostering(normal_before) and pick(child, 61, 6) = 0) then 0 else 1 end)
        over (partition by period order by day) as carers
from kept
"""
"""Placements of each period; `carers` numbers those who look after the child, a temporary placement belonging to those before.

Some children are adopted by their foster carers, of which the journey has none.
"""

_HOMES = """
create table homes as
with housed as (
    select *, is_temporary(place) as temporary, first_value(case when not is_temporary(place) then id end ignore nulls)
        over (partition by period, carers order by day) as home
    from placed
), named as (
    select housed.* exclude (post, distance, inside_authority, provider, urn),
        case when temporary then housed.id else home end as site,
        own.post, round(own.distance, 1) as distance, coalesce(own.inside_authority, true) as inside, own.provider as said,
        own.urn as own_urn
    from housed join placed as own on own.id = case when temporary then housed.id else home end
), provided as (
    select * exclude (said), place = 'P1' and carers = min(case when place = 'P1' then carers end) over (partition by period) as at_home,
        case when place = 'P1' then 'PR0' when temporary or place = 'Z1' then null
            when place in ('R2', 'R5') and coalesce(said, 'PR1') in ('PR0', 'PR1', 'PR2') then 'PR3'
            when said = 'PR3' and (is_adoptive(place) or is_fostering(place) or place in ('K1', 'K2')) then 'PR4'
            when coalesce(said, 'PR0') = 'PR0' then 'PR4'
            when said = 'PR1' and not inside and not is_fostering(place) then 'PR2' else said end as provider
    from named
)
select * exclude (post, distance, inside),
    case when at_home then coalesce(home_post, post) when post = home_post then replace(post, 'ZZ', 'ZY') else post end as post,
    case when at_home then 0.0 else distance end as distance, inside or at_home as inside
from provided
"""
"""Placements with where they are and who provides them, which is that of the first placement with the same carers."""

_STATUSES = """
create table statuses as
with read as (
    select period, born, day, case when status in ('J1', 'J2', 'J3') and age_on(born, day) < 10 then 'V2' else status end as ls
    from (
        select care.period, care.dob as born, greatest(legal_statuses.started_on, began) as day, status, legal_statuses.started_on
        from care join legal_statuses on legal_statuses.child = care.child and started_on < coalesce(ceased, date '9999-12-31')
            and coalesce(legal_statuses.ended_on > began, true)
    ) qualify row_number() over (partition by period, day order by started_on desc) = 1
), steps as (select *, lead(day) over w as until, lead(ls) over w as then_ls from read window w as (partition by period order by day))
select period, day, min(ls) as ls from (
    select period, day, ls from steps
    union all
    select period, day + 3, coalesce(then_ls, 'V2') from steps where ls = 'L1' and coalesce(until > day + 3, true)
    union all
    select period, reversed_on, 'C2' from care join adoptions using (child)
    where reversed_on >= began and coalesce(reversed_on < ceased, true)
        and (select arg_max(ls, day) from steps where steps.period = care.period and day <= reversed_on) = 'E1'
) group by period, day
"""
"""Legal statuses of each period; police protection for three days at most, a placement order until the decision is reversed."""

_SEGMENTS = """
create table segments as
with cuts as (
    select period, began as day from care union select period, day from homes union select period, day from statuses
), whole as (
    select care.child, care.dob, care.unaccompanied, care.home_post, care.began, care.ceased, care.reason, care.need, cuts.period, cuts.day
    from cuts join care using (period) where cuts.day >= began and (ceased is null or cuts.day < ceased)
), lived as (
    select whole.*, homes.place as kind, homes.site, homes.carers, homes.provider, homes.post, homes.distance, homes.inside, homes.own_urn,
        homes.change_reason
    from whole asof join homes on homes.period = whole.period and whole.day >= homes.day
), held as (
    select lived.*, case when kind = 'P1' and coalesce(ls, 'V2') = 'V2' then 'C1' else coalesce(ls, 'V2') end as ls
    from lived asof left join statuses on statuses.period = lived.period and lived.day >= statuses.day
), fostered as (
    select *, bool_or(is_fostering(kind)) over (partition by period, carers order by day) as by_fosterers from held
)
select * replace (if(kind = 'A6' and by_fosterers and ls <> 'E1', 'C2', ls) as ls), case when kind <> 'A6' then kind else
    case when ls = 'E1' then if(by_fosterers, 'A5', 'A6') else if(by_fosterers, 'A3', 'A4') end end as place
from fostered
"""
"""Stretches of care in which neither placement nor legal status changes.

Rule 217 lets no episode with foster carers who adopt begin with a change of legal status only, so there is none but to the placement order.
"""

_HISTORY = """
create table history as
with compared as (
    select *, lag(place) over w as old_place, lag(ls) over w as old_ls, lag(site) over w as old_site, lag(provider) over w as old_provider
    from segments window w as (partition by period order by day)
), changed as (
    select *, old_place is null as starts,
        old_place is distinct from place or old_site <> site or old_provider is distinct from provider as moves, ls <> old_ls as turns
    from compared
), begun as (select * from changed where starts or moves or turns),
told as (
    select *, case when starts then 'S' when moves and turns then if(site = old_site, 'U', 'B')
            when moves then if(site = old_site, 'T', 'P') else 'L' end as rne,
        lead(day) over w as next_day, lead(moves) over w as next_moves, lead(place) over w as next_place
    from begun window w as (partition by period order by day)
), ended as (
    select *, coalesce(next_day, ceased) as dec,
        case when next_day is not null then 'X1' when ceased is null then null
            when reason in ('E11', 'E12') and (not is_adoptive(place) or age_on(dob, ceased) >= 18) then 'E13'
            when reason in ('E45', 'E46') and not is_fostering(place) then 'E47'
            when reason in ('E45', 'E46', 'E47', 'E48') and age_on(dob, ceased) >= 18 then 'E8'
            when reason in ('E5', 'E6') and age_on(dob, ceased) < 14 then 'E13' when reason = 'E7' and age_on(dob, ceased) < 16 then 'E13'
            when reason = 'E17' and age_on(dob, ceased) < 18 then 'E13'
            when reason in ('E2', 'E15') then 'E8' else coalesce(reason, 'E8') end as rec
    from told
)
select child, dob, unaccompanied, period, began, ceased, day as decom, rne, ls, coalesce(need, 'N1') as cin, place,
    provider as place_provider, dec, rec,
    case when next_moves and rec = 'X1' and not is_temporary(place) and not is_temporary(next_place)
        then if(change_reason is null or (change_reason = 'CUSTOD' and age_on(dob, dec) < 10), 'OTHER', change_reason) end
        as reason_place_change,
    if(unaccompanied, null, home_post) as home_post, post as pl_post,
    case when place in ('K1', 'K2', 'R3', 'S1', 'H5') then coalesce(own_urn, 'SC' || 9000000 + substr(site, 3)::bigint % 997)
        when is_adoptive(place) then 'SC99' || 20000 + pick(child, 3, 6)
        when is_fostering(place) then if(provider = 'PR1', 'SC9910000', 'SC99' || 10001 + substr(site, 3)::bigint % 17) end as urn,
    if(inside, 'IN', 'OUT') as pl_location,
    if(inside, $own, ['E06009998', 'E08009997', 'E10009996', 'E09009995'][1 + ascii(post[5]) % 4]) as pl_la,
    if(unaccompanied, null, distance) as pl_distance
from ended
"""
"""Episodes of all years, as they are known in the end."""

_SHORT_BREAKS = """
insert into history
with plans as (
    select child, born_on, min(started_on) as first_day, max(coalesce(ended_on, $last::date)) as last_day
    from child_in_need_plans join people using (child)
    where disabled and not unaccompanied and born_on is not null and pick(child, 41, 15) = 0
        and child not in (select child from periods_of_care)
    group by all
), breaks as (
    select child, born_on, first_day + (30 + 61 * step)::integer as day
    from plans cross join range(36) as steps (step) where first_day + (33 + 61 * step)::integer < last_day
)
select child, born_on, false, -1, day, day + 3, day, 'S', 'V3', 'N2', 'U6', 'PR1', day + 3, 'E8', null, null, null, null, null, null, null
from breaks where day > born_on and age_on(born_on, day + 3) < 18
"""
"""Short breaks of some children with disabilities, three nights every two months: the journey has none."""

_DECISIONS = """
create table decisions as
with granted as (
    select period, child, began, max(dec) as seen, any_value(ceased) as ceased, max(rec) filter (where rec <> 'X1') as reason,
        min(decom) filter (where ls = 'E1') as ordered, min(decom) filter (where is_adoptive(place)) as placed
    from history group by period, child, began
), told as (
    select period, adoptions.id, decided_on, reversed_on, reversal_reason, matched_on, family
    from care join adoptions on adoptions.child = care.child and decided_on >= began and (ceased is null or decided_on <= ceased)
    qualify row_number() over (partition by period order by decided_on desc) = 1
)
select granted.child, granted.period, granted.ceased, granted.placed,
    greatest(began, least(coalesce(decided_on, placed - 30, ordered - 10), placed, ordered)) as date_placed,
    case when coalesce(reason, '') not in ('E11', 'E12') then least(reversed_on, granted.ceased) end as ceased_on,
    coalesce(reversal_reason, 'RD4') as why, matched_on, family
from granted left join told using (period)
where granted.period > 0 and coalesce(decided_on, placed, ordered) is not null
"""
"""The decision of each period of care that the child should be placed for adoption, and when it was reversed (`ceased_on`)."""

CARE = (_PERIODS, _PLACED, _HOMES, _STATUSES, _SEGMENTS, _HISTORY, _SHORT_BREAKS, _DECISIONS)
"""What makes `history` and `decisions`, in order."""
