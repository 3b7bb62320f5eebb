"""What changed since the month before, worst first: the first thing that a reader of the figures asks. Pure functions over a pack's rows.

What really changed is what is judged to have, in the latest months, by more than its own usual spread (`Travel`). Where too few months are
known to judge, a change is sharp if it is four times the usual change or more. The usual change is the middle one of the indicator's own
changes from month to month over the earlier months shown, so that one odd month does not move it, and never less than one step of the
figure as printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from lightwell.definitions.targets import Status, status
from lightwell.reports import wording
from lightwell.reports.model import Pack, Row

SHARP = 4
"""How many usual changes make a sharp one: fewer than one month in a hundred does so by chance alone."""

FEWEST_CHANGES = 6
"""Fewest earlier changes that say what is usual."""

RULE = (
    "Really changed: by more than the figure's own usual spread, lastingly in the last year or in one of the latest three months. Where "
    "too few months are known to judge that: by at least four times the usual change from month to month."
)
"""The rule for what really changed, as a reader is told it."""


@dataclass(frozen=True)
class Change:
    """One indicator that changed, or has no figure: its row, the aim it serves, and what there is to say of it.

    `sharp` says that it really changed, and is not only a move from one month to the next. `usual` is the usual change from month to month,
    as text, where the change is sharp by that; empty otherwise. `rank` orders what is worse
    before what is better (0 is worst); `size` is the change in usual changes.
    """

    row: Row
    aim: str
    rank: int
    size: float
    usual: str
    newly_off: bool
    recovered: bool
    sharp: bool = False

    @property
    def remark(self) -> str:
        """What makes the change worth reading, in a few words; empty where it is an ordinary one."""
        said = ["now off target"] if self.newly_off else ["no longer off target"] if self.recovered else []
        if self.sharp and self.row.travel and not self.usual:
            said.append(self.row.travel.short[:1].lower() + self.row.travel.short[1:])
        if self.usual:
            said.append(f"a usual change is {self.usual}")
        text = "; ".join(said)
        return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class AimChanges:
    """The changes under one of the strategy's aims, worst first, and how its rows stand to their targets.

    `changes` are those worth a line on a first page; `others` counts the rest that moved, and `level` those that did not.
    """

    aim: str
    section: str
    changes: tuple[Change, ...]
    others: int
    level: int


@dataclass(frozen=True)
class Changes:
    """What the first page says of one month: by aim, and by kind, each indicator once in each list and worst first."""

    by_aim: tuple[AimChanges, ...]
    off_target: tuple[Change, ...]
    newly_off: tuple[Change, ...]
    recovered: tuple[Change, ...]
    sharp: tuple[Change, ...]
    without_data: tuple[Row, ...]


def changes(pack: Pack, *, most: int = 4) -> Changes:
    """Say what changed since the month before, worst first: at most `most` lines under each aim.

    An indicator that stands under two aims is said under the first. What is worse and newly off target comes first, then what is worse
    and off target, what is worse and sharply so, what is worse; then changes that are neither, then those that are better.
    """
    found = _by_aim(pack)
    every = sorted((change for group in found.values() for change in group), key=_order)
    return Changes(
        by_aim=tuple(_aim(pack, aim, group, most) for aim, group in found.items() if group),
        off_target=tuple(change for change in every if change.row.status is Status.OFF_TARGET),
        newly_off=tuple(change for change in every if change.newly_off),
        recovered=tuple(change for change in every if change.recovered),
        sharp=tuple(change for change in every if change.sharp),
        without_data=tuple(change.row for change in every if change.row.latest.value is None),
    )


def usual_change(row: Row) -> Decimal | None:
    """Give the middle change from month to month before the latest one, as printed; None where too few months are known."""
    figures = [None if cell.value is None else wording.rounded(cell.value, row.definition.decimals) for cell in row.cells[:-1]]
    moved = [abs(later - earlier) for earlier, later in pairwise(figures) if earlier is not None and later is not None]
    if len(moved) < FEWEST_CHANGES:
        return None
    return max(Decimal(median(moved)), Decimal(1).scaleb(-row.definition.decimals))


def change_of(row: Row, aim: str) -> Change:
    """Say what there is to say of one row's change since the month before."""
    moved = wording.change(row.latest, row.cells[-2], row.definition) if len(row.cells) > 1 else None
    usual = usual_change(row)
    size = float(abs(moved) / usual) if moved is not None and usual else 0.0
    before = status(row.cells[-2].value, row.target, row.definition.better) if len(row.cells) > 1 else Status.NO_DATA
    newly_off = row.status is Status.OFF_TARGET and before in (Status.ON_TARGET, Status.NEAR)
    recovered = before is Status.OFF_TARGET and row.status in (Status.ON_TARGET, Status.NEAR)
    judged = row.travel is not None and row.travel.is_judged
    far = not judged and size >= SHARP and usual is not None
    sharp = far or (row.travel is not None and row.travel.is_recent(row.latest.month))
    text = wording.number(float(usual), row.definition.decimals) if far and usual is not None else ""
    return Change(row, aim, _rank(row, newly_off, sharp), size, text, newly_off, recovered, sharp)


def _rank(row: Row, newly_off: bool, sharp: bool) -> int:
    if row.movement.meaning == "worse":
        return 0 if newly_off else 1 if row.status is Status.OFF_TARGET else 2 if sharp else 3
    if row.movement.meaning == "better":
        return 6
    return 4 if sharp else 5


def _order(change: Change) -> tuple[int, float]:
    return change.rank, -change.size


def _by_aim(pack: Pack) -> dict[str, list[Change]]:
    """Give each indicator's change once, under the first aim that it stands under."""
    found: dict[str, list[Change]] = {}
    seen: set[str] = set()
    for section in pack.sections:
        group = found.setdefault(section.aim, [])
        for row in section.rows:
            if row.definition.id not in seen:
                seen.add(row.definition.id)
                group.append(change_of(row, section.aim))
    return found


def _aim(pack: Pack, aim: str, group: Iterable[Change], most: int) -> AimChanges:
    moved = sorted((change for change in group if change.row.movement.arrow in ("up", "down")), key=_order)
    level = sum(1 for change in group if change.row.movement.arrow == "level")
    section = next(section.id for section in pack.sections if section.aim == aim)
    return AimChanges(aim, section, tuple(moved[:most]), max(len(moved) - most, 0), level)
