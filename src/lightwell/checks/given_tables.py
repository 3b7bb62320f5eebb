"""Takes the tables that someone hands over for a rule, as they are called and written there, and makes of them those that rules read.

Each table of ours keeps, for every row, its places in the tables that were given, so that what is found is told there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

from lightwell.checks.given_names import columns_of, plain, table_named
from lightwell.checks.texts import ROW, Values, no_values, values_of
from lightwell.returns.shapes import LAST, Shape, shapes

_MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")
_WHOLE_AS_DECIMAL = re.compile(r"(-?\d+)\.0+")
_NOTHING = frozenset({"", "nan", "NaN", "NaT", "None", "<NA>"})
_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")
_ONE = "1"

Texts = dict[str, list[str | None]]


@dataclass(frozen=True)
class GivenTable:
    """A table as it was given: what it is called there, its columns by our names, and how many rows it has."""

    called: str
    texts: Texts
    rows: int


@dataclass
class Held:
    """One of our tables: its columns, and for each table that was given its place for each of our rows, None where it has none."""

    texts: Texts
    rows: int
    places: dict[str, Sequence[int | None]]


def take(of: str, given: Mapping[str, pa.Table]) -> dict[str, Held]:
    """Read what was given into our tables; raises `NotFound` for a table that the return has not."""
    found: dict[str, list[GivenTable]] = {}
    for called, table in given.items():
        name = table_named(of, called)
        found.setdefault(name, []).append(_read(of, name.removesuffix(LAST), called, table))
    held = {name: _joined(parts) for name, parts in found.items()}
    if of == "cin_census":
        _with_factors(held, found)
        _with_numbers(held)
    else:
        _with_uasc(held)
    return held


def table_of(shape: Shape, held: Held | None, only: frozenset[str]) -> pa.Table:
    """Make the table that rules read: all its columns, with values in those that are named."""
    rows = held.rows if held else 0
    made: dict[str, Values] = {ROW: pa.array(range(rows), pa.int64())}
    for column in shape.columns:
        texts = held.texts.get(column.name) if held and (column.name in only or f"{column.name}_text" in only) else None
        made |= no_values(column, rows) if texts is None else values_of(column, pa.array(texts, pa.string()))
    return pa.table(made)


def texts_of(values: Iterable[object], *, code: bool) -> list[str | None]:
    """Write values as texts: trimmed, None where nothing stands, a day without its midnight, a code without the .0 that a number got."""
    return [None if value is None else _text(value, code=code) for value in values]


def _text(value: object, *, code: bool) -> str | None:
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple, set)):
        return " ".join(str(one) for one in value) or None
    text = str(value).strip()
    if text in _NOTHING:
        return None
    if code and (found := _WHOLE_AS_DECIMAL.fullmatch(text)):
        return found[1]
    return _MIDNIGHT.sub("", text)


def _read(of: str, table_name: str, called: str, table: pa.Table) -> GivenTable:
    texts: Texts = {}
    known = columns_of(of, table_name)
    if table_name == "assessments":  # where the factors may stand as well
        known = {**columns_of(of, "assessment_factors"), **known}
    for name in table.column_names:
        column = known.get(plain(name))
        if column is not None and (column.name not in texts or name == column.field):
            code = column.kind in ("code", "whole") or column.name in ("child", "cin", "plan", "assessment", "urn")
            texts[column.name] = texts_of(table.column(name).to_pylist(), code=code)
    return GivenTable(called, texts, table.num_rows)


def _joined(parts: Sequence[GivenTable]) -> Held:
    """Put tables that are one of ours side by side: a child's second row stands beside its second in the other table."""
    first = parts[0]
    held = Held(dict(first.texts), first.rows, {first.called: range(first.rows)})
    for other in parts[1:]:
        _join(held, other)
    return held


