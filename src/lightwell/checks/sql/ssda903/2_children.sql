-- Every child of the header once, with whole years of age at the beginning and the end of the collection year.
create or replace macro age_on(born, day) as
    year(day) - year(born) - case when (month(day), day(day)) < (month(born), day(born)) then 1 else 0 end;

create or replace table children as
select
    min(row) as row, child, min(dob) as dob, min(sex) as sex, min(upn) as upn, min(mother) as mother, min(mc_dob) as mc_dob,
    age_on(min(dob), collection_start()) as age_at_start,
    age_on(min(dob), collection_end()) as age_at_end
from header where child is not null group by child;

-- Children looked after for the whole of the twelve months to 31 March, in one unbroken run of episodes, none of them a short break (V3, V4).
create or replace table looked_after_all_year as
with days as (
    select child, max(case when decom <= collection_start() and (dec_text is null or dec > collection_start()) then 1 else 0 end) as at_start,
        max(case when dec_text is null or dec > collection_end() then 1 else 0 end) as at_end,
        max(case when previous_dec is not null and decom > previous_dec and decom > collection_start() then 1 else 0 end) as broken,
        max(case when ls in ('V3', 'V4') then 1 else 0 end) as short_breaks
    from ordered_episodes group by child
)
select child from days where at_start = 1 and at_end = 1 and broken = 0 and short_breaks = 0;
