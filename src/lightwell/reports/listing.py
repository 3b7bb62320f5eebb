"""The list behind a figure, ready to be shown, sorted or written to a file: the same rows that the figure counts, in plain words."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lightwell.definitions.model import Definition
from lightwell.errors import NotFound
from lightwell.facts import fact_named
from lightwell.facts.catalogue import FactType
from lightwell.journey import CodeSet, record_named
from lightwell.periods import Month, say_date
from lightwell.reports.held import held_members
from lightwell.reports.judged import Stamps, stamps
from lightwell.results import AUTHORITY, Part, children, clocks_due, definitions_of, has_clocks, values
from lightwell.results.children import list_columns
from lightwell.results.held import STATUSES
from lightwell.results.model import ChildList, State, Value
from lightwell.results.people import Named, filed_names, names_of
from lightwell.results.recording import PARTS as SPLIT_PARTS
from lightwell.results.recording import Part as SplitPart
from lightwell.results.recording_lists import DAYS, split_children
from lightwell.store import Home, Snapshot, snapshot_in

ListPart = Part | SplitPart
"""What a list can be of: a part of the figure, or a part of what its shortfall is made of."""

PARTS: Mapping[str, Part] = {"numerator": "numerator", "denominator": "denominator", "missed": "missed"}
"""The parts of a figure that can be listed, by the word in an address; those of a shortfall are `SPLIT_PARTS`."""

NAME, AGE, DUE = "name", "age", "due_on"
"""Columns that a list has beside those of its fact."""

PLACES = ("worker", "team", "service", "locality")

_CODES_FROM = {
    "category": ("child_protection_plans", "latest_category"),
    "legal_status": ("legal_statuses", "status"),
    "placement_type": ("placements", "kind"),
    "placement_provider": ("placements", "provider"),
    "placement_registration": ("placements", "registration"),
}
"""Where the codes of a fact's column come from, where its record has no column of that name."""

_HEADINGS = {"child": "Child", "worker": "Worker", "due_on": "Due on", "urn": "Ofsted number"}


