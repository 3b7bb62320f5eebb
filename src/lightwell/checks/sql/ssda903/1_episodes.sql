-- Episodes of this year in the order of their days, each with the one before and the one after of the same child.
-- `period` numbers a child's periods of care: a new one begins with an episode that did not follow straight on the last.
create or replace table ordered_episodes as
select
    *,
    row_number() over w as number,
    count(*) over (partition by child) as episodes,
    lag(row) over w as previous_row,
    lag(decom) over w as previous_decom, lag(dec) over w as previous_dec, lag(rec) over w as previous_rec, lag(rne) over w as previous_rne,
    lag(ls) over w as previous_ls, lag(cin) over w as previous_cin, lag(place) over w as previous_place,
    lag(place_provider) over w as previous_place_provider, lag(pl_post) over w as previous_pl_post, lag(urn) over w as previous_urn,
    lag(reason_place_change) over w as previous_reason_place_change,
    lead(row) over w as next_row,
    lead(decom) over w as next_decom, lead(dec) over w as next_dec, lead(rec) over w as next_rec, lead(rne) over w as next_rne,
    lead(ls) over w as next_ls, lead(cin) over w as next_cin, lead(place) over w as next_place,
    lead(place_provider) over w as next_place_provider, lead(pl_post) over w as next_pl_post, lead(urn) over w as next_urn,
    lead(reason_place_change) over w as next_reason_place_change
from episodes where child is not null
window w as (partition by child order by decom nulls last, dec nulls last, row);

create or replace table periods_of_care as
with marked as (
    select *, case when rne = 'S' or previous_row is null or previous_rec in ('E11', 'E12', 'E15') then 1 else 0 end as begins from ordered_episodes
)
select * exclude (begins), sum(begins) over (partition by child order by number) as period from marked;
