"""The children behind each part of a month's shortfall: the rows that the split counts, by the same conditions."""

from __future__ import annotations

from datetime import date

from lightwell.definitions.model import Definition
from lightwell.engines.plan import condition
from lightwell.errors import NotFound
from lightwell.periods import Month
from lightwell.results.children import list_columns
from lightwell.results.model import AUTHORITY, ChildList
from lightwell.results.opened import reading
from lightwell.results.recording import PARTS, Part
from lightwell.results.recording_first import FirstMade, counted_alike
from lightwell.results.recording_kinds import Kind
from lightwell.results.recording_split import asked
from lightwell.results.recording_views import in_view, kinds_of, part_condition, tables
from lightwell.results.values import children
from lightwell.store import Home, Snapshot

DAYS = ("done_on", "recorded_on", "authorised_on")
"""Columns that these lists have beside those of the indicator: the days of the record that tells which part a child is in."""

_Rows = tuple[tuple[object, ...], ...]


def split_children(
    home: Home, snapshot: Snapshot, indicator: str, month: Month, *, part: Part, breakdown: str = AUTHORITY, member: str = ""
) -> ChildList:
    """List the children of one part of a split, in order; as many as the part says.

    `DAYS` are those of the last thing of its kind that is known to have been done up to the month's end, for `not_authorised` of those that
    were recorded in time to be counted; blank for children who are no longer missed. Raises `NotFound` as `splits` does, and for a part or
    a month that there is not.
    """
    definition, days = asked(home, snapshot, indicator, breakdown)
    if part not in PARTS:
        raise NotFound(f"“{part[:40]}” is no part of a shortfall. The parts are {', '.join(PARTS)}.")
    if month not in days:
        raise NotFound(f"The snapshot {snapshot.id} has no figure of {indicator} for {month.name}.")
    columns = (*list_columns(definition), *DAYS)
    if part in ("no_longer_missed", "newly_missed"):
        rows = _corrected(snapshot, definition, month, days[month], part, breakdown, member)
    else:
        rows = _part(snapshot, definition, month, days[month], part_condition(definition, part), part, breakdown, member)
    return ChildList(indicator, month, breakdown, member, part, snapshot.manifest.as_at, snapshot.id, columns, rows)


def _part(
    snapshot: Snapshot, definition: Definition, month: Month, made: FirstMade, where: str, part: str, breakdown: str, member: str
) -> _Rows:
    query = list_statement(definition, month, made.day, where, part, breakdown)
    with reading(snapshot) as connection:
        return tuple(connection.execute(query, [] if breakdown == AUTHORITY else [member]).fetchall())


def list_statement(definition: Definition, month: Month, known_on: date, where: str, part: str, breakdown: str = AUTHORITY) -> str:
    """Give the statement that reads the rows of one condition on the views, with the days of what was last done."""
    shown = ", ".join((*(f"f.{name}" for name in list_columns(definition)), *(f"e.{name}" for name in DAYS)))
    at = "" if breakdown == AUTHORITY else f" and f.{breakdown} = ?"
    return (
        f"with {tables(definition, {month: known_on})}, shown as ({_evidence(kinds_of(definition), recorded=part == 'not_authorised')}) "
        f"select {shown} from viewed f join parameter_values p on p.month = f.month "
        f"left join shown e on e.child = f.child and e.place = 1 where ({where}){at} order by f.child"
    )


def _evidence(kinds: tuple[Kind, ...], *, recorded: bool) -> str:
    """Rank what was done for each child up to month end, the last first; of several on one day the one authorised, or recorded, first."""
    done = " union all ".join(
        f"select d.id, d.child, {', '.join(f'd.{name}' for name in DAYS)}, d.recorded_by, d.authorised_by from done_{kind.id} d"
        for kind in kinds
    )
    known = " and d.recorded_by <= k.known_on" if recorded else ""
    return (
        f"select d.child, {', '.join(f'd.{name}' for name in DAYS)}, row_number() over (partition by d.child "
        f"order by d.done_on desc, case when d.authorised_by is null then 1 else 0 end, d.authorised_by, d.recorded_by, d.id) as place "
        f"from ({done}) d cross join known k join months m on m.month = k.month where d.done_on <= m.month_end{known}"
    )


def _corrected(snapshot: Snapshot, definition: Definition, month: Month, made: FirstMade, part: Part, breakdown: str, member: str) -> _Rows:
    """Set the children whom the first snapshot shows as missed against those missed by the days; nobody where there is no such snapshot."""
    if made.snapshot is None or not counted_alike(definition, made.snapshot):
        return ()
    found = children(made.snapshot, definition.id, month, breakdown=breakdown, member=member, part="missed")
    missed = condition(in_view(definition, "first"), "missed")
    by_days = _part(snapshot, definition, month, made, missed, part, breakdown, member)
    if part == "newly_missed":
        shown = {row[0] for row in found.rows}
        return tuple(row for row in by_days if row[0] not in shown)
    known = {row[0] for row in by_days}
    return tuple((*row, *(None for _ in DAYS)) for row in found.rows if row[0] not in known)