@dataclass(frozen=True)
class ListColumn:
    """One column of a list: its name, a plain heading, its type, what it means, and the words of its codes if it holds codes."""

    name: str
    heading: str
    type: FactType
    meaning: str
    labels: Mapping[str, str]

    @property
    def is_number(self) -> bool:
        """Whether it stands to the right."""
        return self.type in ("whole", "number")

    def said(self, value: object) -> str:
        """Write a value for a reader; empty where there is none."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, date):
            return say_date(value)
        if isinstance(value, float):
            return f"{value:,.2f}".rstrip("0").rstrip(".")
        return f"{value:,}" if isinstance(value, int) else self.labels.get(str(value), str(value))


@dataclass(frozen=True)
class ListRow:
    """One row of a list: its place, the child or worker, who is responsible by breakdown, and the value of each column of the list."""

    at: int
    key: str
    place: Mapping[str, str]
    values: tuple[object, ...]


@dataclass(frozen=True)
class Listing:
    """A list behind a figure, with the figure. `rows` are all of them, or those that a reader may see; `total` counts all."""

    definition: Definition
    figure: Value
    part: ListPart
    as_at: date
    columns: tuple[ListColumn, ...]
    rows: tuple[ListRow, ...]
    total: int

    @property
    def of_workers(self) -> bool:
        """Whether workers are listed and not children."""
        return self.definition.distinct == "worker"

    @property
    def children(self) -> int:
        """How many different children, or workers, the rows are about."""
        return len({row.key for row in self.rows})

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def only(self, keep: Callable[[ListRow], bool]) -> Listing:
        """Give the list with the rows that are kept; the total stays."""
        return replace(self, rows=tuple(row for row in self.rows if keep(row)))


def listing(
    snapshot: Snapshot,
    indicator: str,
    month: Month,
    *,
    breakdown: str = AUTHORITY,
    member: str = "",
    part: str = "numerator",
    home: Home | None = None,
) -> Listing:
    """Gather the list behind a figure, or with `home` behind a part of its shortfall: when it was first known is in other snapshots.

    Raises `NotFound` for a figure or a part of it that there is not.
    """
    definition = definitions_of(snapshot).definition(indicator)
    split: SplitPart | None = next((each for each in SPLIT_PARTS if each == part), None)
    if split is not None and home is not None:
        return _split(home, snapshot.path, snapshot.manifest.fingerprint, indicator, month, breakdown, member, split, stamps(home))
    if part not in PARTS:
        raise NotFound(f"“{part[:40]}” is no part of a figure. The parts are {', '.join(PARTS)}.")
    if part == "missed" and definition.unit == "mean":
        raise NotFound(f"The indicator {indicator} is a mean: it has no children that it missed.")
    return _listed(snapshot.path, snapshot.manifest.fingerprint, indicator, month, breakdown, member, PARTS[part])


@functools.lru_cache(maxsize=48)
def _listed(path: Path, fingerprint: str, indicator: str, month: Month, breakdown: str, member: str, part: Part) -> Listing:
    """Gather a list once while its pages are turned and sorted; a snapshot never changes."""
    snapshot = snapshot_in(path)
    definition = definitions_of(snapshot).definition(indicator)
    found = children(snapshot, indicator, month, breakdown=breakdown, member=member, part=part)
    return _made(snapshot, found, part, _columns(definition, found.columns), _due(snapshot, definition, month))


@functools.lru_cache(maxsize=16)
def _split(
    home: Home, path: Path, fingerprint: str, indicator: str, month: Month, breakdown: str, member: str, part: SplitPart, stamped: Stamps
) -> Listing:
    """Gather the list of a part of a shortfall; the days that tell which part a child is in come first."""
    snapshot = snapshot_in(path)
    definition = definitions_of(snapshot).definition(indicator)
    found = split_children(home, snapshot, indicator, month, part=part, breakdown=breakdown, member=member)
    own = tuple(column for column in _columns(definition, list_columns(definition)) if column.name not in DAYS)
    return _made(snapshot, found, part, (*_DAY_COLUMNS, *own), None)


def _made(snapshot: Snapshot, found: ChildList, part: ListPart, columns: tuple[ListColumn, ...], due: Mapping[str, date] | None) -> Listing:
    figures = values(snapshot, indicators=[found.indicator], periods=[found.period], breakdown=found.breakdown, member=found.member)
    definition = definitions_of(snapshot).definition(found.indicator)
    own = [found.columns.index(column.name) for column in columns]
    places = [(name, found.columns.index(name)) for name in PLACES if name in found.columns]
    rows = tuple(
        ListRow(
            at,
            str(row[0]),
            {name: str(row[place]) for name, place in places},
            (*(row[place] for place in own), *((due.get(str(row[0])),) if due is not None else ())),
        )
        for at, row in enumerate(found.rows)
    )
    figure = figures[0] if figures else _nothing(found, definition)
    shown = columns if due is None else (*columns, _DUE_COLUMN)
    return Listing(definition, figure, part, snapshot.manifest.as_at, shown, rows, len(rows))


def in_order(snapshot: Snapshot, given: Listing, by: str) -> tuple[ListRow, ...]:
    """Put the rows in order by a column, `-` before it for the last first; what is not known comes last, and equals stand by name.

    Workers and teams are sorted by their names. A column that the list does not have means by name.
    """
    figure = given.figure
    part = next((each for each in PARTS.values() if each == given.part), None)
    if part is None:
        places = _sorted(snapshot, given, by)
    else:
        key = (figure.indicator, figure.period, figure.breakdown, figure.member, part, by)
        places = _ordered(snapshot.path, snapshot.manifest.fingerprint, *key)
    held = {row.at: row for row in given.rows}
    return tuple(held[at] for at in places if at in held)


@functools.lru_cache(maxsize=96)
def _ordered(
    path: Path, fingerprint: str, indicator: str, month: Month, breakdown: str, member: str, part: Part, by: str
) -> tuple[int, ...]:
    """Give the places of all rows of a list in order."""
    return _sorted(snapshot_in(path), _listed(path, fingerprint, indicator, month, breakdown, member, part), by)


def _sorted(snapshot: Snapshot, given: Listing, by: str) -> tuple[int, ...]:
    names = {place: held_members(snapshot, place) for place in ("worker", "team")}
    name, descending = by.removeprefix("-"), by.startswith("-")
    filed = names["worker"] if given.of_workers else filed_names(snapshot)
    rows = sorted(given.rows, key=lambda row: (filed.get(row.key) or "\uffff", row.key))
    key = _key(snapshot, given, name, names, rows)
    if key is None:
        return tuple(row.at for row in (reversed(rows) if name == NAME and descending else rows))
    keyed = [(key(row), row.at) for row in rows]
    known = sorted((pair for pair in keyed if pair[0] is not None), key=lambda pair: pair[0], reverse=descending)  # type: ignore[arg-type,return-value]
    return (*(at for _, at in known), *(at for found, at in keyed if found is None))


def _key(
    snapshot: Snapshot, given: Listing, name: str, names: Mapping[str, Mapping[str, str]], rows: list[ListRow]
) -> Callable[[ListRow], object] | None:
    """Give what rows are sorted by; None for the name, by which they already are."""
    if name == AGE and not given.of_workers:
        born = {child: named.born_on for child, named in names_of(snapshot, [row.key for row in rows]).items()}
        latest = date.max.toordinal()
        return lambda row: latest - day.toordinal() if (day := born[row.key]) else None
    if name in PLACES:
        said = names.get(name, {})
        return lambda row: said.get(row.place.get(name, ""), row.place.get(name, "")).casefold() or None
    if name not in given.column_names:
        return None
    at, column = given.column_names.index(name), given.columns[given.column_names.index(name)]
    return lambda row: column.labels.get(str(row.values[at]), row.values[at]) if row.values[at] is not None else None


def named_rows(snapshot: Snapshot, given: Listing, rows: tuple[ListRow, ...]) -> dict[str, Named]:
    """Give who the children of some rows are; empty for a list of workers."""
    return {} if given.of_workers else names_of(snapshot, [row.key for row in rows])


def _columns(definition: Definition, names: tuple[str, ...]) -> tuple[ListColumn, ...]:
    fact = fact_named(definition.fact)
    shown = [name for name in names if name not in ("child", *PLACES)]
    columns = [fact.column(name) for name in shown]
    return tuple(
        ListColumn(column.name, heading_of(column.name), column.type, column.meaning, labels_of(definition.fact, column.name))
        for column in columns
    )


def heading_of(name: str) -> str:
    """Make a heading of a column's name: `received_on` is `Received`, `days_since_visit` is `Days since visit`."""
    words = name.removesuffix("_on").replace("_", " ").replace("section 47", "section 47 enquiry")
    return _HEADINGS.get(name, words[:1].upper() + words[1:])


