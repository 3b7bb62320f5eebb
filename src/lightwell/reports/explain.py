"""Explains an indicator to a member of the panel in plain words: what is counted, when, and by which clocks. No SQL is printed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lightwell.definitions.model import Definition, Parameter
from lightwell.periods import Month
from lightwell.reports.model import Explanation

_WHEN = {
    "month": "Counted over the month{by}.",
    "month_end": "Counted on the last day of the month.",
    "rolling_12_months": "Counted over the twelve months that end with the month{by}.",
    "year_to_date": "Counted from 1 April to the end of the month{by}.",
    "quarter": "Counted over the three months of the quarter{by}, at its end.",
    "year": "Counted over the year from April to March{by}, at its end.",
}

_UNIT = {
    "count": "",
    "percent": "The figure is a percentage.",
    "per_10_000": "The figure is for every 10,000 children aged under 18 in the area.",
    "mean": "The figure is an average.",
}


_DAYS = {
    "received_on": "it was received",
    "referred_on": "of the referral",
    "started_on": "it started",
    "completed_on": "it was completed",
    "ended_on": "it ended",
    "held_on": "it was held",
    "decided_on": "it was decided",
    "assessment_started_on": "the assessment was started",
    "assessment_completed_on": "the assessment was completed",
    "initial_health_due_on": "the assessment fell due",
}


def explanation(definition: Definition, parameters: Mapping[str, Parameter], month: Month) -> Explanation:
    """Explain one indicator, with the clocks that are in force on the last day of the month."""
    return Explanation(definition, counted(definition), clocks(definition, parameters, month))


def counted(definition: Definition) -> str:
    """Say when and what is counted, then what the definition's note adds."""
    parts = [_WHEN[definition.period_type].format(by=_by(definition.on)), _UNIT[definition.unit]]
    if definition.distinct:
        parts.append(f"Each {definition.distinct.replace('_', ' ')} is counted once.")
    if definition.better != "neither":
        parts.append(f"A {definition.better} figure is better.")
    if definition.note:
        parts.append(definition.note.strip())
    return " ".join(part for part in parts if part)


def clocks(definition: Definition, parameters: Mapping[str, Parameter], month: Month) -> tuple[str, ...]:
    """List the limits that the conditions use, with unit, meaning and source: `20 working days: longest from ...`."""
    text = " ".join((definition.of, definition.count, definition.per))
    names = dict.fromkeys(re.findall(r"parameter\(\s*'(\w+)'\s*\)", text))
    return tuple(_clock(parameters[name], month) for name in names if name in parameters)


def _clock(parameter: Parameter, month: Month) -> str:
    value = parameter.on(month.end)
    amount = f"{value:,.0f}" if value == int(value) else f"{value:,}"
    unit = parameter.unit if value != 1 else parameter.unit.removesuffix("s")
    meaning = parameter.meaning.strip().rstrip(".")
    return f"{amount} {unit}: {meaning[:1].lower()}{meaning[1:]} ({parameter.source})."


def _by(column: str) -> str:
    """Say which date places an event in the month: `received_on` is `by the day it was received`."""
    if not column:
        return ""
    return f", by the day {_DAYS.get(column, 'of ' + column.removesuffix('_on').replace('_', ' '))}"
