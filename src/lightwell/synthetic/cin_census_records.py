"""What a children in need census is made of: the journey as known at the end of the collection year, sorted under the cases of each child.

A return is cleaned before it is sent, and so the records are here. Left out are: a referral with no further action while a case was open,
which is a contact of that case; what began before its case or after it had closed; an assessment still open in a closed case, or begun
before the year and open still, or begun while another ran; an enquiry begun before the last one came to its conference; plans that began
and ended on one day, or that ran beside another plan; reviews on the first day of a plan. Corrected are: a plan that outlived its case,
which ends with it; a conference or plan dated on a weekend, which was on the Friday before; a case closed as one of no more than an
assessment though there was an enquiry or a plan in the year, whose reason is RC7; and a source that was never recorded, which is unknown.
Mistakes that stand only in extracts never get here, as the typed records do not have them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

from lightwell.returns import Collection
from lightwell.synthetic.authority import Authority
from lightwell.synthetic.known import as_known

_DAYS = """
create macro moved(day) as (day + to_years({years}))::date;
create macro worked(day) as case
    when isodow(day) < 6 then day
    when day - (isodow(day) - 5)::integer < make_date(year(day) - (month(day) < 4)::integer, 4, 1) then day + (8 - isodow(day))::integer
    else day - (isodow(day) - 5)::integer
end
"""
"""Days some years on; and a day of work that then falls on a weekend as the Friday before, or as the Monday after where the Friday is of
another collection."""

_MEETINGS = ("conferences", "child_protection_plans", "child_in_need_plans")
"""What is begun, ended or decided in a meeting, and so on a weekday."""

_READ = ("people", "referrals", "episodes_of_need", "assessments", "section_47_enquiries", "legal_statuses", *_MEETINGS)

_CASES = """
create table cases as
with received as (select child, received_on, min(source) as source from referrals where not no_further_action group by all),
opened as (
    select e.child, e.started_on as referred_on, coalesce(r.source, '10') as source, coalesce(e.primary_need, 'N0') as need,
        e.ended_on as closed_on, e.closure_reason as reason, false as no_action
    from episodes_of_need e left join received r on r.child = e.child and r.received_on = e.started_on
),
refused as (
    select distinct on (child, received_on)
        child, received_on, coalesce(source, '10'), primary_need, null::date, null::varchar, true
    from referrals
    where no_further_action and received_on between $first and $last and not exists (
        from opened
        where opened.child = referrals.child and referred_on <= received_on and (closed_on is null or received_on < closed_on)
    )
    order by child, received_on, source
)
select row_number() over (order by child, referred_on, no_action) as place, *
from (
    select * from opened where referred_on <= $last and (closed_on is null or closed_on >= $first)
    union all
    select * from refused
)
"""

_WITHIN = """
asof join (select * from cases where not no_action) c on x.child = c.child and x.started_on >= c.referred_on
where (c.closed_on is null or x.started_on <= c.closed_on)
"""
"""Joins what has a first day to the last case opened by then, if it was still open."""

_ASSESSMENTS = f"""
create table census_assessments as
with found as (
    select c.place, x.started_on, x.completed_on
    from assessments x {_WITHIN} and case
        when x.completed_on is null then x.started_on >= $first and c.closed_on is null
        else x.completed_on between $first and coalesce(c.closed_on, $last)
    end
)
from found
qualify started_on >= coalesce(max(coalesce(completed_on, $last + 1)) over (
    partition by place order by started_on, completed_on rows between unbounded preceding and 1 preceding
), started_on)
"""

_ENQUIRIES = f"""
create table census_enquiries as
with found as (
    select c.place, x.started_on, case when conference_not_required then null else initial_conference_on end as conference_on,
        coalesce(conference_not_required, false) as not_required
    from section_47_enquiries x {_WITHIN} and case
        when conference_not_required then x.completed_on between $first and coalesce(c.closed_on, $last)
        when initial_conference_on is null then x.started_on >= $first and c.closed_on is null
        else initial_conference_on between $first and coalesce(c.closed_on, $last)
    end
)
from found
qualify started_on >= coalesce(max(case when not_required then started_on else coalesce(conference_on, $last + 1) end) over (
    partition by place order by started_on, conference_on rows between unbounded preceding and 1 preceding
), started_on)
"""

_PROTECTION = f"""
create table census_protection as
with found as (
    select c.place, x.child, x.started_on, least(x.ended_on, c.closed_on) as ended_on, initial_category, latest_category, previous_plans
    from child_protection_plans x {_WITHIN}
)
from found x
where (ended_on is null or (ended_on >= $first and ended_on > started_on)) and (
    started_on < $first
    or exists (from census_enquiries e where e.place = x.place and e.conference_on = x.started_on)
)
qualify started_on >= coalesce(max(coalesce(ended_on, $last + 1)) over (
    partition by child order by started_on, ended_on rows between unbounded preceding and 1 preceding
), started_on)
"""

_NEED_PLANS = f"""
create table census_need_plans as
with found as (
    select c.place, x.child, x.started_on, least(x.ended_on, c.closed_on) as ended_on from child_in_need_plans x {_WITHIN}
)
from found x
where (ended_on is null or (ended_on >= $first and ended_on > started_on)) and not exists (
    from census_protection p
    where p.child = x.child and x.started_on < coalesce(p.ended_on, $last + 1) and p.started_on < coalesce(x.ended_on, $last + 1)
)
qualify started_on >= coalesce(max(coalesce(ended_on, $last + 1)) over (
    partition by child order by started_on, ended_on rows between unbounded preceding and 1 preceding
), started_on)
"""

_REVIEWS = """
create table census_reviews as
select distinct p.place, p.started_on, held_on
from conferences x join census_protection p on x.child = p.child
where x.kind = 'review' and held_on between $first and $last and held_on > p.started_on and held_on <= coalesce(p.ended_on, $last)
"""

_COURT = """
create table census_court as
select c.place, min(x.started_on) as court_on
from (select * from legal_statuses where status in ('C1', 'C2') and started_on >= $first) x
asof join (select * from cases where not no_action) c on x.child = c.child and x.started_on > c.referred_on
where c.closed_on is null or x.started_on <= c.closed_on
group by all
"""

_REASONS = """
update cases set reason = 'RC7'
where reason in ('RC8', 'RC9') and (
    place in (select place from census_enquiries)
    or place in (select place from census_need_plans)
    or place in (select place from census_protection)
)
"""

_CHILDREN = """
select distinct on (child)
    p.child, p.born_on, moved(coalesce(i.expected_on, i.born_on)) as expected_on, p.died_on, p.sex, p.ethnicity, p.disabled,
    p.unaccompanied
