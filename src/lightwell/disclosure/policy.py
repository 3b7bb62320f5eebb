"""The whole policy of small numbers, its limits named, to be audited in a minute."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from lightwell.disclosure.model import Cell, Reason


@dataclass(frozen=True)
class Policy:
    """What is protected, and how far. The defaults are the rule of the government's statistics of children's social care.

    `protect_up_to`: counts of 1 to this many are suppressed. `publish_zero`: 0 is printed, otherwise it is protected like 1.
    `least_denominator`: a percentage of fewer is suppressed. `least_children`: so is a mean, median or amount of fewer children.
    `round_to`: counts are rounded to the nearest multiple of this, halves up; 1 leaves them. `least_width`: how many more the highest must
    be than the lowest number that a suppressed one could be. `least_amount_share`: the same for amounts, as a share of the amount.
    `protect_changes`: a count that differs by a protected number from what an earlier pack printed in its place is suppressed.
    `kept_back`: breakdowns that are never published.
    """

    protect_up_to: int = 5
    publish_zero: bool = True
    least_denominator: int = 6
    least_children: int = 6
    round_to: int = 1
    least_width: int = 3
    least_amount_share: float = 0.2
    protect_changes: bool = True
    kept_back: tuple[str, ...] = ("worker",)

    @property
    def smallest(self) -> int:
        """The least number that is protected."""
        return 1 if self.publish_zero else 0

    def protects(self, number: float) -> bool:
        """Say whether a number of children is small enough to be protected. Parts of a child count as the next whole one."""
        return (number > 0 or not self.publish_zero) and number <= self.protect_up_to


USUAL_POLICY = Policy()
"""What holds where a service says nothing."""


def reasons_of(cell: Cell, policy: Policy) -> tuple[Reason, ...]:
    """Give why a cell must be suppressed for what it is itself, other cells aside; empty if it need not be."""
    if cell.at.breakdown in policy.kept_back:
        return (Reason.KEPT_BACK,)
    if cell.kind in ("count", "rate"):
        return (Reason.SMALL_COUNT,) if policy.protects(cell.numerator) else ()
    if cell.kind == "percent":
        return _of_share(cell, policy)
    return (Reason.FEW_CHILDREN,) if 0 < _children(cell) < max(policy.least_children, policy.protect_up_to + 1) else ()


def _of_share(cell: Cell, policy: Policy) -> tuple[Reason, ...]:
    below = cell.denominator or 0.0
    if not below:
        return ()
    found = {
        Reason.SMALL_COUNT: policy.protects(cell.numerator),
        Reason.SMALL_DENOMINATOR: policy.protects(below),
        Reason.SMALL_REST: policy.protects(cell.rest),
        Reason.FEW: below < policy.least_denominator,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def _children(cell: Cell) -> float:
    if cell.kind == "load":
        return cell.numerator
    if cell.kind == "mean":
        return cell.denominator or 0.0
    # An amount that does not say of how many children it is might be of one.
    return 1 if cell.children is None else cell.children


def policy_from(given: object) -> tuple[Policy, list[str]]:
    """Make a policy from what the settings say under `disclosure`, with a sentence for each thing that is wrong; `None` is the default."""
    if given is None:
        return USUAL_POLICY, []
    if not isinstance(given, dict):
        return USUAL_POLICY, [f"This is a list of limits by name: {', '.join(_NAMES)}."]
    wrong = [f"There is no limit “{key}”. The limits are {', '.join(_NAMES)}." for key in given if key not in _NAMES]
    kept: dict[str, Any] = {}
    for name, value in given.items():
        if name in _NAMES:
            fault = _fault(name, value)
            wrong += [f"“{name}”: {fault}"] if fault else []
            kept |= {} if fault else {name: tuple(value) if name == "kept_back" else value}
    return Policy(**kept), wrong


_NAMES = tuple(field.name for field in fields(Policy))
_LEAST = {"protect_up_to": 1, "least_denominator": 1, "least_children": 1, "round_to": 1, "least_width": 1}


def _fault(name: str, value: object) -> str:
    if name in _LEAST:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if whole and value >= _LEAST[name] else "Write a whole number of 1 or more."  # type: ignore[operator]  # whole is int
    if name == "least_amount_share":
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return "" if number and 0 < value <= 1 else "Write a share above 0 and up to 1, such as 0.2."  # type: ignore[operator]  # a number
    if name == "kept_back":
        names = isinstance(value, list) and all(isinstance(each, str) for each in value)
        return "" if names else "Write a list of breakdowns, such as [worker]."
    return "" if isinstance(value, bool) else "Write true or false."
