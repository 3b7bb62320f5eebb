"""Plants known errors in a return: children added to it, each of a kind that is right but for one error, so that no two errors meet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import pyarrow as pa

from lightwell.returns import LAST, Collection
from lightwell.synthetic.ssda903_errors_care import CARE_ERRORS
from lightwell.synthetic.ssda903_errors_children import CHILDREN_ERRORS
from lightwell.synthetic.ssda903_errors_outcomes import OUTCOMES_ERRORS
from lightwell.synthetic.ssda903_errors_plans import PLANS_ERRORS
from lightwell.synthetic.ssda903_planted_children import KINDS
from lightwell.synthetic.ssda903_planted_model import Error, Planted, Row

_DAY = re.compile(r"@(?P<name>[A-Za-z_]+)(?:(?P<years>[+-]\d+)y)?(?P<days>[+-]\d+)?")
_WRITTEN = "%d/%m/%Y"
_FIRST_NUMBER = 9_000_000
_CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

_ENDS = {
    "episodes": ("decom", "dec", ("rec", "reason_place_change")),
    "placed_for_adoption": ("date_placed", "date_placed_ceased", ("reason_placed_ceased",)),
    "missing": ("mis_start", "mis_end", ()),
    "deprivation_of_liberty": ("dolo_start", "dolo_end", ()),
}
"""Tables whose rows stand in the return of the year before too: where they begin and end, and what is known only at the end."""

Records = dict[str, list[Row]]


def errors() -> tuple[Error, ...]:
    """Give every error that can be planted, in any collection."""
    return (*CHILDREN_ERRORS, *CARE_ERRORS, *PLANS_ERRORS, *OUTCOMES_ERRORS)


def plant(
    now: Mapping[str, pa.Table], before: Mapping[str, pa.Table], collection: Collection, own: str
) -> tuple[dict[str, pa.Table], dict[str, pa.Table], tuple[Planted, ...]]:
    """Add a child for each error of a collection; gives both years' tables with them, and what the rules find of each."""
    made: Records = {}
    planted: list[Planted] = []
    sizes = {**{name: table.num_rows for name, table in now.items()}, **{name + LAST: table.num_rows for name, table in before.items()}}
    for number, error in enumerate(errors()):
        if error.since > collection.year:
            continue
        child = str(_FIRST_NUMBER + number)
        records = _records(error, child, collection, own)
        for found in error.found:
            if found.since <= collection.year:
                row = sizes[found.table] + len(made.get(found.table, ())) + found.row
                whose = records[found.table][found.row]["child"] or child
                planted.append(Planted(found.code, found.table, row, whose, error.code, _said(error)))
        for table, rows in records.items():
            if table in sizes:
                made.setdefault(table, []).extend(rows)
    added = {name: _with(table, made.get(name, [])) for name, table in now.items()}
    return added, {name: _with(table, made.get(name + LAST, [])) for name, table in before.items()}, tuple(planted)


def _with(table: pa.Table, rows: list[Row]) -> pa.Table:
    return pa.concat_tables(
        [table, pa.Table.from_pylist([{name: row.get(name) for name in table.column_names} for row in rows], table.schema)]
    )


def _said(error: Error) -> str:
    """Say what was changed, in a line."""
    parts = []
    for change in error.changes:
        values = ", ".join(f"{name} {value or 'blank'}" for name, value in change.values)
        parts.append(f"{change.how} {change.table}[{change.row}] {values}".strip())
    return f"{error.kind}: {'; '.join(parts) or 'as it is'}"


def _records(error: Error, child: str, collection: Collection, own: str) -> Records:
    """Make the rows of one child of both years, with the error in them."""
    words = {"{child}": child, "{own}": own, "{upn}": _upn(child)}
    kind = KINDS[error.kind]
    basis: Row = {"child": child}
    basis |= _filled(kind["header"][0], basis, words, collection)
    records = {table: [{**_who(basis), **_filled(row, basis, words, collection)} for row in rows] for table, rows in kind.items()}
    for table, ends in _ENDS.items():
        records.setdefault(table + LAST, list(_last_year(records.get(table, []), ends, collection)))
    if records["episodes" + LAST]:
        records.setdefault("header" + LAST, [dict(basis)])
    for change in error.changes:
        values = dict(change.values)
        if change.how == "every":
            for row in [row for table, rows in records.items() if not table.endswith(LAST) for row in rows]:
                row |= {name: value for name, value in _filled(values, {**basis, **row}, words, collection).items() if name in row}
            basis |= _filled(values, basis, words, collection)
            continue
        rows = records.setdefault(change.table, [])
        if change.how == "drop":
            del rows[change.row]
        elif change.how == "alter":
            rows[change.row] |= _filled(values, {**basis, **rows[change.row]}, words, collection)
        else:
            like = rows[change.row - 1] if change.row else _who(basis)
            rows.append({**like, **_filled(values, {**basis, **like}, words, collection)})
    return records


def _who(basis: Row) -> Row:
    return {name: basis[name] for name in ("child", "dob", "sex")}


def _last_year(rows: list[Row], ends: tuple[str, str, tuple[str, ...]], collection: Collection) -> Iterator[Row]:
    """Give those rows that began before the year, as the return of the year before had them: not ended yet."""
    begins, stops, known_then = ends
    for row in rows:
        began = row.get(begins)
        if began and datetime.strptime(began, _WRITTEN).date() < collection.first_day:  # noqa: DTZ007 - a day, not a moment
            yield {**row, **dict.fromkeys((stops, *known_then))}


def _filled(row: Mapping[str, str | None], around: Row, words: Mapping[str, str], collection: Collection) -> Row:
    """Put days and words in place of what stands for them."""
    found: Row = {}
    for name, value in row.items():
        said = _DAY.fullmatch(value) if value else None
        found[name] = _day(said, {**around, **found}, collection) if said else words.get(value or "", value)
    return {name: value.replace("{child}", words["{child}"]) if value else value for name, value in found.items()}


def _day(said: re.Match[str], around: Row, collection: Collection) -> str:
    name = said["name"]
    if name in ("S", "E"):
        day = collection.first_day if name == "S" else collection.last_day
    else:
        day = datetime.strptime(around[name] or "", _WRITTEN).date()  # noqa: DTZ007 - a day, not a moment
    day = day.replace(year=day.year + int(said["years"] or 0)) + timedelta(days=int(said["days"] or 0))
    return day.strftime(_WRITTEN)


def _upn(child: str) -> str:
    """Make a pupil number with its check letter."""
    digits = child.rjust(12, "8")
    return _CHECK_LETTERS[sum(int(digit) * (place + 2) for place, digit in enumerate(digits)) % 23] + digits
