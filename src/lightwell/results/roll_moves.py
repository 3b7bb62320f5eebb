"""Who came, who went and who stayed between two roll calls: each child, or worker, by how it stood to the figure at both month ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from lightwell.definitions.model import Definition
from lightwell.engines.plan import condition, source
from lightwell.periods import Month
from lightwell.results.explaining_rows import Asked
from lightwell.signals.explained import Amounts, transitions

COUNTED, MISSED, OUTSIDE, ELSEWHERE, ABSENT = "counted", "missed", "outside", "elsewhere", "absent"
"""How one child stood to a figure: in its numerator; in its denominator alone; on the roll and in neither; on the roll of another part of
the service; not on the roll."""

_ORDER = (COUNTED, MISSED, OUTSIDE, ELSEWHERE)


@dataclass(frozen=True)
class Standing:
    """How one child or worker stood at a month end: its state, what it added to the figure, and its member of each column."""

    state: str
    adds: Amounts
    members: Mapping[str, str]


@dataclass(frozen=True)
class Move:
    """Everyone who stood one way and then another: `adds` is what the figure changed by because of them."""

    before: str
    after: str
    keys: tuple[str, ...]
    adds: Amounts


@dataclass(frozen=True)
class Flow:
    """What a member's count changed by: who came into the figure, who left it, and who was counted both times with another member."""

    came: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    moved_in: tuple[str, ...] = ()
    moved_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roll:
    """Both roll calls by key, and everyone who stood above or below the line at either, by how they moved."""

    before: Mapping[str, Standing]
    after: Mapping[str, Standing]
    moves: tuple[Move, ...]

    def flows(self, column: str) -> dict[str, Flow]:
        """Say who makes up the change of each member's count of one column."""
        found: dict[str, tuple[list[str], list[str], list[str], list[str]]] = {}
        for key in sorted({**self.before, **self.after}):
            was, now = _member(self.before, key, column), _member(self.after, key, column)
            if was == now:
                continue
            if now is not None:
                found.setdefault(now, ([], [], [], []))[0 if was is None else 2].append(key)
            if was is not None:
                found.setdefault(was, ([], [], [], []))[1 if now is None else 3].append(key)
        return {member: Flow(*(tuple(keys) for keys in lists)) for member, lists in found.items()}


def _member(side: Mapping[str, Standing], key: str, column: str) -> str | None:
    """Give the member under which a key is counted; None where it is not counted."""
    standing = side.get(key)
    return standing.members[column] if standing is not None and standing.state == COUNTED else None


def roll_of(connection: duckdb.DuckDBPyConnection, asked: Asked) -> Roll:
    """Call both rolls of the whole service, so that who moved between its parts is told from who came or went."""
    sides = _standings(connection, asked)
    before, after = sides.get(asked.months[0], {}), sides.get(asked.months[1], {})
    states = [{key: one.state for key, one in side.items()} for side in (before, after)]
    within = {COUNTED, MISSED} if asked.definition.has_denominator else {COUNTED}
    moves = []
    for (was, now), keys in transitions(states[0], states[1], ABSENT).items():
        if {was, now} & within:
            adds = [after[key].adds for key in keys if key in after]
            takes = [before[key].adds for key in keys if key in before]
            moves.append(Move(was, now, keys, _sum(adds).less(_sum(takes))))
    return Roll(before, after, tuple(moves))


def _standings(connection: duckdb.DuckDBPyConnection, asked: Asked) -> dict[Month, dict[str, Standing]]:
    definition = asked.definition
    key = definition.distinct or "child"
    kept = "".join(f", coalesce(cast(f.{name} as varchar), '')" for name in asked.columns)
    per = f"cast(f.{definition.per} as double)" if definition.per else "1.0"
    query = (
        f"select f.month, f.{key}, {asked.place}, {_yes(definition, 'denominator')}, {_yes(definition, 'numerator')}, {per}{kept} "
        f"from {source(definition)} where f.month in (?, ?)"
    )
    given = [*asked.bound, *(month.start for month in asked.months)]
    found: dict[Month, dict[str, Standing]] = {month: {} for month in asked.months}
    months = {month.start: side for month, side in found.items()}
    for month, thing, here, within, hit, amount, *members in connection.execute(query, given).fetchall():
        state = ELSEWHERE if not here else COUNTED if hit else MISSED if within else OUTSIDE
        side, made = months[month], _standing(definition, state, amount, dict(zip(asked.columns, members, strict=True)))
        side[thing] = _both(definition, side[thing], made) if thing in side else made
    return found


def _yes(definition: Definition, part: str) -> str:
    return f"case when {condition(definition, part)} then true else false end"


def _standing(definition: Definition, state: str, amount: Any, members: Mapping[str, str]) -> Standing:
    below = float(amount or 0.0) if definition.has_denominator and state in (COUNTED, MISSED) else 0.0
    return Standing(state, Amounts(float(state == COUNTED), below), members)


def _both(definition: Definition, one: Standing, other: Standing) -> Standing:
    """Put two rows of one key together: the one nearer to being counted says how it stood; different things are counted once."""
    first, second = sorted((one, other), key=lambda each: _ORDER.index(each.state))
    return first if definition.distinct else Standing(first.state, _sum([first.adds, second.adds]), first.members)


def _sum(amounts: list[Amounts]) -> Amounts:
    return Amounts(sum(each.numerator for each in amounts), sum(each.denominator for each in amounts))
