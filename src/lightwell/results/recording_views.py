"""One indicator as it was known on a day, by the days on which things were recorded and authorised: the SQL of the split.

Each column that says how long ago something was last done stands beside itself in three more views: `first`, what was recorded and
authorised by the day on which the month's figure was first made; `recorded`, what was recorded by then, authorised or not; `made`, all that
is known now to have been done. The conditions of the definition are the same in each view: only the columns differ. What is in a view is
in those after it, so that every child missed at first is in exactly one part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from lightwell.definitions.expressions import columns_in, with_columns
from lightwell.definitions.model import Definition
from lightwell.engines.plan import condition
from lightwell.facts import FactColumn, fact_named, fact_table
from lightwell.periods import Month
from lightwell.results.recording import Part
from lightwell.results.recording_kinds import KINDS, Kind

VIEWS = ("first", "recorded", "made")
"""What is known in each view is known in the next; the stored columns, all that counts now, lie between `first` and `made`."""


def replaced(definition: Definition) -> tuple[FactColumn, ...]:
    """Give the columns of days since something was last done that an indicator's conditions look at."""
    used = columns_in(definition.of) | columns_in(definition.count)
    return tuple(column for column in fact_named(definition.fact).own_columns if column.last and column.name in used)


def kinds_of(definition: Definition) -> tuple[Kind, ...]:
    """Give the kinds of records that an indicator's conditions look at, each once."""
    return tuple({column.last.kind: KINDS[column.last.kind] for column in replaced(definition) if column.last}.values())


def in_view(definition: Definition, view: str) -> Definition:
    """Give a definition with the columns of a view; `now` is the definition as it is."""
    if view == "now":
        return definition
    names = tuple((column.name, f"{column.name}_{view}") for column in replaced(definition))
    return replace(definition, of=with_columns(definition.of, names), count=with_columns(definition.count, names))


def part_condition(definition: Definition, part: Part) -> str:
    """Give the condition of the rows in one part of the shortfall, on the rows `f` of `viewed` and the parameters `p`."""
    made, recorded = _counted(definition, "made"), _counted(definition, "recorded")
    missed, missing = _missed(definition, "first"), _missed(definition, "now")
    conditions: dict[Part, str] = {
        "not_authorised": f"{missed} and {recorded}",
        "recorded_late": f"{missed} and not {recorded} and {made}",
        "not_done": f"{missed} and not {recorded} and not {made}",
        "still_not_authorised": f"{missing} and {made}",
        "still_not_done": f"{missing} and not {made}",
    }
    return conditions[part]


def _missed(definition: Definition, view: str) -> str:
    return f"({condition(in_view(definition, view), 'missed')})"


def _counted(definition: Definition, view: str) -> str:
    """Say whether a row meets the condition of the numerator, a condition that cannot be decided being one that it does not meet."""
    found = condition(replace(in_view(definition, view), of="true"), "numerator")
    return f"(case when {found} then true else false end)"


def tables(definition: Definition, known: Mapping[Month, date]) -> str:
    """Give the common table expressions that make `viewed`: the fact's rows of the months of `known`, with the columns of every view."""
    days = " union all ".join(f"select {_day(month.start)} as month, {_day(day)} as known_on" for month, day in known.items())
    fact = fact_table(definition.fact)
    done = [text for kind in kinds_of(definition) for text in (_done(kind), _last(kind, fact))]
    columns = [f"{_since(column, view)} as {column.name}_{view}" for column in replaced(definition) for view in VIEWS]
    joined = " ".join(
        f"left join last_{kind.id} on last_{kind.id}.child = f.child and last_{kind.id}.month = f.month" for kind in kinds_of(definition)
    )
    rows = (
        f"viewed as (select f.*, k.known_on, m.month_end, {', '.join(columns)} from {fact} f join known k on k.month = f.month "
        f"join months m on m.month = f.month {joined})"
    )
    return ", ".join((f"known as ({days})", *done, rows))


def _day(day: date) -> str:
    return f"cast('{day.isoformat()}' as date)"


def _done(kind: Kind) -> str:
    """Give the rows that would count, with the days of recording and authorising as they stand and those by which each was known.

    Where the day of recording is blank it is taken as recorded at once, so that what is not known never shows as recorded late.
    """
    raw = {name: f"r.{column}" if column else "cast(null as date)" for name, column in (("r", kind.recorded), ("a", kind.authorised))}
    recorded = f"coalesce({raw['r']}, r.{kind.happened})"
    authorised = f"case when {raw['a']} is not null then greatest({recorded}, {raw['a']}) end" if kind.authorised else recorded
    return (
        f"done_{kind.id} as (select r.id, r.child, r.{kind.happened} as done_on, c.day_number, c.working_day, {raw['r']} as recorded_on, "
        f"{raw['a']} as authorised_on, {recorded} as recorded_by, {authorised} as authorised_by "
        f"from {kind.table} r join calendar c on c.day = r.{kind.happened} where {kind.counts})"
    )


def _last(kind: Kind, fact: str) -> str:
    """Give what was last done for each row of the fact up to its month end, in each view; a working day's index rises with its day."""
    views = {"first": "d.authorised_by <= k.known_on", "recorded": "d.recorded_by <= k.known_on", "made": "true"}
    found = ", ".join(
        f"max(case when {known} then d.{number} end) as {view}_{number}"
        for view, known in views.items()
        for number in ("day_number", "working_day")
    )
    return (
        f"last_{kind.id} as (select f.child, f.month, {found} from {fact} f join known k on k.month = f.month "
        f"join months m on m.month = f.month join done_{kind.id} d on d.child = f.child and d.done_on <= m.month_end "
        "group by f.child, f.month)"
    )


def _since(column: FactColumn, view: str) -> str:
    """Count the days from what was last done to month end as the fact's own SQL does."""
    if column.last is None:
        raise ValueError(column.name)
    number = "working_day" if column.name.startswith("working_days_") else "day_number"
    last = f"last_{column.last.kind}.{view}_"
    since = f"m.{number} - {last}{number}"
    if not column.last.begun:
        return since
    return f"case when {last}day_number >= m.day_number - f.{column.last.begun} then {since} end"
