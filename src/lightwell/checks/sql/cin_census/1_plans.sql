-- Child protection plans of each child in the order of their days, with the one before.
create or replace table ordered_plans as
select *, lag(cpp_start_date) over w as previous_start, lag(cpp_end_date) over w as previous_end, row_number() over w as number
from protection_plans window w as (partition by child order by cpp_start_date nulls last, row);