def _join(held: Held, other: GivenTable) -> None:
    theirs = _numbered(other.texts.get("child") or [None] * other.rows)
    ours = _numbered(held.texts.get("child") or [None] * held.rows)
    at = {key: place for place, key in enumerate(theirs)}
    places = [at.get(key, at.get((key[0], 0))) for key in ours]
    left = [place for place, key in enumerate(theirs) if (key[0], 0) not in set(ours)]
    for name in {**held.texts, **other.texts}:
        own, more = held.texts.get(name) or [None] * held.rows, other.texts.get(name) or [None] * other.rows
        beside = [mine if mine is not None or place is None else more[place] for mine, place in zip(own, places, strict=True)]
        held.texts[name] = [*beside, *(more[place] for place in left)]
    held.places = {called: [*known, *([None] * len(left))] for called, known in held.places.items()}
    held.places[other.called] = [*places, *left]
    held.rows += len(left)


def _numbered(children: Sequence[str | None]) -> list[tuple[str | None, int]]:
    seen: dict[str | None, int] = {}
    numbered = []
    for child in children:
        numbered.append((child, seen.get(child, 0)))
        seen[child] = seen.get(child, 0) + 1
    return numbered


def _with_uasc(held: dict[str, Held]) -> None:
    """Say in the header who is among the unaccompanied children, where that table is given and the header has no such column."""
    for ending in ("", LAST):
        header, uasc = held.get(f"header{ending}"), held.get(f"uasc{ending}")
        if header and uasc and "uasc" not in header.texts and "child" in header.texts:
            among = set(uasc.texts.get("child", ())) - {None}
            header.texts["uasc"] = ["1" if child in among else "0" for child in header.texts["child"]]


def _with_factors(held: dict[str, Held], found: Mapping[str, Sequence[GivenTable]]) -> None:
    """Make the factors of assessments a table, where they stand in a column of the assessments."""
    for given in found.get("assessments", ()):
        factors = given.texts.get("assessment_factor")
        if factors is None or "assessment_factors" in held:
            continue
        own = held["assessments"].texts
        pairs = [(place, factor) for place, text in enumerate(factors) for factor in (_SEPARATORS.split(text) if text else ()) if factor]
        own.setdefault("assessment", _same(own, ("child", "cin", "assessment_actual_start_date"), given.rows))
        texts: Texts = {name: [own[name][place] for place, _ in pairs] for name in ("child", "cin", "assessment") if name in own}
        texts["assessment_factor"] = [factor for _, factor in pairs]
        held["assessment_factors"] = Held(texts, len(pairs), {given.called: [place for place, _ in pairs]})


def _same(texts: Texts, names: Sequence[str], rows: int) -> list[str | None]:
    return ["|".join(str(texts[name][place]) for name in names if name in texts) for place in range(rows)]


def _with_numbers(held: Mapping[str, Held]) -> None:
    """Number a child's only referral and plan where no table says which it is: the rules compare within them."""
    for name, tables in (("cin", ()), ("plan", ("protection_plans", "reviews"))):
        among = [
            each for table, each in held.items() if (not tables or table in tables) and table not in ("message", "children", "disabilities")
        ]
        if all(name not in each.texts for each in among):
            for each in among:
                each.texts[name] = [_ONE] * each.rows


def register(of: str, rows: object) -> tuple[str, pa.Table] | None:
    """Give the register of providers that stands in the metadata as a table: it may be one, or rows, or columns; None where it is not."""
    shape = shapes(of).get("providers")
    if shape is None or rows is None:
        return None
    if isinstance(rows, pa.Table):
        return shape.title, rows
    if isinstance(rows, Mapping):
        columns = {str(name): list(values) for name, values in rows.items()}
    else:
        listed = list(rows) if isinstance(rows, Iterable) else []
        names = dict.fromkeys(str(name) for row in listed for name in row)
        columns = {name: [row.get(name) for row in listed] for name in names}
    written = {}
    for name, values in columns.items():
        texts = texts_of(values, code=True)
        several = plain(name) in ("placecodes", "providercodes")
        written[name] = pa.array([_SEPARATORS.sub(" ", text).strip() if several and text else text for text in texts], pa.string())
    return shape.title, pa.table(written)
