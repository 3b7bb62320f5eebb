-- What the census writes for yes and no, whole years of age, and the pupil number: its check letter and the authorities that it may name.
create or replace macro is_yes(written) as lower(written) in ('true', '1');
create or replace macro is_no(written) as lower(written) in ('false', '0');

create or replace macro age_on(born, day) as
    year(day) - year(born) - case when (month(day), day(day)) < (month(born), day(born)) then 1 else 0 end;

-- The letters are A to Z without I, O and S, and count 0 to 22; null where a character is neither digit nor, at the end, one of them.
create or replace macro upn_letter(upn) as substr('ABCDEFGHJKLMNPQRTUVWXYZ', 1 + (
    2 * try_cast(substr(upn, 2, 1) as integer) + 3 * try_cast(substr(upn, 3, 1) as integer) + 4 * try_cast(substr(upn, 4, 1) as integer)
    + 5 * try_cast(substr(upn, 5, 1) as integer) + 6 * try_cast(substr(upn, 6, 1) as integer) + 7 * try_cast(substr(upn, 7, 1) as integer)
    + 8 * try_cast(substr(upn, 8, 1) as integer) + 9 * try_cast(substr(upn, 9, 1) as integer) + 10 * try_cast(substr(upn, 10, 1) as integer)
    + 11 * try_cast(substr(upn, 11, 1) as integer) + 12 * try_cast(substr(upn, 12, 1) as integer)
    + 13 * coalesce(try_cast(substr(upn, 13, 1) as integer), nullif(strpos('ABCDEFGHJKLMNPQRTUVWXYZ', substr(upn, 13, 1)), 0) - 1)
) % 23, 1);

-- Authorities since April 1999, also those that are no more, with the made-up ones of other nations and services.
create or replace table upn_authorities as
select distinct lpad(unnest(generate_series(low, high))::varchar, 3, '0') as code
from (values
    (1, 5), (201, 213), (301, 320), (330, 336), (340, 344), (350, 359), (370, 373), (380, 384), (390, 394), (420, 420), (660, 681),
    (701, 708), (800, 803), (805, 808), (810, 813), (815, 816), (820, 823), (825, 826), (830, 831), (835, 841), (845, 846), (850, 852),
    (855, 857), (860, 861), (865, 896), (908, 909), (916, 916), (919, 919), (921, 921), (925, 926), (928, 929), (931, 931), (933, 933),
    (935, 943)
) as ranges(low, high);
