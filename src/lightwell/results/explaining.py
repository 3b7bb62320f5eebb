"""What a change between two months is made of, read from one snapshot's facts: who came, who went, who stayed, and the same by part.

The rows are those that the figures count, by the same conditions, so the parts add up to the figures and lists agree with them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lightwell.definitions.model import Definition
from lightwell.errors import NotFound
from lightwell.facts import BREAKDOWNS, fact_named
from lightwell.periods import LAST_DAY, Month
from lightwell.results.explaining_rows import NOTHING, Asked, months_apart, splits_of
from lightwell.results.model import AUTHORITY, State
from lightwell.results.needs import known_columns_from
from lightwell.results.opened import definitions_of, reading
from lightwell.results.roll_moves import Roll, roll_of
from lightwell.results.values import values
from lightwell.signals.explained import Amounts, Change
from lightwell.store import Snapshot, snapshot_in

OVERLAP = "\x00overlap"
"""Stands for those who are counted in more than one part, taken off once: different workers or children do not add up."""

_WITHIN = {"service": ("locality", "team", "worker"), "locality": ("service", "team", "worker"), "team": ("worker",)}
_PARTS = ("service", "locality", "team", "worker")


@dataclass(frozen=True)
class Split:
    """One figure split by one column of its fact in both months: members in no order, `OVERLAP` among them where parts share any."""

    column: str
    parts: Mapping[str, Change]


@dataclass(frozen=True)
class Explained:
    """What one change is made of.

    `whole` is the figure as stored. `first` and `second` say why there is none, where there is none. `rows` is what its rows come to: the
    denominator of a rate is not among them. `roll` says who came and went, for what is counted at month end; `months` what each month
    counted that stands in the window of one of the two figures alone, with 1 for one that came in and -1 for one that fell out.
    """

    definition: Definition
    months_compared: tuple[Month, Month]
    states: tuple[State, State]
    whole: Change
    rows: Change
    population: tuple[str, str]
    roll: Roll | None
    months: tuple[tuple[Month, int, Amounts], ...]
    splits: tuple[Split, ...]

    def split(self, column: str) -> Split | None:
        """Find the split by a column; None where there is none."""
        return next((split for split in self.splits if split.column == column), None)


def explained(
    snapshot: Snapshot, indicator: str, first: Month, second: Month, *, breakdown: str = AUTHORITY, member: str = ""
) -> Explained:
    """Take the change of a figure between two months apart; read once and held, as a snapshot never changes.

    Raises `NotFound` for an indicator, month or breakdown that the snapshot does not have, and for two months in the wrong order.
    """
    if first >= second:
        raise NotFound(f"A change is from an earlier month to a later one: {first.name} is not before {second.name}.")
    return _explained(snapshot.path, snapshot.manifest.fingerprint, indicator, first, second, breakdown, member)


@functools.lru_cache(maxsize=64)
def _explained(path: Path, fingerprint: str, indicator: str, first: Month, second: Month, breakdown: str, member: str) -> Explained:
    snapshot = snapshot_in(path)
    definition = definitions_of(snapshot).definition(indicator)
    found = {each.period: each for each in values(snapshot, indicators=[indicator], periods=[first, second])}
    no_data = any(month in found and found[month].state is State.NO_DATA for month in (first, second)) or len(found) < 2
    if breakdown != AUTHORITY:
        of_part = values(snapshot, indicators=[indicator], periods=[first, second], breakdown=breakdown, member=member)
        found = {each.period: each for each in of_part}
    empty = State.NO_DATA if no_data else State.KNOWN if definition.unit == "count" else State.NOT_APPLICABLE
    states = tuple(found[month].state if month in found else empty for month in (first, second))
    population = tuple(found[month].population if month in found else "" for month in (first, second))
    columns = split_columns(snapshot, definition, breakdown, first)
    asked = Asked(definition, (first, second), columns, breakdown, member)
    rolls = definition.period_type == "month_end" and fact_named(definition.fact).roll_call
    with reading(snapshot) as connection:
        splits = splits_of(connection, asked) if not no_data else {}
        months = months_apart(connection, asked) if not no_data else ()
        roll = roll_of(connection, asked) if rolls and not no_data else None
    rows = splits.get("", {}).get("", NOTHING)
    whole = rows
    if definition.unit == "per_10_000":
        below = [(found[month].denominator or 0.0) if month in found else 0.0 for month in (first, second)]
        whole = Change(*(Amounts(each.numerator, size) for each, size in zip((rows.before, rows.after), below, strict=True)))
    made = tuple(Split(column, _with_overlap(definition, splits.get(column, {}), rows)) for column in columns)
    return Explained(definition, (first, second), states, whole, rows, population, roll, months, made)  # type: ignore[arg-type]  # pairs


def split_columns(snapshot: Snapshot, definition: Definition, breakdown: str, since: Month) -> tuple[str, ...]:
    """Name the columns by which a figure of a place can be split: those of its fact that hold words or yes and no, and that are known.

    Parts of the service come first, then groups of children. Workers are not split by what is said of a child.
    """
    fact, manifest = fact_named(definition.fact), snapshot.manifest
    parts = _PARTS if breakdown == AUTHORITY else _WITHIN.get(breakdown, ())
    groups = [name for name in BREAKDOWNS if name not in _PARTS]
    own = [column.name for column in fact.own_columns if column.type in ("text", "flag")]
    names = [*parts, *([] if definition.distinct == "worker" else [*groups, *own])]
    if definition.distinct:
        names = [name for name in names if name in definition.breakdowns]
    known = {name: known_columns_from(fact, [name], manifest.coverage, manifest.lacks) for name in names}
    return tuple(name for name in sorted(names, key=_order(definition)) if known[name] < LAST_DAY and known[name] <= since.end)


def _order(definition: Definition) -> functools.partial[int]:
    return functools.partial(
        _place, ("team", "service", "locality", "age_band", *(c.name for c in fact_named(definition.fact).own_columns))
    )


def _place(wanted: tuple[str, ...], name: str) -> int:
    return wanted.index(name) if name in wanted else len(wanted) + (name == "worker")


def _with_overlap(definition: Definition, parts: Mapping[str, Change], rows: Change) -> Mapping[str, Change]:
    """Add what must be taken off where one child or worker is counted in several parts."""
    if not definition.distinct:
        return parts
    before, after = (
        side.less(_sum(getattr(part, name) for part in parts.values())) for name, side in (("before", rows.before), ("after", rows.after))
    )
    return parts if before == after == Amounts(0.0) else {**parts, OVERLAP: Change(before, after)}


def _sum(amounts: Iterable[Amounts]) -> Amounts:
    given = list(amounts)
    return Amounts(sum(each.numerator for each in given), sum(each.denominator for each in given))
