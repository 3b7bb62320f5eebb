"""Which numbers must not be worked out: those behind suppressed cells, and those that nobody prints but that count children too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from lightwell.disclosure.changes import Then, part_of, ranges
from lightwell.disclosure.exempt import exempt_secrets, exempt_without_truth, public_columns
from lightwell.disclosure.frame import PARTS, Frame
from lightwell.disclosure.model import Cell, Coordinates, Part, Reason
from lightwell.disclosure.policy import Policy
from lightwell.disclosure.printing import Bounds
from lightwell.disclosure.witness import Secret

_SMALL: dict[Reason, Part] = {
    Reason.SMALL_COUNT: "numerator",
    Reason.SMALL_DENOMINATOR: "denominator",
    Reason.SMALL_REST: "rest",
}


def secrets_of(
    frame: Frame,
    cells: Sequence[Cell],
    reasons: Mapping[int, Sequence[Reason]],
    changes: Then,
    policy: Policy,
    truth: Mapping[int, float],
) -> list[Secret]:
    """List the secrets of cells whose truth we know, given why each (by its place) is suppressed for what it is itself."""
    found = [*_unprinted(frame, policy, truth)]
    public = public_columns(frame, {cells[place].at for place, why in reasons.items() if Reason.EXEMPT in why})
    for place, why in reasons.items():
        cell, columns = cells[place], frame.figures[place].columns
        for reason in why:
            part = _SMALL.get(reason)
            if part is not None:
                found.append(_small(columns[part], cell.at, part, policy, policy.least_width, part_of(cell, part)))
        if Reason.FEW_CHILDREN in why:
            found += _few_children(cell, columns, policy)
        if Reason.EXEMPT in why:
            found += exempt_secrets(frame.figures[place], cell, public, policy)
        if Reason.SMALL_CHANGE in why:
            found += _changes(cell, columns, changes[cell.at], policy)
    return found


def secrets_without_truth(frame: Frame, reasons: Sequence[Sequence[Reason]], policy: Policy) -> list[Secret]:
    """List the secrets of cells of which only the outcome is known: every number behind every suppressed cell.

    `reasons` are by place.
    """
    found = [*_unprinted(frame, policy, {}), *exempt_without_truth(frame, reasons, policy)]
    for figure, why in zip(frame.figures, reasons, strict=False):
        if not why:
            continue
        counts = [part for part in PARTS[figure.kind] if frame.whole[figure.columns[part]]]
        narrow = {_SMALL[reason] for reason in why if reason in _SMALL}
        found += [
            _small(figure.columns[part], figure.at, part, policy, policy.least_width if part in narrow else 0, None) for part in counts
        ]
    return found


def changes_without_truth(frame: Frame, reasons: Sequence[Sequence[Reason]], then: Then, policy: Policy) -> list[Secret]:
    """List, of cells suppressed for a small change, every number that would be a protected one from what was printed before."""
    found = []
    for figure, why in zip(frame.figures, reasons, strict=False):
        for part, before in then.get(figure.at, {}).items() if Reason.SMALL_CHANGE in why else ():
            for low, high in dict.fromkeys(each for bounds in before for each in ranges(bounds, policy)):
                found.append(Secret(figure.columns[part], figure.at, part, low, high))
    return found


def _unprinted(frame: Frame, policy: Policy, truth: Mapping[int, float]) -> Iterable[Secret]:
    """Of the numbers that no cell is of, those that are small, or may be."""
    for column in frame.unprinted:
        number = truth.get(column)
        if number is None or policy.protects(number):
            at, part = frame.names[column]
            yield _small(column, at, part, policy, 0 if number is None else policy.least_width, number)


def _small(column: int, at: Coordinates, part: Part, policy: Policy, width: float, truth: float | None) -> Secret:
    return Secret(column, at, part, policy.smallest, policy.protect_up_to, width, truth)


def _few_children(cell: Cell, columns: Mapping[Part, int], policy: Policy) -> list[Secret]:
    """The number of children if it is small, and the amount: not to be known more closely than a share of itself."""
    counts: Part = "numerator" if cell.kind == "load" else "denominator"
    found = []
    if counts in columns:
        children = cell.numerator if cell.kind == "load" else cell.denominator or 0.0
        if policy.protects(children):
            found.append(_small(columns[counts], cell.at, counts, policy, policy.least_width, children))
    if cell.kind in ("mean", "amount"):
        width = policy.least_amount_share * abs(cell.numerator)
        found.append(Secret(columns["numerator"], cell.at, "numerator", float("inf"), float("-inf"), width, cell.numerator))
    return found


def _changes(cell: Cell, columns: Mapping[Part, int], before: Mapping[Part, Collection[Bounds]], policy: Policy) -> list[Secret]:
    """The new number, between what an earlier pack said of it and a protected number more (or less) than that."""
    found = []
    for part, said in before.items():
        number = part_of(cell, part)
        for low, high in dict.fromkeys(each for bounds in said for each in ranges(bounds, policy) if each[0] <= number <= each[1]):
            found.append(Secret(columns[part], cell.at, part, low, high, policy.least_width, number))
    return found


def truth_of(frame: Frame, cells: Sequence[Cell]) -> dict[int, float]:
    """Give the true value of every number behind the cells, and of what is lacking to a whole; single months are not known to us."""
    truth: dict[int, float] = {}
    for figure, cell in zip(frame.figures, cells, strict=False):
        truth |= {column: float(part_of(cell, part)) for part, column in figure.columns.items()}
    for row in frame.rows:
        missing = [(column, factor) for column, factor in row.terms if column not in truth]
        if len(missing) == 1 and row.low == row.high:
            column, factor = missing[0]
            truth[column] = (row.low - sum(each * truth[other] for other, each in row.terms if other != column)) / factor
    return truth
