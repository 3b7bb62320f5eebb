-- Initial child protection conferences of each case, whether recorded with a section 47 enquiry or with the case: one row for each day.
create or replace table conferences as
select child, cin, date_of_initial_cpc from section_47 where date_of_initial_cpc is not null
union
select child, cin, date_of_initial_cpc from cin_details where date_of_initial_cpc is not null;
