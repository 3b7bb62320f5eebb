"""An attacker who has the folder of a publication, and those before it, and a solver: nothing that is suppressed may come out.

He reads the CSV and the pages as anyone can, takes what ties the figures together from the indicators' definitions, which are public, and
shares no code with disclosure control. In `make test` he is set on a small authority: an edition and its erratum, two months of some
indicators. `make test-long` gives him the whole invented authority: two editions and an erratum of thirteen months. The home of one already
made is named in `LIGHTWELL_HOME`.
"""

from __future__ import annotations

import csv
import math
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
import yaml

from lightwell.definitions import Definition
from lightwell.definitions.load import load
from lightwell.disclosure import Cell
from lightwell.extracts import read_tables
from lightwell.periods import Month, financial_year_start, months_between
from lightwell.reports.public import editions, figures, publish, publishing
from lightwell.results import load_extract
from lightwell.store import Home, Snapshot, open_snapshot
from lightwell.synthetic import invent, settings, write_tables_extract
from tests.unit.reports.attacker import Number, Puzzle, Tie
from tests.unit.reports.conftest import silent

LONG = bool(os.environ.get("LIGHTWELL_LONG"))
DECEMBER, JANUARY = Month(2023, 12), Month(2024, 1)
RELEASED = date(2024, 3, 1)
SMALL, WIDTH = 5, 3
DEFINITIONS = load().definitions
IN_SHORT = ("contacts", "referrals", "children_open", "children_in_care", "periods_of_care")
"""The facts whose indicators are published in `make test`."""


@dataclass(frozen=True)
class Row:
    """One line of the CSV: where the figure stands, and what is printed of it."""

    indicator: str
    month: Month
    part: str
    code: str
    value: float | None
    mark: str
    above: float | None
    below: float | None

    @property
    def place(self) -> tuple[str, Month, str, str]:
        return self.indicator, self.month, self.part, self.code

    @property
    def definition(self) -> Definition:
        return DEFINITIONS[self.indicator]

    def numbers(self) -> dict[str, Number]:
        """Name the numbers behind the figure by what is counted: two indicators that count the same rows name the same number."""
        of = self.definition
        both = frozenset(" ".join(text.split()) for text in (of.of, of.count) if text.strip() not in ("", "true"))
        found = {"above": self._number(both)}
        if of.unit == "percent":
            below = frozenset(" ".join(of.of.split()) for _ in [0] if of.of.strip() not in ("", "true"))
            found |= {"below": self._number(below), "rest": ("rest", *self.place)}
        return found

    def _number(self, conditions: frozenset[str]) -> Number:
        of = self.definition
        return of.fact, of.on, of.period_type, conditions, of.distinct, self.month, self.part, self.code