def labels_of(fact: str, name: str) -> Mapping[str, str]:
    """Give the words of the codes in a column of a fact; none where it holds no codes."""
    if fact == "children_open" and name == "status":
        return STATUSES
    if fact != "care_leavers" and name in _CODES_FROM:
        table, column = _CODES_FROM[name]
        return _codes(table, column)
    for need in fact_named(fact).needs:
        if "." not in need and (found := _codes(need, name)):
            return found
    return {}


def _codes(table: str, name: str) -> Mapping[str, str]:
    codes: CodeSet | None = next((column.codes for column in record_named(table).columns if column.name == name), None)
    return codes.labels if codes else {}


_DUE_COLUMN = ListColumn(DUE, "Due on", "day", "Last day on which the next one is in time.", {})


_DAY_COLUMNS = (
    ListColumn(DAYS[0], "Done on", "day", "Day on which it was last done up to month end, as far as is known now.", {}),
    ListColumn(DAYS[1], "Recorded on", "day", "Day on which that was recorded.", {}),
    ListColumn(DAYS[2], "Authorised on", "day", "Day on which that was authorised, where somebody authorises it.", {}),
)


def _due(snapshot: Snapshot, definition: Definition, month: Month) -> Mapping[str, date] | None:
    """Map children to the day by which what the figure counts is due, where a clock of that indicator runs and the month is the present."""
    clock = next((clock for clock in definitions_of(snapshot).clocks.values() if clock.indicator == definition.id), None)
    if clock is None or month.end != snapshot.manifest.as_at or not has_clocks(snapshot):
        return None
    return {due.child: due.due_on for due in clocks_due(snapshot, when="running", clock=clock.id)}


def _nothing(found: ChildList, definition: Definition) -> Value:
    """Give the figure of a part that has no row among the values: none of its own was counted."""
    return Value(
        definition.id, definition.version, found.period, definition.period_type, found.breakdown, found.member, None, None, None,
        State.NOT_APPLICABLE, "", found.snapshot,
    )  # fmt: skip
