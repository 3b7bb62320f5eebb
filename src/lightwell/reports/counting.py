"""How an indicator is counted, for its page: in words, by which clocks and since when, on which examples, and in SQL for the curious."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from lightwell.definitions import Catalogue
from lightwell.definitions.expressions import columns_in, parameters_in
from lightwell.definitions.model import Definition, Example, Parameter
from lightwell.engines.plan import condition, source
from lightwell.facts import fact_named, fact_sql
from lightwell.journey import RECORDS
from lightwell.periods import Month, say_date
from lightwell.reports.explain import counted


@dataclass(frozen=True)
class Clock:
    """One limit that a definition uses: what it means, each value with the first day it held, and where it comes from.

    `now` is the value on the last day of the month that is looked at.
    """

    name: str
    meaning: str
    now: str
    dated: tuple[tuple[str, date], ...]
    source: str


@dataclass(frozen=True)
class WorkedExample:
    """One worked example in words: whose, in which month, what came of it and why, and the records that it rests on."""

    child: str
    month: str
    because: str
    outcome: str
    records: tuple[str, ...]


@dataclass(frozen=True)
class Counting:
    """How an indicator is counted. `numerator` and `denominator` are in words; the denominator is empty for a count."""

    question: str
    when: str
    numerator: str
    denominator: str
    row: str
    columns: tuple[tuple[str, str], ...]
    clocks: tuple[Clock, ...]
    examples: tuple[WorkedExample, ...]
    sql: tuple[tuple[str, str], ...]
    source: str
    version: int


def counting(definition: Definition, catalogue: Catalogue, month: Month) -> Counting:
    """Say how an indicator is counted, with the clocks that hold on the last day of the month."""
    fact = fact_named(definition.fact)
    expressions = [text for text in (definition.of, definition.count, definition.per) if text]
    names = sorted(set().union(*(parameters_in(text) for text in expressions)))
    used = set().union(*(columns_in(text) for text in expressions))
    numerator, denominator = in_words(definition)
    return Counting(
        question=definition.question.strip(),
        when=counted(definition),
        numerator=numerator,
        denominator=denominator,
        row=fact.row,
        columns=tuple((column.name, column.meaning) for column in fact.columns if column.name in used),
        clocks=tuple(_clock(catalogue.parameters[name], month) for name in names if name in catalogue.parameters),
        examples=tuple(_example(example) for example in definition.examples),
        sql=_sql(definition),
        source=definition.source.strip().rstrip("."),
        version=definition.version,
    )


def in_words(definition: Definition) -> tuple[str, str]:
    """Say what is in the numerator and in the denominator, from the question that the indicator asks; the second is empty for a count."""
    question = " ".join(definition.question.split())
    share = re.fullmatch(r"Of (?:the )?(.+?), what share (.+)\?", question)
    if share:
        return f"Those of them {'who' if _people(share[1]) else 'that'} {share[2]}.", _sentence(share[1])
    if definition.unit == "per_10_000":
        asked = re.sub(r" for every 10,000 children under 18", "", question)
        return asked, "Children aged under 18 in the area, by the estimate of the population, in ten thousands."
    if definition.unit == "mean":
        fact = fact_named(definition.fact)
        per = fact.column(definition.per).meaning if definition.per.isidentifier() else definition.per
        return f"How many there are of: {_lower(fact.row)}", f"The sum over them of: {_lower(per)}"
    return question, ""


def _people(words: str) -> bool:
    return re.match(r"(?:the )?(?:children|care leavers|young people|caseholders)", words) is not None


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def amount(value: float, unit: str) -> str:
    """Write a limit with its unit: `10 working days`, `1 week`."""
    text = f"{value:,.0f}" if value == int(value) else f"{value:,}"
    return f"{text} {unit.removesuffix('s') if value == 1 else unit}"


def _clock(parameter: Parameter, month: Month) -> Clock:
    return Clock(
        name=parameter.name,
        meaning=parameter.meaning.strip().rstrip("."),
        now=amount(parameter.on(month.end), parameter.unit),
        dated=tuple((amount(value, parameter.unit), day) for day, value in parameter.values),
        source=parameter.source.strip().rstrip("."),
    )


def _example(example: Example) -> WorkedExample:
    if example.value is not None:
        outcome = f"Comes to {example.value:g}"
    elif example.in_numerator:
        outcome = "Counted"
    else:
        outcome = "Left out" if example.in_denominator is False else "Not counted"
    records = tuple(_record(table, row) for table, rows in example.records.items() for row in rows)
    return WorkedExample(example.child, Month.parse(example.month).name, example.because.strip().rstrip("."), outcome, records)


_TITLES = {record.table: record.plain_name() for record in RECORDS}


def _record(table: str, row: Mapping[str, Any]) -> str:
    said = ", ".join(f"{name.replace('_', ' ')} {_said(value)}" for name, value in row.items())
    return f"{_TITLES.get(table, table)}: {said}"


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return say_date(value)
    return "blank" if value is None else str(value).replace("_", " ")


def _sql(definition: Definition) -> tuple[tuple[str, str], ...]:
    """Give the statements as they run: the rows in the numerator, those in the denominator where there are, and the fact."""
    rows = f"select *\nfrom {source(definition)}"
    found = [("The rows in the numerator" if definition.has_denominator else "The rows counted", _where(rows, definition, "numerator"))]
    if definition.has_denominator:
        found.append(("The rows in the denominator", _where(rows, definition, "denominator")))
    return (*found, (f"The fact {definition.fact}", fact_sql(definition.fact).strip()))


def _where(rows: str, definition: Definition, part: str) -> str:
    return f"{rows}\nwhere {' '.join(condition(definition, part).split())}"
