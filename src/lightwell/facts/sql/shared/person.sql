-- One row per child: what is needed to work out the columns that every fact has.
select
    p.child,
    extract(year from i.born_on) as birth_year,
    extract(month from i.born_on) * 100 + extract(day from i.born_on) as birth_month_day,
    i.born_on,
    i.expected_on,
    coalesce(s.label, 'Not known') as sex,
    coalesce(g.label, 'Not stated') as ethnicity,
    case when p.disabled then 'Yes' when not p.disabled then 'No' else 'Not known' end as disability,
    coalesce(p.unaccompanied, false) as unaccompanied
from people p
left join identity_people i on i.child = p.child
left join sex_labels s on s.code = p.sex
left join ethnic_groups g on g.letter = substring(p.ethnicity, 1, 1)