from people p join people_invented i using (child) where child in (select child from cases) order by child
"""


def census_records(authority: Authority, collection: Collection, years: int) -> duckdb.DuckDBPyConnection:
    """Give a connection that has the cases of a collection in the table `cases` and what belongs to each in tables named `census_...`.

    `years` says by how many years the history is moved on, so that a collection can be made that the history does not reach. Days of work
    that then fall on a weekend are taken as the Friday before.
    """
    connection = duckdb.connect()
    for statement in _DAYS.format(years=years).split(";\n"):
        connection.execute(statement)
    known = as_known(authority, Collection(collection.year - years).last_day)
    for name in _READ:
        connection.register("given", known[name])
        days = [field.name for field in known[name].schema if pa.types.is_date32(field.type)]
        moved = ", ".join(_moved(name, day, years) for day in days)
        connection.execute(f"create table {name} as select * replace ({moved}) from given")
    # What is known on a day has no days after it, and so not the day on which a child is expected.
    connection.register("people_invented", authority.journey["people"])
    connection.register("disabilities", authority.journey["disabilities"])
    given = {"first": collection.first_day, "last": collection.last_day}
    for statement in (_CASES, _ASSESSMENTS, _ENQUIRIES, _PROTECTION, _NEED_PLANS, _REVIEWS, _COURT, _REASONS):
        connection.execute(statement, {name: day for name, day in given.items() if f"${name}" in statement})
    return connection


def _moved(table: str, column: str, years: int) -> str:
    met = table in _MEETINGS or column == "initial_conference_on"
    worked = table != "people" and (met or years)
    return f"worked(moved({column})) as {column}" if worked else f"moved({column}) as {column}"


def children_of(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    """Give each child of the census: identifier, days of birth (expected as well) and death, sex, ethnicity, disabled, unaccompanied."""
    yield from connection.execute(_CHILDREN).fetchall()


def rows(connection: duckdb.DuckDBPyConnection, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """Give the rows of one of the tables, in the order of cases and days; the first column says whose each is."""
    yield from connection.execute(f"select {columns} from {table} order by all").fetchall()
