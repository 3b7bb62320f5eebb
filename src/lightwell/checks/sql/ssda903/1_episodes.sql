-- Episodes of this year in the order of their days, each with the one before and the one after of the same child.
-- `period` numbers a child's periods of care: a new one begins with an episode that did not follow straight on the last.
create or replace table ordered_episodes as
with placed as (
    select
        row, child, decom, dec, rne,
        row_number() over w as number, count(*) over (partition by child) as episodes,
        lag(row) over w as previous_row, lag(rec) over w as previous_rec, lead(row) over w as next_row
    from episodes where child is not null
    window w as (partition by child order by decom nulls last, dec nulls last, row)
), marked as (
    select
        row, number, episodes, previous_row, next_row,
        sum(case when rne = 'S' or previous_row is null or previous_rec in ('E11', 'E12', 'E15') then 1 else 0 end)
            over (partition by child order by number) as period
    from placed
)
select
    this.*, marked.number, marked.episodes, marked.period, marked.previous_row, marked.next_row,
    previous.decom as previous_decom, previous.dec as previous_dec, previous.rec as previous_rec, previous.rne as previous_rne,
    previous.ls as previous_ls, previous.cin as previous_cin, previous.place as previous_place,
    previous.place_provider as previous_place_provider, previous.pl_post as previous_pl_post, previous.urn as previous_urn,
    previous.reason_place_change as previous_reason_place_change,
    following.decom as next_decom, following.dec as next_dec, following.rec as next_rec, following.rne as next_rne,
    following.ls as next_ls, following.cin as next_cin, following.place as next_place,
    following.place_provider as next_place_provider, following.pl_post as next_pl_post, following.urn as next_urn,
    following.reason_place_change as next_reason_place_change
from marked
join episodes as this on this.row = marked.row
left join episodes as previous on previous.row = marked.previous_row
left join episodes as following on following.row = marked.next_row;

create or replace view periods_of_care as select * from ordered_episodes;

-- The episode of last year that began last, of each child: the one that this year's first should go on from.
create or replace table latest_last_year as
select * from episodes_last qualify row_number() over (partition by child order by decom desc nulls last, row desc) = 1;
