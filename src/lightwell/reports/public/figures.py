"""Which figures a month's publication has, and what of them may be printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lightwell.disclosure import AUTHORITY, Cell, Coordinates, Policy, Published, audit, cell_of, protect, relations_of
from lightwell.errors import Problem, Refused
from lightwell.periods import Month, financial_year_start
from lightwell.reports.assemble import MONTHS_SHOWN
from lightwell.reports.public.model import Edition, Kept
from lightwell.results import State, definitions_of, values
from lightwell.store import Snapshot

PUBLISHED_BY = (AUTHORITY, "service", "locality")
"""The breakdowns that are published. Smaller parts would cost so many figures of the larger ones that little would be left."""


def months_of(month: Month) -> tuple[Month, ...]:
    """Give the months that a publication shows: thirteen, the same month two years before, and the March to compare by."""
    thirteen = [month.plus(step - MONTHS_SHOWN + 1) for step in range(MONTHS_SHOWN)]
    return tuple(sorted({*thirteen, month.plus(-24), financial_year_start(month).plus(-1)}))


def true_cells(snapshot: Snapshot, months: Sequence[Month]) -> tuple[Cell, ...]:
    """Read every figure of some months that is known, or is a share of nothing, of the authority and the parts that are published."""
    return tuple(cell for breakdown in PUBLISHED_BY for cell in cells_by(snapshot, months, breakdown))


def cells_by(snapshot: Snapshot, months: Sequence[Month], breakdown: str, indicators: Sequence[str] = ()) -> Iterator[Cell]:
    """Read the same of one breakdown, of some indicators or of all."""
    wanted, definitions = set(months), definitions_of(snapshot).definitions
    for value in values(snapshot, indicators=indicators, breakdown=breakdown):
        definition = definitions.get(value.indicator)
        if definition is None or value.period not in wanted:
            continue
        nothing = value.state is State.NOT_APPLICABLE and definition.has_denominator
        if value.state is State.KNOWN or nothing:
            above, below = (0.0, 0.0) if nothing else (value.numerator or 0.0, value.denominator)
            yield cell_of(definition, value.period, above, below, breakdown=breakdown, member=value.member, shows_parts=True)


def decide(
    snapshot: Snapshot,
    cells: Sequence[Cell],
    policy: Policy,
    earlier: Sequence[Edition],
    as_printed: Mapping[Coordinates, Kept],
    withheld: Sequence[Cell] = (),
) -> tuple[tuple[Kept, ...], int]:
    """Decide what is printed of each cell, and prove that the rest cannot be worked out.

    `earlier` are all editions so far, which stay known; the figures in `as_printed` are printed as they were. Of `withheld`, which are
    exempt, nothing is printed or given, and nobody can work them out. Gives the figures, and how many protected numbers the earlier
    editions had given away already. Raises `Refused` if anything protected could be worked out.
    """
    definitions = definitions_of(snapshot).definitions
    published = tuple(Published(kept.printed, edition.name) for edition in earlier for kept in edition.kept)
    relations = relations_of(definitions, (*cells, *withheld), published)
    again, exempt = {at: kept.printed for at, kept in as_printed.items()}, frozenset(cell.at for cell in withheld)
    try:
        released = protect((*cells, *withheld), relations, policy, published, again, exempt)
        pinned = audit(released, relations, policy, published)
    except Refused as error:
        raise Refused(f"{error.message} Figures published earlier may not fit the newest records: correct them with --erratum.") from error
    new = [one for one in pinned if not one.already_known]
    if new:
        problems = [Problem("A protected number could be worked out.", str(at)) for at in dict.fromkeys(one.at for one in new)]
        raise Refused("Nothing was published: what would be printed gives small numbers away.", problems)
    return tuple(Kept(cell, one.printed) for cell, one in zip(cells, released[: len(cells)], strict=True)), len(pinned)
