"""Figures as they are shown to those who may see no child: small numbers suppressed, counts rounded, shares without their parts.

It is done to the values, before anything is made of them, so that no arrow, sentence, chart, rank or file says what a figure does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from lightwell.definitions.model import Definition
from lightwell.disclosure import Policy, Release, cell_of, suppress_for_display
from lightwell.results import State, Value
from lightwell.signals import Series

Key = TypeVar("Key")

_POLICY = Policy()


def disclosed_value(value: Value, definition: Definition) -> Value:
    """Give a value as it may be shown; one that is not known stays as it is."""
    if value.state is not State.KNOWN:
        return value
    if value.numerator is None:
        return _suppressed(value)
    cell = cell_of(definition, value.period, value.numerator, value.denominator, breakdown=value.breakdown, member=value.member)
    (shown,) = suppress_for_display((cell,), _POLICY)
    if shown.state is Release.SUPPRESSED:
        return _suppressed(value)
    return replace(value, numerator=None, denominator=None, value=shown.printed.value)


def disclosed_values(found: Mapping[Key, Value], definitions: Mapping[str, Definition]) -> dict[Key, Value]:
    """Give values by their keys as they may be shown."""
    return {key: disclosed_value(value, definitions[value.indicator]) for key, value in found.items()}


def disclosed_series(definition: Definition, series: Series) -> Series:
    """Give a series as it may be shown: what is judged, and drawn, is what a reader sees and no more."""
    values: list[float | None] = []
    for place, month in enumerate(series.months):
        numerator = series.numerators[place] if series.numerators else None
        denominator = series.denominators[place] if series.denominators else None
        if series.values[place] is None or numerator is None:
            values.append(None)
            continue
        (shown,) = suppress_for_display((cell_of(definition, month, numerator, denominator),), _POLICY)
        values.append(None if shown.state is Release.SUPPRESSED else shown.printed.value)
    return replace(series, values=tuple(values), numerators=(), denominators=())


def _suppressed(value: Value) -> Value:
    return replace(value, numerator=None, denominator=None, value=None, state=State.SUPPRESSED)
