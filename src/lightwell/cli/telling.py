"""An indicator explained in words, for the terminal."""

from __future__ import annotations

from datetime import date

from lightwell.definitions import Catalogue, Definition, Parameter
from lightwell.definitions.expressions import parameters_in
from lightwell.engines.plan import condition, source
from lightwell.facts import fact_named, fact_sql
from lightwell.periods import Month, say_date

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
        lines.append(f"  Denominator: {_rows_where(definition.of)}")
    lines.append(f"  {'Numerator' if definition.unit != 'count' else 'Counted'}: {_rows_where(definition.count)}")
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


def _rows_where(text: str) -> str:
    return "every row" if text.strip().lower() == "true" else f"rows where {text}"


def _clocks(definition: Definition, catalogue: Catalogue) -> str:
    expressions = [text for text in (definition.of, definition.count, definition.per) if text]
    names = sorted(set().union(*(parameters_in(text) for text in expressions)))
    lines = [f"  {name}: {_clock(catalogue.parameters[name])}" for name in names]
    return "\n".join(["Clocks and limits", *lines]) if lines else ""


def _clock(parameter: Parameter) -> str:
    """Say what held from which day, then what it means; the oldest value is used for every day before it too."""
    amounts = [f"{value:g} {parameter.unit.removesuffix('s') if value == 1 else parameter.unit}" for _, value in parameter.values]
    dated = ", then ".join(f"{amount} from {say_date(day)}" for amount, (day, _) in zip(amounts, parameter.values, strict=True))
    return f"{dated}. {parameter.meaning.rstrip('.')}. Source: {parameter.source.rstrip('.')}."


def _examples(definition: Definition) -> str:
    lines = ["Worked examples"]
    for example in definition.examples:
        if example.value is not None:
            outcome = f"comes to {example.value:g}"
        else:
            outcome = "counted" if example.in_numerator else "not counted"
            outcome += "" if example.in_denominator is not False else ", and left out of the denominator"
        lines.append(f"  Child {example.child}, {Month.parse(example.month).name}: {example.because.rstrip('.')}: {outcome}.")
        lines += [f"    {table}: {row}" for table, rows in example.records.items() for row in map(_row, rows)]
    return "\n".join(lines)


def _row(row: dict[str, object]) -> str:
    return ", ".join(f"{name} {_said(value)}" for name, value in row.items())


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return say_date(value) if isinstance(value, date) else "blank" if value is None else str(value)


def _changes(definition: Definition) -> str:
    lines = [f"  Version {change.version}, {say_date(change.on)}: {change.what}" for change in definition.changes]
    return "\n".join(["What changed", *lines]) if lines else ""


def _sql(definition: Definition) -> str:
    lists = {"numerator": "SQL of the list behind it"}
    if definition.has_denominator:
        lists["denominator"] = "SQL of the denominator's list"
    rows = f"from {source(definition)}"
    parts = ["\n  ".join((title, "select *", rows, f"where {condition(definition, part)}")) for part, title in lists.items()]
    return "\n\n".join([*parts, f"SQL of the fact {definition.fact}\n{fact_sql(definition.fact)}"])
