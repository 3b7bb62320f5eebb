"""The breaks that touch one series: from the register of a home, and from dated changes of definitions and standards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lightwell.definitions.expressions import parameters_in
from lightwell.definitions.model import Definition, Parameter
from lightwell.periods import Month
from lightwell.results.break_model import Break


def breaks_of(
    registered: tuple[Break, ...],
    definition: Definition,
    parameters: Mapping[str, Parameter],
    breakdown: str = "authority",
    member: str = "",
) -> tuple[Break, ...]:
    """Give the breaks that touch one indicator at one place, oldest first: entries that hold, and dated changes of what is counted."""
    found = [each for each in registered if each.holds and each.touches(definition, breakdown, member)]
    found += _changes_of(definition)
    found += _standards_of(definition, parameters)
    return tuple(sorted(found, key=lambda each: (each.month, each.number)))


def _changes_of(definition: Definition) -> Iterator[Break]:
    """Give the changes that a definition itself names. They are applied to every month, so nothing begins anew."""
    for change in definition.changes:
        what = f"Version {change.version}: {change.what.rstrip('.')}."
        yield Break(0, Month.of(change.on), "definition", what, "its definition", change.on, (definition.id,))


def _standards_of(definition: Definition, parameters: Mapping[str, Parameter]) -> Iterator[Break]:
    """Give the days on which a dated standard that a definition uses was changed: from then on another thing is counted."""
    used = set().union(*(parameters_in(text) for text in (definition.of, definition.count, definition.per) if text))
    for name in sorted(used & set(parameters)):
        standard = parameters[name]
        meaning = standard.meaning.strip().rstrip(".")
        for (_, was), (day, now) in zip(standard.values, standard.values[1:], strict=False):
            what = f"{meaning}: {now:g} {standard.unit} instead of {was:g}."
            held = (definition.id,)
            yield Break(0, Month.of(day), "definition", what, "its standard", day, held, anew=True, standard=name, before=was, after=now)
