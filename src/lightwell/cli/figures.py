"""Values as they are printed: in order, with names beside codes, and for people with their unit or why there is no figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lightwell.definitions import Catalogue, Definition
from lightwell.results import AUTHORITY, NOT_SET, ChildList, State, Value
from lightwell.results.names import NAMED, member_order
from lightwell.store import Manifest

Row = dict[str, object]

VALUE_COLUMNS = ("indicator", "period", "breakdown", "member", "numerator", "denominator", "value", "state", "snapshot", "name")
"""What programs are given of each value."""

_STATES = {State.NO_DATA: "no data", State.NOT_APPLICABLE: "not applicable", State.SUPPRESSED: "suppressed"}


def ordered(found: Sequence[Value], asked: Sequence[str], catalogue: Catalogue) -> list[Value]:
    """Sort values by indicator, as asked for or else as in the catalogue, then by month and by member."""
    places = {name: place for place, name in enumerate(dict.fromkeys(asked or catalogue.definitions))}
    return sorted(found, key=lambda value: (places[value.indicator], value.period, *member_order(value.breakdown, value.member)))


def value_rows(found: Sequence[Value], manifest: Manifest, names: Mapping[str, str]) -> list[Row]:
    """Give values as rows of `VALUE_COLUMNS`: the authority by its code, and a name wherever the member is a code that has one."""
    return [_value_row(value, manifest, names) for value in found]


def _value_row(value: Value, manifest: Manifest, names: Mapping[str, str]) -> Row:
    whole = value.breakdown == AUTHORITY
    unnamed = manifest.authority == NOT_SET.authority
    return {
        "indicator": value.indicator,
        "period": str(value.period),
        "breakdown": value.breakdown,
        "member": (AUTHORITY if unnamed else manifest.authority) if whole else value.member,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "value": value.value,
        "state": str(value.state),
        "snapshot": value.snapshot,
        "name": (None if unnamed else manifest.authority_name) if whole else names.get(value.member),
    }


def value_table(rows: Sequence[Row], found: Sequence[Value], catalogue: Catalogue) -> tuple[list[Row], tuple[str, ...]]:
    """Give the rows and columns of the table for people: the value in words, and names where members are codes."""
    told = [
        {**row, "name": row["name"] or "", "value": in_words(value, catalogue.definitions[value.indicator])}
        for row, value in zip(rows, found, strict=True)
    ]
    named = ("name",) if any(value.breakdown in NAMED for value in found) else ()
    return told, ("indicator", "period", "breakdown", "member", *named, "numerator", "denominator", "value", "snapshot")


def in_words(value: Value, definition: Definition) -> str:
    """Write a value in its unit, such as `33.3 %`, `1,204` or `64.2`; or say why there is none: blank is not zero."""
    if value.value is None:
        return _STATES.get(value.state, "no data")
    if definition.unit == "percent":
        return f"{value.value:,.1f} %"
    decimals = 0 if definition.unit == "count" else max(1, definition.decimals)  # a rate of 0.4 must not read 0
    return f"{value.value:,.{decimals}f}"


def child_table(found: ChildList, names: Mapping[str, Mapping[str, str]]) -> tuple[list[Row], tuple[str, ...]]:
    """Give the rows and columns of a list for people: the name of each worker and team beside the code, where the extract has it."""
    columns: list[str] = []
    for column in found.columns:
        columns += [column, f"{column}_name"] if names.get(column) else [column]
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows]
    beside = {column: names[column] for column in found.columns if names.get(column)}
    told: list[Row] = [{**row, **{f"{column}_name": held.get(str(row[column]), "") for column, held in beside.items()}} for row in rows]
    return told, tuple(columns)
