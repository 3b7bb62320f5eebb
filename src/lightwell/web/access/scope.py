"""What part of the service a person may do something in, and the condition on rows that says the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

REVIEWED = "reviewed"
"""A place that is no part of the service: the children whom a reviewing officer reviews."""

CHILD = "child"
"""A place that is one child: of a sample, or one to whom access was given for a time."""

COMMITTEE = "committee"
"""A place that is no part of the service either: what one committee has of the packs' exempt parts."""

Place = tuple[str, str]
"""A breakdown and its member: `("team", "T12")`."""

_BETWEEN = "\x1f"
_AMONG = "(select unnest(string_split(?, chr(31))))"
"""Many identifiers bound as one value: a list of two thousand children is one query, and one that was made before is known again."""

_REVIEWED_BY = (
    "{alias}child in (select child from allocations where role = 'reviewing_officer' and ended_on is null and worker in ({marks}))"
)


@dataclass(frozen=True)
class Parts:
    """The parts of the service in which a person may do something: all of it, or these places, or none.

    It says nothing of restricted children and reads no rows: those are for a `Scope`.
    """

    everything: bool
    places: tuple[Place, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether it is nowhere."""
        return not self.everything and not self.places

    def covers(self, place: Mapping[str, str]) -> bool:
        """Say whether a place lies within: `{"team": "T12", "service": ...}` holds every breakdown that is known of it."""
        return self.everything or any(place.get(breakdown) == member for breakdown, member in self.places)


@dataclass(frozen=True)
class Scope(Parts):
    """What part of the service a person may do something in: everything, or these places, or nothing.

    `hidden` are the restricted children who are left out of it. `lifted` are those of them whom a role may see, each with the place to
    which the person holds that role: within it they are seen.
    """

    hidden: frozenset[str] = frozenset()
    lifted: tuple[tuple[Place, frozenset[str]], ...] = ()

    @property
    def unlimited(self) -> bool:
        """Whether it is every child, without one left out: only then need nothing be asked of the rows."""
        return self.everything and not self.hidden

    @property
    def without_restrictions(self) -> Scope:
        """Give the same part of the service with nobody left out: what is counted, where `self` is what is listed."""
        return replace(self, hidden=frozenset(), lifted=())

    def covers(self, place: Mapping[str, str]) -> bool:
        """Say whether a place lies within; with `child` in it, it is that of a row about the child, and a restricted one lies in none."""
        return place.get(CHILD) not in self.hidden and super().covers(place)

    def sql(self, alias: str = "") -> tuple[str, list[str]]:
        """Give the condition on rows with the columns child, worker, team, service and locality, and the values that it binds."""
        prefix = f"{alias}." if alias else ""
        where, values = ("true", []) if self.everything else _any_of(prefix, self.places)
        if not self.hidden:
            return where, values
        where, values = f"({where} and {_none_of(prefix)})", [*values, joined(self.hidden)]
        for place, children in self.lifted:
            inside, bound = _any_of(prefix, (place,))
            where = f"({where} or ({inside} and {prefix}child in {_AMONG}))"
            values = [*values, *bound, joined(children)]
        return where, values

    def left_out(self, alias: str = "") -> tuple[str, list[str]]:
        """Give the condition on rows about children who lie within and are left out, for saying how many they are."""
        if not self.hidden:
            return "false", []
        inside, bound = self.without_restrictions.sql(alias)
        seen, values = self.sql(alias)
        return f"({inside} and not {seen})", [*bound, *values]

    def not_hidden(self, alias: str = "") -> tuple[str, list[str]]:
        """Give the condition on rows that they are about nobody who is left out, wherever the rows are from."""
        return (_none_of(f"{alias}." if alias else ""), [joined(self.hidden)]) if self.hidden else ("true", [])


def joined(children: Collection[str]) -> str:
    """Write identifiers as the one value that `string_split` takes apart."""
    return _BETWEEN.join(sorted(children))


def _none_of(prefix: str) -> str:
    return f"coalesce({prefix}child, '') not in {_AMONG}"


def _any_of(prefix: str, places: tuple[Place, ...]) -> tuple[str, list[str]]:
    parts: list[str] = []
    values: list[str] = []
    for breakdown in dict.fromkeys(breakdown for breakdown, _ in places):
        members = [member for kind, member in places if kind == breakdown]
        if breakdown == CHILD:
            parts.append(f"{prefix}child in {_AMONG}")
            values.append(joined(members))
            continue
        marks = ", ".join("?" * len(members))
        parts.append(_REVIEWED_BY.format(alias=prefix, marks=marks) if breakdown == REVIEWED else f"{prefix}{breakdown} in ({marks})")
        values += members
    return (f"({' or '.join(parts)})", values) if parts else ("false", [])
