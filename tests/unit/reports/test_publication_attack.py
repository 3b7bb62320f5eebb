"""An attacker who has the folder of a publication, and those before it, and a solver: nothing that is suppressed may come out.

He reads the CSV and the pages as anyone can, takes what ties the figures together from the indicators' definitions, which are public, and
shares no code with disclosure control. One breakdown is exempt: its figures must not come out either. In `make test` the figures are
invented: an edition and its erratum, two months of some indicators. `make test-long` gives him the whole invented authority: two editions
and an erratum of thirteen months. The home of one already made is named in `LIGHTWELL_HOME`.
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
from typing import Any

import pytest

from bench.disclosure import invented
from lightwell.definitions import Definition
from lightwell.definitions.load import load
from lightwell.disclosure import Cell
from lightwell.periods import Month, financial_year_start, months_between
from lightwell.reports.public import editions, figures, publish, publishing
from lightwell.store import Home, Snapshot, open_snapshot
from tests.unit.reports.attacker import Number, Puzzle, Tie
from tests.unit.reports.conftest import Small
from tests.unit.reports.test_public_exempt import written

LONG = bool(os.environ.get("LIGHTWELL_LONG"))
DECEMBER, JANUARY = Month(2023, 12), Month(2024, 1)
RELEASED = date(2024, 3, 1)
SMALL, WIDTH = 5, 3
DEFINITIONS = load().definitions
IN_SHORT = ("contacts", "referrals", "assessments", "periods_of_care")
"""The facts whose indicators are published in `make test`."""
EXEMPT = {"referrals": "Brackenholt", "cla_placed_for_adoption": "Ashmoor"} if LONG else {"referrals": "North", "contacts": "Abroad"}
"""The indicators, and one locality of each, that are exempt: some are zero."""


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
        # Zeros are printed, but for some beside an exempt figure; he is told which those are.
        if row.mark == "c" and row.definition.unit == "count" and truth[row.numbers()["above"]]:
            made.say(row.numbers()["above"], 1, math.inf)
    for row in (*earlier, *rows):
        for name, number in exactly(row).items():
            made.say(name, number, number)
    return made


@dataclass(frozen=True)
class Made:
    """A home with its publications in the order in which they were released, each in a folder, and what was exempt of each."""

    home: Home
    folders: tuple[Path, ...]
    exempt: tuple[tuple[Cell, ...], ...]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, small: Small) -> Iterator[Made]:
    """December, January, and January corrected by what was known a month later; at full size December corrected."""
    folder, patch, withheld = tmp_path_factory.mktemp("published"), pytest.MonkeyPatch(), []
    if not LONG:
        patch.setattr(figures, "MONTHS_SHOWN", 2)
        patch.setattr("lightwell.reports.public.site.render", lambda *_: b"%PDF-")
    decide = figures.decide

    def decided(*given: Any) -> Any:
        withheld.append(given[-1])
        return decide(*given)

    patch.setattr(publishing, "decide", decided)
    try:
        home, todo = _whole(folder) if LONG else _small(folder, small)
        parts = [
            (name.replace("_", "-"), name, f"{{indicator: {name}, breakdown: locality, member: {where}}}") for name, where in EXEMPT.items()
        ]
        (home.path / "exempt.yaml").write_text(written(*parts), encoding="utf-8")
        folders, exempt = [], []
        for number, (snapshot, month, erratum, cells) in enumerate(todo):
            if cells:
                patch.setattr(publishing, "true_cells", lambda _, months, cells=cells: tuple(c for c in cells if c.at.month in months))
            folders.append(folder / f"site-{number}")
            publish(home, snapshot, month, folders[-1], released_on=RELEASED, erratum=erratum)
            exempt.append(tuple(withheld[-1]))
        yield Made(home, tuple(folders), tuple(exempt))
    finally:
        patch.undo()


ToPublish = tuple[Snapshot, Month, str, list[Cell]]
"""The snapshot, the month, why it is corrected, and the figures in place of those of the snapshot."""


def _small(folder: Path, small: Small) -> tuple[Home, list[ToPublish]]:
    """January with rows that came late, then with all. The home is there; the figures are invented, for in it they are too few."""
    shutil.copytree(small.home.path, folder / "home")
    some = [of for of in DEFINITIONS.values() if of.fact in IN_SHORT and of.unit != "per_10_000"]
    then, now = (
        [replace(cell, shows_parts=True) for cell in invented(some, figures.PUBLISHED_BY[1:], seed=3, share=0.1, late=late)]
        for late in (0.1, 0.0)
    )
    for cells in (then, now):
        none = [replace(cell.at, breakdown="locality", member="Abroad") for cell in cells if cell.at.indicator == "contacts"]
        cells += [Cell(at, "count", 0.0, shows_parts=True) for at in dict.fromkeys(none)]
    return Home(folder / "home"), [
        (small.snapshot, JANUARY, "", then),
        (small.snapshot, JANUARY, "What came late is counted.", now),
    ]


def _whole(folder: Path) -> tuple[Home, list[ToPublish]]:
    home = Home(folder / "home")
    if named := os.environ.get("LIGHTWELL_HOME"):
        shutil.copytree(named, home.path)
        shutil.rmtree(home.path / "published", ignore_errors=True)
    else:
        subprocess.run([Path(sys.executable).parent / "lightwell", "demo", "--no-serve", "--home", home.path], check=True)
    first, second = (open_snapshot(home, _made_at(home, month)) for month in (DECEMBER, JANUARY))
    return home, [(first, DECEMBER, "", []), (second, JANUARY, "", []), (second, DECEMBER, "What came late is counted.", [])]


def _made_at(home: Home, month: Month) -> str:
    return next(each.name for each in sorted(home.snapshots.iterdir()) if each.name.startswith(month.end.isoformat()))


def truth_of(made: Made, number: int) -> dict[Number, float]:
    """Give the true numbers behind one publication, to know which are small and which earlier figures are right still."""
    found: dict[Number, float] = {}
    for cell in (*(kept.cell for kept in editions(made.home)[number].kept), *made.exempt[number]):
        said = {"above": cell.numerator, "below": cell.denominator or 0.0, "rest": (cell.denominator or 0.0) - cell.numerator}
        found |= {name: said[part] for part, name in _unsaid(cell).numbers().items()}
    return found


def _unsaid(cell: Cell) -> Row:
    """Give the line of a figure of which nothing is said."""
    return Row(cell.at.indicator, cell.at.month, cell.at.breakdown, cell.at.member, None, "", None, None)


def _known_of(made: Made, number: int) -> list[Row]:
    """Give the lines of one publication, and that there are exempt figures beside them, of which nothing is said."""
    return [*read(made.folders[number]), *map(_unsaid, made.exempt[number])]


def _hidden(rows: Iterable[Row]) -> dict[Number, Row]:
    counts = {"above", "below", "rest"}
    return {name: row for row in rows if row.mark == "c" for part, name in row.numbers().items() if part in counts}


def _earlier(made: Made, number: int) -> list[Row]:
    """Give the lines of earlier publications, the newest number of each place."""
    return list({row.place: row for folder in made.folders[:number] for row in read(folder) if row.value is not None}.values())


def test_nothing_comes_out_of_a_publication_and_those_before_it(made: Made) -> None:
    for number in range(len(made.folders)):
        rows, truth = _known_of(made, number), truth_of(made, number)
        assert any(row.value for row in rows)
        # What is right still of what was printed before, a reader may have kept.
        right = [row for row in _earlier(made, number) if all(truth.get(name, value) == value for name, value in exactly(row).items())]
        small = [name for name in _hidden(rows) if 1 <= truth[name] <= SMALL]
        assert len(small) > 30
        found = puzzle(rows, right, truth).between(small, low=1, high=SMALL, width=WIDTH)
        assert {name: (low, high) for name, (low, high) in found.items() if 1 <= low <= high <= SMALL or high - low < WIDTH} == {}


def test_nothing_exempt_comes_out_of_a_publication(made: Made) -> None:
    for number, folder in enumerate(made.folders):
        rows, truth, exempt = read(folder), truth_of(made, number), made.exempt[number]
        assert not {row.place for row in rows} & {_unsaid(cell).place for cell in exempt}
        right = [row for row in _earlier(made, number) if all(truth.get(name, value) == value for name, value in exactly(row).items())]
        asked = {_unsaid(cell).numbers()["above"]: cell.numerator for cell in exempt}
        assert sorted({number > 0 for number in asked.values()}) == [False, True]
        known = puzzle([*rows, *map(_unsaid, exempt)], right, truth)
        assert _too_close(known, asked) == {}


def test_the_attacker_would_find_what_is_exempt_if_nothing_else_were_taken_out(made: Made) -> None:
    truth, exempt = truth_of(made, 0), made.exempt[0]
    rows = [*(_careless(row, truth, least=0) for row in read(made.folders[0])), *map(_unsaid, exempt)]
    asked = {_unsaid(cell).numbers()["above"]: cell.numerator for cell in exempt}
    found = _too_close(puzzle(rows, (), truth), asked)
    assert {asked[name] > 0 for name in found} == {False, True}


def _too_close(known: Puzzle, asked: dict[Number, float]) -> dict[Number, tuple[float, float]]:
    """Give the exempt numbers that are known more closely than a small number, or than a fifth of themselves."""
    least = {name: max(float(WIDTH), number / 5) for name, number in asked.items()}
    found = {name: known.between([name], low=math.inf, high=-math.inf, width=least[name])[name] for name in asked}
    return {name: (low, high) for name, (low, high) in found.items() if high - low < least[name]}


def test_the_attacker_would_succeed_if_only_small_numbers_were_taken_out(made: Made) -> None:
    truth = truth_of(made, 0)
    rows = [_careless(row, truth) if row.mark else row for row in _known_of(made, 0)]
    small = [name for name in _hidden(rows) if 1 <= truth[name] <= SMALL]
    found = puzzle(rows, (), truth).between(small, low=1, high=SMALL, width=WIDTH)
    pinned = [name for name, (low, high) in found.items() if 1 <= low <= high <= SMALL]
    assert len(pinned) > 10
    assert all(found[name][0] <= truth[name] <= found[name][1] for name in pinned)


def _careless(row: Row, truth: dict[Number, float], *, least: int = SMALL) -> Row:
    """Print a line unless one of its own numbers is small."""
    numbers = {part: truth[name] for part, name in row.numbers().items()}
    if row.mark != "c" or row.definition.unit == "mean" or any(1 <= number <= least for number in numbers.values()):
        return row
    return replace(row, value=numbers["above"], above=numbers["above"], below=numbers.get("below"), mark="")


def test_what_was_corrected_and_is_suppressed_does_not_help_who_takes_it_for_right(made: Made) -> None:
    rows, truth = _known_of(made, -1), truth_of(made, -1)
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
    rows, truth = _known_of(made, -1), truth_of(made, -1)
    before = {name: value for row in _earlier(made, -1) for name, value in exactly(row).items()}
    moved = {name for name, value in before.items() if truth.get(name) and 1 <= abs(truth[name] - value) <= SMALL}
    assert len(moved) > 2
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
