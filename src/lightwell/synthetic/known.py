"""What stood in the case system on a day: rows recorded by then, without what had not happened yet, as text with the mistakes in it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from lightwell.journey import RECORDS, Record
from lightwell.synthetic.authority import Authority
from lightwell.synthetic.days import day_number, day_of
from lightwell.synthetic.ledger import KNOWN
from lightwell.synthetic.mistakes import Mistake

_FOLLOWS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "contacts": {"decided_on": ("outcome",)},
    "referrals": {"decided_on": ("no_further_action",)},
    "episodes_of_need": {"ended_on": ("closure_reason",)},
    "assessments": {"completed_on": ("outcome",), "recorded_on": ("outcome", "completed_on"), "child_seen_on": ("child_seen",)},
    "section_47_enquiries": {"completed_on": ("conference_not_required",)},
    "periods_of_care": {"ended_on": ("end_reason",), "permanence_planned_on": ("permanence_plan",)},
    "placements": {"ended_on": ("change_reason",)},
    "missing_episodes": {"ended_on": ("interview_offered", "interview_accepted")},
    "adoptions": {"reversed_on": ("reversal_reason",), "matched_on": ("family",)},
    "adopters": {"left_on": ("left_reason",), "placed_on": ("children_placed",)},
}
"""Columns that are not known before the day in another column has come."""

_FIRST_DAY = -30_000


@functools.cache
def _day_texts() -> pa.Array:
    return pa.array([day_of(number).strftime("%d/%m/%Y") for number in range(_FIRST_DAY, 25_000)], pa.string())


def as_known(authority: Authority, as_at: date) -> dict[str, pa.Table]:
    """Give the typed tables as they stood at the end of a day."""
    day = day_number(as_at)
    tables = {record.table: _table(record, authority.journey[record.table], day) for record in RECORDS}
    tables["episodes_of_need"] = _hold_last(tables["episodes_of_need"], tables["allocations"])
    tables["care_leavers"] = _latest_pathway(authority, tables["care_leavers"], day)
    return tables


def _table(record: type[Record], rows: pa.Table, day: int) -> pa.Table:
    """Keep the rows recorded by a day, and blank the days that had not come with what hangs on them."""
    rows = rows.filter(pc.less_equal(rows[KNOWN].cast(pa.int32()), day)).drop_columns([KNOWN])
    follows = _FOLLOWS.get(record.table, {})
    for column in record.columns:
        if column.kind != "day" or rows[column.name].null_count == len(rows):
            continue
        future = pc.fill_null(pc.greater(rows[column.name].cast(pa.int32()), day), False)
        if pc.any(future).as_py():
            for name in (column.name, *follows.get(column.name, ())):
                place = rows.schema.get_field_index(name)
                blank = pa.scalar(None, rows.schema.field(name).type)
                rows = rows.set_column(place, rows.schema.field(name), pc.if_else(future, blank, rows[name]))
    return rows


def _hold_last(episodes: pa.Table, allocations: pa.Table) -> pa.Table:
    """Put into each episode the team and worker of the latest caseholder known, since the column means whoever holds it now."""
    held: dict[str, list[tuple[date, str | None, str | None]]] = {}
    names = ("child", "role", "started_on", "worker", "team")
    for child, role, start, worker, team in zip(*(allocations[name].to_pylist() for name in names), strict=True):
        if role == "primary":
            held.setdefault(child, []).append((start, worker, team))
    workers: list[str | None] = []
    teams: list[str | None] = []
    for child, end in zip(episodes["child"].to_pylist(), episodes["ended_on"].to_pylist(), strict=True):
        last: tuple[date | None, str | None, str | None] = (None, None, None)
        for each in held.get(child, ()):
            if (end is None or each[0] < end) and (last[0] is None or each[0] >= last[0]):
                last = each
        workers.append(last[1])
        teams.append(last[2])
    for name, values in (("team", teams), ("worker", workers)):
        episodes = episodes.set_column(episodes.schema.get_field_index(name), episodes.schema.field(name), pa.array(values, pa.string()))
    return episodes


def _latest_pathway(authority: Authority, leavers: pa.Table, day: int) -> pa.Table:
    """Step the latest pathway plan back by half years to the last one that had been made."""
    whole = authority.journey["care_leavers"]
    days = dict(zip(whole["id"].to_pylist(), whole["pathway_plan_on"].cast(pa.int32()).to_pylist(), strict=True))
    starts = leavers["started_on"].cast(pa.int32()).to_pylist()
    found: list[int | None] = []
    for name, start in zip(leavers["id"].to_pylist(), starts, strict=True):
        latest = days[name]
        if latest is not None and latest > day:
            latest -= -(-(latest - day) // 182) * 182
        found.append(latest if latest is not None and latest >= start else None)
    place = leavers.schema.get_field_index("pathway_plan_on")
    return leavers.set_column(place, leavers.schema.field(place), pa.array(found, pa.int32()).cast(pa.date32()))


def as_text(record: type[Record], rows: pa.Table, mistakes: list[Mistake]) -> pa.Table:
    """Write a table as an extract does: days first in dates, Yes and No, codes as codes; with the mistakes put in."""
    columns = {column.name: _text(column.kind, rows[column.name].combine_chunks()) for column in record.columns}
    table = pa.table(columns)
    for mistake in mistakes:
        if mistake.row < len(table) and mistake.kind != "repeat":
            table = _with(table, mistake)
    repeats = [mistake.row for mistake in mistakes if mistake.kind == "repeat" and mistake.row < len(table)]
    return pa.concat_tables([table, table.take(pa.array(repeats, pa.int64()))]) if repeats else table


def _text(kind: str, values: pa.Array) -> pa.Array:
    if kind == "day":
        return _day_texts().take(pc.subtract(values.cast(pa.int32()), _FIRST_DAY))
    if kind == "flag":
        return pc.if_else(values, "Yes", "No")
    if kind in ("whole", "number"):
        return values.cast(pa.string())
    return values


def _with(table: pa.Table, mistake: Mistake) -> pa.Table:
    """Put a mistake into its row, unless the day in question was not known yet."""
    place = table.schema.get_field_index(mistake.column)
    column = table[mistake.column].combine_chunks()
    if mistake.kind in ("impossible_date", "end_before_start") and not column[mistake.row].is_valid:
        return table
    here = pa.array([mistake.text or None], pa.string())
    parts = [column[: mistake.row], here, column[mistake.row + 1 :]]
    return table.set_column(place, mistake.column, pa.chunked_array(parts))
