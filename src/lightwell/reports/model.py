"""The pack as frozen data: everything that a page shows, worked out once, so that every format prints the same words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from lightwell.definitions.model import Definition
from lightwell.definitions.targets import Status, Target
from lightwell.periods import Month
from lightwell.reports.travel import Travel
from lightwell.results.model import AUTHORITY, State

Arrow = Literal["up", "down", "level", ""]
Meaning = Literal["better", "worse", ""]


@dataclass(frozen=True)
class Place:
    """The part of the service that figures are of: one member of one breakdown, with the name that a reader knows it by."""

    breakdown: str
    member: str
    name: str

    @property
    def whole(self) -> bool:
        """Whether this is the whole service and no part of it."""
        return self.breakdown == AUTHORITY


WHOLE = Place(AUTHORITY, "", "Whole service")
"""The whole service."""


@dataclass(frozen=True)
class Cell:
    """One printed figure: the month, the value in full precision (None where not known), why not, and the text that is printed.

    `text` has no unit: the unit is said once, in the heading or title.
    """

    month: Month
    value: float | None
    state: State
    text: str


@dataclass(frozen=True)
class Movement:
    """The change since the month before: an arrow, its amount as text, and whether it is better or worse by the indicator's polarity.

    It only compares two months; whether anything has changed is said by `Travel`. Empty where either month is not known, without a
    meaning where neither direction is better or nothing changed.
    """

    arrow: Arrow
    amount: str
    meaning: Meaning


@dataclass(frozen=True)
class Revised:
    """What a later release says of a comparator that a pack had already shown: the value, its text, and that release's short name."""

    value: float
    text: str
    release: str


@dataclass(frozen=True)
class ComparatorCell:
    """One comparator column of one row: its value and text, the year it is of, and the release it came from; blank where none is known.

    `text` is the publication's marker (`c`, `x` ...) where it has no number, and `note` says in words what it means, of which area it is,
    or who an average leaves out. `revised` is the same year in the latest release, where that prints another figure.
    """

    value: float | None
    text: str
    year: str
    release: str
    note: str
    revised: Revised | None = None


@dataclass(frozen=True)
class Row:
    """One indicator in the table: thirteen months, the same month two years before, target, status, movement and comparators.

    `comparators` holds, in this order: own last year, neighbours, region, England. `compared_mark` is the number of the note beneath the
    section that says what to know when comparing; blank where there is none. `target_note` says why a part of the service has no target
    where the whole has one. `travel` is the direction of travel; None where nothing was judged, as in a pack of printed figures alone.
    """

    definition: Definition
    cells: tuple[Cell, ...]
    two_years_before: Cell
    target: Target | None
    target_text: str
    status: Status
    movement: Movement
    comparators: tuple[ComparatorCell, ComparatorCell, ComparatorCell, ComparatorCell]
    target_note: str = ""
    compared_mark: str = ""
    travel: Travel | None = None

    @property
    def compared_source(self) -> str:
        """The year and release of what was published, once where the columns share them: `2022/23, CIN 2023`."""
        said = dict.fromkeys(f"{cell.year}, {cell.release}" for cell in self.comparators if cell.text and cell.release)
        return "; ".join(said)

    @property
    def latest(self) -> Cell:
        """The month that the pack is for."""
        return self.cells[-1]


@dataclass(frozen=True)
class Section:
    """One page's worth of the pack: a heading under one of the strategy's aims, its rows, the chart, and sentences made from the rows.

    `chart` is the id of the row that the section's chart shows and `chart_title` a sentence that says what it shows. `sentences` are plain
    statements of what changed, with every figure read from the rows. `notes` are pairs of a mark and what a row with that mark needs said
    before it is compared. `whole_only` are the indicators that have no rows because they are
    counted only for the whole service, and the pack is of a part.
    """

    id: str
    aim: str
    heading: str
    outcome: str
    rows: tuple[Row, ...]
    chart: str
    chart_title: str
    sentences: tuple[str, ...]
    whole_only: tuple[Definition, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    def row(self, indicator: str) -> Row:
        """Find the row of an indicator; raises `KeyError` if it is not in the section."""
        for row in self.rows:
            if row.definition.id == indicator:
                return row
        raise KeyError(indicator)


@dataclass(frozen=True)
class Explanation:
    """The explanation of one indicator for members: what is asked, what is counted, by which clocks, and the source."""

    definition: Definition
    counted: str
    clocks: tuple[str, ...]


@dataclass(frozen=True)
class Provenance:
    """Where every figure of the pack comes from, printed on every page."""

    snapshot: str
    as_at: date
    source: str
    definitions: str
    lightwell: str
    comparators: str


@dataclass(frozen=True)
class Pack:
    """The monthly performance pack of one authority, or of one part of its service, for one month.

    `compared_with` says whose figures the comparator columns are, or why there are none. `whole_only` are the indicators of the layout that
    are not counted for the part, each once.
    """

    title: str
    authority: str
    month: Month
    months: tuple[Month, ...]
    sections: tuple[Section, ...]
    summary: tuple[str, ...]
    comparator_headings: tuple[str, str, str, str]
    explanations: tuple[Explanation, ...]
    glossary: tuple[tuple[str, str], ...]
    provenance: Provenance
    place: Place = WHOLE
    whole_only: tuple[Definition, ...] = ()
    compared_with: str = ""

    def row(self, indicator: str) -> Row | None:
        """Find the row of an indicator in the first section that holds it; None where the pack has none."""
        return next((row for section in self.sections for row in section.rows if row.definition.id == indicator), None)