def read(out: Path) -> list[Row]:
    """Read the figures of a publication."""
    (path,) = (out / "data").glob("figures-*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [_row(line) for line in csv.DictReader(file)]


def _row(line: dict[str, str]) -> Row:
    value, above, below = (float(line[name]) if line[name] else None for name in ("value", "numerator", "denominator"))
    return Row(line["indicator"], Month.parse(line["month"]), line["part"], line["part_code"], value, line["mark"], above, below)


def ties_between(rows: Sequence[Row]) -> Iterator[Tie]:
    """Give every sum that holds of the numbers behind figures, for all that a reader of the definitions knows."""
    numbers = {name: row for row in rows for part, name in row.numbers().items() if part != "rest"}
    for row in rows:
        if "rest" in (named := row.numbers()):
            yield Tie({named["above"]: 1, named["rest"]: 1, named["below"]: -1}, equal=True)
    yield from _by_part(numbers)
    yield from _by_month(numbers)
    for name in numbers:
        if name[3] and (whole := (*name[:3], frozenset(), *name[4:])) in numbers:
            yield Tie({name: 1, whole: -1}, equal=False)
    for name in [name for name in numbers if name[0] == "children_in_care" and not name[3] and name[6] == "authority"]:
        before = (*name[:5], name[5].plus(-1), *name[6:])
        came, went = (("periods_of_care", on, "month", frozenset(), "", *name[5:]) for on in ("started_on", "ended_on"))
        if {before, came, went} <= numbers.keys():
            yield Tie({before: 1, came: 1, went: -1, name: -1}, equal=True)


def _by_part(numbers: Iterable[Number]) -> Iterator[Tie]:
    """Rows are in one part each, so the parts make the whole; of different children a part has no more than the whole."""
    parts: dict[tuple[Number, str], list[Number]] = defaultdict(list)
    for name in numbers:
        if name[6] != "authority":
            parts[(*name[:6], "authority", ""), name[6]].append(name)
    known = set(numbers)
    for (whole, _), members in parts.items():
        if whole in known and not whole[4]:
            yield Tie(dict.fromkeys(members, 1) | {whole: -1}, equal=True)
        elif whole in known:
            yield from (Tie({member: 1, whole: -1}, equal=False) for member in members)


def _by_month(numbers: Iterable[Number]) -> Iterator[Tie]:
    """Twelve months, a quarter and a year to date are the sum of their months, printed or not."""
    known = set(numbers)
    shown = {(*name[:5], name[5], name[6]) for name in known}
    for name in [name for name in known if name[2] not in ("month", "month_end") and not name[4]]:
        first = {"rolling_12_months": name[5].plus(-11), "quarter": name[5].plus(-2)}.get(name[2], financial_year_start(name[5]))
        single = (*name[:2], "month", *name[3:])
        months = [(*single[:5], month, *single[6:]) for month in months_between(first, name[5])]
        # A part without rows in a month has no line in the file.
        terms = [month for month in months if month in known or (*month[:5], month[5], month[6]) not in shown]
        yield Tie(dict.fromkeys(terms, 1) | {name: -1}, equal=True)


def exactly(row: Row) -> dict[Number, float]:
    """Give the numbers that a printed line says outright."""
    if row.value is None:
        return dict.fromkeys(row.numbers().values(), 0.0) if row.mark == "z" else {}
    assert row.definition.unit == "count" or row.above is not None, "the CSV gives the parts of every printed share"
    said = {"above": row.value if row.definition.unit == "count" else row.above, "below": row.below}
    return {name: float(said[part] or 0) for part, name in row.numbers().items() if part in said}


def puzzle(rows: Sequence[Row], earlier: Sequence[Row], truth: dict[Number, float]) -> Puzzle:
    """Put together all that is known from one publication and from earlier lines that are taken for right.

    A tie that the truth does not bear out would only mislead, so the attacker is spared it.
    """
    made, everything = Puzzle(), {row.place: row for row in (*earlier, *rows)}
    for tie in ties_between(list(everything.values())):
        total = sum(truth.get(name, math.nan) * factor for name, factor in tie.terms.items())
        if math.isnan(total) or total == 0 or (total < 0 and not tie.equal):
            made.ties.append(tie)
    for row in rows:
        if row.value is None and row.definition.unit == "count":
            made.say(row.numbers()["above"], 1, math.inf)  # zeros are printed
    for row in (*earlier, *rows):
        for name, number in exactly(row).items():
            made.say(name, number, number)
    return made


@dataclass(frozen=True)
class Made:
    """A home with its publications in the order in which they were released, each in a folder."""

    home: Home
    folders: tuple[Path, ...]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """December, January, and January corrected by what was known a month later; at full size December corrected."""
    folder, patch = tmp_path_factory.mktemp("published"), pytest.MonkeyPatch()
    if not LONG:
        patch.setattr(figures, "MONTHS_SHOWN", 2)
        patch.setattr(publishing, "true_cells", lambda *given: tuple(cell for cell in figures.true_cells(*given) if _in_short(cell)))
    try:
        home, todo = _whole(folder) if LONG else _small(folder)
        folders = []
        for number, (snapshot, month, erratum) in enumerate(todo):
            folders.append(folder / f"site-{number}")
            publish(home, snapshot, month, folders[-1], released_on=RELEASED, erratum=erratum)
        yield Made(home, tuple(folders))
    finally:
        patch.undo()


def _in_short(cell: Cell) -> bool:
    return DEFINITIONS[cell.at.indicator].fact in IN_SHORT


def _small(folder: Path) -> tuple[Home, list[tuple[Snapshot, Month, str]]]:
    authority, home = invent(7, scale=0.05), Home(folder / "home")
    home.make()
    home.settings.write_text(yaml.safe_dump(settings(authority), sort_keys=False), encoding="utf-8")
    found = []
    for day in (JANUARY.end, date(2024, 2, 29)):
        extract = read_tables(write_tables_extract(authority, day, folder / f"{day}.zip"), as_at=day, authority=authority.code)
        found.append(load_extract(home, extract, progress=silent).snapshot)
    return home, [(found[0], JANUARY, ""), (found[1], JANUARY, "What came late is counted.")]


def _whole(folder: Path) -> tuple[Home, list[tuple[Snapshot, Month, str]]]:
    home = Home(folder / "home")
    if named := os.environ.get("LIGHTWELL_HOME"):
        shutil.copytree(named, home.path)
        shutil.rmtree(home.path / "published", ignore_errors=True)
    else:
        subprocess.run([Path(sys.executable).parent / "lightwell", "demo", "--no-serve", "--home", home.path], check=True)
    first, second = (open_snapshot(home, _made_at(home, month)) for month in (DECEMBER, JANUARY))
    return home, [(first, DECEMBER, ""), (second, JANUARY, ""), (second, DECEMBER, "What came late is counted.")]


def _made_at(home: Home, month: Month) -> str:
    return next(each.name for each in sorted(home.snapshots.iterdir()) if each.name.startswith(month.end.isoformat()))


def truth_of(made: Made, number: int) -> dict[Number, float]:
    """Give the true numbers behind one publication, to know which are small and which earlier figures are right still."""
    found: dict[Number, float] = {}
    for kept in editions(made.home)[number].kept:
        at, cell = kept.at, kept.cell
        names = Row(at.indicator, at.month, at.breakdown, at.member, None, "", None, None).numbers()
        said = {"above": cell.numerator, "below": cell.denominator or 0.0, "rest": (cell.denominator or 0.0) - cell.numerator}
        found |= {name: said[part] for part, name in names.items()}
    return found


def _hidden(rows: Iterable[Row]) -> dict[Number, Row]:
    counts = {"above", "below", "rest"}
    return {name: row for row in rows if row.mark == "c" for part, name in row.numbers().items() if part in counts}


def _earlier(made: Made, number: int) -> list[Row]:
    """Give the lines of earlier publications, the newest number of each place."""
    return list({row.place: row for folder in made.folders[:number] for row in read(folder) if row.value is not None}.values())


def test_nothing_comes_out_of_a_publication_and_those_before_it(made: Made) -> None:
    for number, folder in enumerate(made.folders):
        rows, truth = read(folder), truth_of(made, number)
        assert any(row.value for row in rows)
        # What is right still of what was printed before, a reader may have kept.
        right = [row for row in _earlier(made, number) if all(truth.get(name, value) == value for name, value in exactly(row).items())]
        small = [name for name in _hidden(rows) if 1 <= truth[name] <= SMALL]
        assert len(small) > 100
        found = puzzle(rows, right, truth).between(small, low=1, high=SMALL, width=WIDTH)
        assert {name: (low, high) for name, (low, high) in found.items() if 1 <= low <= high <= SMALL or high - low < WIDTH} == {}


def test_the_attacker_would_succeed_if_only_small_numbers_were_taken_out(made: Made) -> None:
    truth = truth_of(made, 0)
    rows = [_careless(row, truth) for row in read(made.folders[0])]
    small = [name for name in _hidden(rows) if 1 <= truth[name] <= SMALL]
    found = puzzle(rows, (), truth).between(small, low=1, high=SMALL, width=WIDTH)
    pinned = [name for name, (low, high) in found.items() if 1 <= low <= high <= SMALL]
    assert len(pinned) > 20
    assert all(found[name][0] <= truth[name] <= found[name][1] for name in pinned)


def _careless(row: Row, truth: dict[Number, float]) -> Row:
    """Print a line unless one of its own numbers is small."""
    numbers = {part: truth[name] for part, name in row.numbers().items()}
    if row.mark != "c" or row.definition.unit == "mean" or any(1 <= number <= SMALL for number in numbers.values()):
        return row
    return replace(row, value=numbers["above"], above=numbers["above"], below=numbers.get("below"), mark="")


def test_what_was_corrected_and_is_suppressed_does_not_help_who_takes_it_for_right(made: Made) -> None:
    rows, truth = read(made.folders[-1]), truth_of(made, -1)
    now = {name: value for row in rows for name, value in exactly(row).items()}
    # A line of which another number is printed now was wrong, as anyone can see.
    believed = [row for row in _earlier(made, -1) if all(now.get(name, value) == value for name, value in exactly(row).items())]
    small = [name for name in _hidden(rows) if 1 <= truth[name] <= SMALL]
    pinned = _pinned(puzzle(rows, believed, truth), small)
    # What the earlier figures come to by themselves, whatever is printed now, no suppression takes back.
    marks = [replace(row, value=None, mark="c", above=None, below=None) if row.value else row for row in rows]
    assert pinned - _pinned(puzzle(marks, believed, truth), list(pinned)) == set()


def _pinned(known: Puzzle, asked: Sequence[Number]) -> set[Number]:
    found = known.between(asked, low=1, high=SMALL, width=0, may_clash=True)
    return {name for name, (low, high) in found.items() if 1 <= low <= high <= SMALL}


def test_a_correction_by_few_does_not_come_out(made: Made) -> None:
    rows, truth = read(made.folders[-1]), truth_of(made, -1)
    before = {name: value for row in _earlier(made, -1) for name, value in exactly(row).items()}
    moved = {name for name, value in before.items() if truth.get(name) and 1 <= abs(truth[name] - value) <= SMALL}
    assert len(moved) > 3
    right = [row for row in _earlier(made, -1) if all(truth.get(name, value) == value for name, value in exactly(row).items())]
    known = puzzle(rows, right, truth)
    for name in moved:
        up = truth[name] > before[name]
        low, high = (before[name] + 1, before[name] + SMALL) if up else (before[name] - SMALL, before[name] - 1)
        least, most = known.between([name], low=low, high=high, width=WIDTH)[name]
        assert not (low <= least and most <= high), (name, before[name], least, most)


def test_the_pages_say_no_more_than_the_csv(made: Made) -> None:
    for folder in made.folders:
        printed = {(row.indicator, row.month.name): row for row in read(folder) if row.part == "authority"}
        seen = 0
        for (indicator, month), row in printed.items():
            page = (folder / f"indicator-{indicator.replace('_', '-')}.html").read_text("utf-8")
            shown = re.search(rf'<th scope="row" class="name">{month}</th><td>(.*?)</td>', page)
            if shown is not None:
                said = unescape(re.sub("<[^>]*>|\\[e\\].*", "", shown[1])).strip()
                assert (said == "c") == (row.mark == "c"), (indicator, month, said)
                seen += row.mark == "c"
        assert seen > 5
