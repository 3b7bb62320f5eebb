"""An indicator explained in words, for the terminal."""

from __future__ import annotations

from lightwell.definitions import Catalogue, Definition
from lightwell.definitions.expressions import parameters_in
from lightwell.engines.plan import condition, source
from lightwell.facts import fact_named, fact_sql

_UNITS = {"count": "a count", "percent": "a percentage", "per_10_000": "a rate per 10,000 children aged under 18", "mean": "a mean"}
_PERIODS = {
    "month": "in the month",
    "month_end": "at month end",
    "rolling_12_months": "over the twelve months that end with the month",
    "year_to_date": "from April to the end of the month",
    "quarter": "in the quarter",
    "year": "in the financial year",
}
_BETTER = {"higher": "Higher is better.", "lower": "Lower is better.", "neither": "Neither higher nor lower is better in itself."}


def explanation(definition: Definition, catalogue: Catalogue) -> str:
    """Tell what an indicator asks, how it is counted, by which clocks, with its worked examples and its SQL."""
    parts = [
        _head(definition),
        _counted(definition),
        _clocks(definition, catalogue),
        _examples(definition),
        _changes(definition),
        _sql(definition),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(definition: Definition) -> str:
    kind = f"{_UNITS[definition.unit][:1].upper()}{_UNITS[definition.unit][1:]} {_PERIODS[definition.period_type]}."
    return f"{definition.title} ({definition.id}, version {definition.version})\n{definition.question}\n{kind} {_BETTER[definition.better]}"


def _counted(definition: Definition) -> str:
    fact = fact_named(definition.fact)
    lines = ["How it is counted", f"  Each row counted: {fact.row}"]
    if definition.has_denominator:
        lines.append(f"  Denominator: rows where {definition.of}")
    lines.append(f"  {'Numerator' if definition.unit != 'count' else 'Counted'}: rows where {definition.count}")
    if definition.distinct:
        lines.append(f"  Each {definition.distinct} is counted once.")
    if definition.per:
        lines.append(f"  Divided by: the sum of {definition.per} over the denominator's rows.")
    if definition.on:
        lines.append(f"  Placed in a period by: {definition.on}")
    lines.append(f"  Broken down by: {', '.join(definition.breakdowns) or 'nothing: only the whole authority has a population'}")
    if definition.note:
        lines.append(f"  {definition.note}")
    lines.append(f"  Source: {definition.source}")
    return "\n".join(lines)


def _clocks(definition: Definition, catalogue: Catalogue) -> str:
    expressions = [text for text in (definition.of, definition.count, definition.per) if text]
    names = sorted(set().union(*(parameters_in(text) for text in expressions)))
    lines = []
    for name in names:
        parameter = catalogue.parameters[name]
        dated = "; ".join(f"{value:g} {parameter.unit} from {day:%d/%m/%Y}" for day, value in parameter.values)
        lines.append(f"  {name}: {parameter.meaning} {dated}. Source: {parameter.source}.")
    return "\n".join(["Clocks and limits", *lines]) if lines else ""


def _examples(definition: Definition) -> str:
    lines = ["Worked examples"]
    for example in definition.examples:
        if example.value is not None:
            outcome = f"comes to {example.value:g}"
        else:
            outcome = "counted" if example.in_numerator else "not counted"
            outcome += "" if example.in_denominator is not False else ", and left out of the denominator"
        lines.append(f"  Child {example.child}, {example.month}: {example.because}: {outcome}.")
        lines += [f"    {table}: {row}" for table, rows in example.records.items() for row in map(_row, rows)]
    return "\n".join(lines)


def _row(row: dict[str, object]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items())


def _changes(definition: Definition) -> str:
    lines = [f"  Version {change.version}, {change.on:%d/%m/%Y}: {change.what}" for change in definition.changes]
    return "\n".join(["What changed", *lines]) if lines else ""


def _sql(definition: Definition) -> str:
    return (
        f"SQL of the list behind it\n  select * from {source(definition)} where {condition(definition, 'numerator')}\n\n"
        f"SQL of the fact {definition.fact}\n{fact_sql(definition.fact)}"
    )
