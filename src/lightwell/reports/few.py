"""Shares of too few to be shares: below the least denominator of the policy only the counts are shown, without arrow, colour or trend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from lightwell.definitions.model import Definition
from lightwell.results import State, Value
from lightwell.signals import Policy

Key = TypeVar("Key")


def without_few(found: Mapping[Key, Value], definitions: Mapping[str, Definition], policy: Policy) -> dict[Key, Value]:
    """Take the percentage, not the counts, out of every value that is a share of fewer than the policy's least."""
    return {key: _shown(value, definitions[value.indicator], policy) for key, value in found.items()}


def _shown(value: Value, definition: Definition, policy: Policy) -> Value:
    few = value.denominator is not None and 0 < value.denominator < policy.least_denominator
    if definition.unit != "percent" or value.state is not State.KNOWN or not few:
        return value
    return replace(value, value=None, state=State.TOO_FEW)
