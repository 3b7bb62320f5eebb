"""Packs to test and to look at: one from published figures, one of a first month, one that is as crowded as they come.

`published.csv` holds the monthly figures printed in Southampton City Council's performance pack of March 2024 (January 2022 and January
2023 to January 2024; blanks are absent), and `targets.csv` the targets and comparator columns of the same table, published by the council
with its scrutiny panel's papers. `cla` and `cla_rate` follow the two sections that agree with the DfE. The columns of other areas in the
pack are not those of the file: they are read from the statistics that are shipped.
"""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from lightwell.comparators import SHIPPED, Comparison, Measure, Neighbours, Viewpoint, authority_of
from lightwell.comparators import Cell as PublishedCell
from lightwell.comparators.areas import area_of, regions_of
from lightwell.comparators.model import LeftOut
from lightwell.definitions import Catalogue, load
from lightwell.definitions.model import Better, Definition, Unit
from lightwell.definitions.targets import Target
from lightwell.periods import Month
from lightwell.reports import layout as layouts
from lightwell.reports.assemble import assemble
from lightwell.reports.comparing import Beside, Others, View, others_of, releases_said
from lightwell.reports.layout import Layout, SectionLayout
from lightwell.reports.model import Pack, Provenance
from lightwell.results.model import AUTHORITY, State, Value
from lightwell.results.settings import Beside as Choices
from lightwell.results.settings import NeighbourList, Settings
from lightwell.signals import Judged, Series
from lightwell.signals.judge import judge

HERE = Path(__file__).parent
MONTH = Month(2024, 1)
SNAPSHOT = "2024-01-31-4f2a91c0"
LONG_TITLE = "Percentage of children with a plan visited, reviewed and discussed as agreed"
LONG_AUTHORITY = "The Royal Borough and United Metropolitan Districts of Northmoor-on-the-Water"

PROVENANCE = Provenance(
    snapshot=SNAPSHOT,
    as_at=date(2024, 1, 31),
    source="Figures printed in the performance pack of March 2024",
    definitions="3f9a0c51d2e7",
    lightwell="0.1.0",
    comparators="",
)

SOUTHAMPTON = "E06000045"
LIST_2021 = NeighbourList(date(2017, 4, 1), "2021", "mean")
WHY_NONE = "The authority X01 is in no published statistics. Name one to compare it with under “comparators: like” in the settings."


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def catalogue() -> Catalogue:
    """Give the shipped definitions."""
    return load()


def invented(number: int, unit: Unit, better: Better, decimals: int) -> Definition:
    """Make a definition with a title of 75 letters, one of many like it."""
    return Definition(
        id=f"crowded_{number}",
        version=1,
        title=f"{LONG_TITLE[: 74 - len(str(number))]} {number}",
        question=f"{LONG_TITLE}?",
        aim="practice",
        unit=unit,
        better=better,
        decimals=decimals,
        fact="children_in_care",
        period_type="month_end",
        on="",
        of="true",
        count="true",
        distinct="",
        per="",
        breakdowns=(),
        comparator="",
        comparator_differs=f"The published figure is of the year; ours, number {number}, is of the month." if number % 2 else "",
        source="Invented for a test",
        note="",
        changes=(),
        examples=(),
        file=f"crowded_{number}.yaml",
    )


def value(of: Definition, month: Month, figure: float | None, state: State = State.KNOWN) -> Value:
    """Make one value of the whole authority."""
    known = state is State.KNOWN
    return Value(
        indicator=of.id,
        version=of.version,
        period=month,
        period_type=of.period_type,
        breakdown=AUTHORITY,
        member=AUTHORITY,
        numerator=figure if known else None,
        denominator=None,
        value=figure if known else None,
        state=state,
        population="",
        snapshot=SNAPSHOT,
    )


def published_values() -> dict[tuple[str, Month], Value]:
    """Read the published figures as values of the whole authority."""
    known = catalogue().definitions
    return {
        (row["indicator"], Month.parse(row["period"])): value(known[row["indicator"]], Month.parse(row["period"]), float(row["value"]))
        for row in _rows("published.csv")
        if row["value"]
    }


def targets() -> tuple[Target, ...]:
    """Read the published targets; within five in a hundred of one counts as near."""
    return tuple(
        Target(row["id"], date(2023, 4, 1), float(row["target"]), round(float(row["target"]) * 0.05, 2))
        for row in _rows("targets.csv")
        if row["target"]
    )


def settings(*choices: NeighbourList, authority: str = SOUTHAMPTON, like: str = "") -> Settings:
    """Make the settings of a service that is compared with the neighbours of some dated choices."""
    return Settings(authority, "Testshire", comparators=Choices(like, choices or (LIST_2021,)))


def others(month: Month = MONTH, of: Settings | None = None, known_on: date = PROVENANCE.as_at) -> Others:
    """Read from the shipped statistics what a pack of a month is set beside: Southampton's neighbours, region and England."""
    return others_of(of or settings(), catalogue().definitions.values(), SHIPPED, month, known_on)


def view(choice: NeighbourList = LIST_2021, *, own: bool = True) -> View:
    """Give from where a pack looks that is compared as Southampton is."""
    return View(Viewpoint(authority_of(SOUTHAMPTON), choice.list_name), choice, own)


def beside(
    own: float | str, neighbours: float | None, region: float | str, england: float | str, later: float | None = None, left_out: str = ""
) -> Beside:
    """Make what one indicator is set beside from four figures or markers; `later` is what England was revised to."""
    then = _comparison("cin-2023", own, neighbours, region, england, left_out)
    now = _comparison("cin-2025", own, neighbours, region, later, left_out) if later is not None else None
    return Beside(then, now)


def _comparison(
    release: str, own: float | str, neighbours: float | None, region: float | str, england: float | str, left_out: str
) -> Comparison:
    southampton = authority_of(SOUTHAMPTON)
    measure = Measure("dfe.invented", "Invented", "percent", "neither", "31 March", "Something.", ("invented",))
    missing = (LeftOut(area_of("E08000026"), left_out),) if left_out else ()
    found = SHIPPED.release(release)

    def cell(area: str, figure: float | str) -> PublishedCell:
        known = isinstance(figure, float)
        return PublishedCell(area_of(area), figure if known else None, "" if known else str(figure), found)  # type: ignore[arg-type]

    return Comparison(
        measure,
        2023,
        found,
        cell(SOUTHAMPTON, own),
        Neighbours("2021", (), 10 - len(missing), neighbours, neighbours, missing),
        cell(regions_of(southampton)[0].code, region),
        cell("E92000001", england),
    )


def sample_pack(authority: str = "Southampton City Council (published figures)") -> Pack:
    """Make the pack of January 2024 from the published figures: 76 indicators in nine sections."""
    found = others()
    return assemble(
        month=MONTH,
        values=published_values(),
        judged=judged(published_values(), catalogue().definitions),
        catalogue=catalogue(),
        targets=targets(),
        others=found,
        layout=layouts.load(),
        authority=authority,
        provenance=dataclasses.replace(PROVENANCE, comparators=releases_said(found)),
    )


def empty_pack() -> Pack:
    """Make the pack of a first month: one figure is known, averages and shares of no children do not apply, the rest is no data."""
    known = catalogue().definitions
    values = {("referrals", MONTH): value(known["referrals"], MONTH, 0.0)}
    for one in known.values():
        if one.unit in ("percent", "mean"):
            values[(one.id, MONTH)] = value(one, MONTH, None, State.NOT_APPLICABLE)
    values[("cla", MONTH)] = value(known["cla"], MONTH, 1.0)
    return assemble(
        month=MONTH,
        values=values,
        catalogue=catalogue(),
        targets=targets(),
        others=Others(None, {}, WHY_NONE),
        layout=layouts.load(),
        authority="Newly Formed Council",
        provenance=PROVENANCE,
    )


def crowded_pack(authority: str = LONG_AUTHORITY) -> Pack:
    """Make a pack with 40 rows in one section, long titles, figures in the millions, and every state, status, movement and marker."""
    units: tuple[Unit, ...] = ("percent", "count", "per_10_000", "mean")
    betters: tuple[Better, ...] = ("higher", "lower", "neither")
    entries = [invented(n, units[n % 4], betters[n % 3], (0, 0, 1, 2)[n % 4]) for n in range(1, 41)]
    section = SectionLayout(
        id="crowded",
        aim_id="practice",
        aim="An aim whose words go on for rather longer than anybody who wrote them can have intended",
        heading="A heading long enough to need a second line at the size that headings are set in, on paper and on a phone",
        outcome="Everything is done for everyone, everywhere, at once.",
        chart="crowded_1",
        indicators=tuple(one.id for one in entries),
    )
    found = dict(_crowded_values(entries))
    return assemble(
        month=MONTH,
        values=found,
        judged=judged(found, {one.id: one for one in entries}),
        catalogue=Catalogue({one.id: one for one in entries}, {}),
        targets=tuple(Target(one.id, date(2020, 4, 1), 1234567.0 if one.unit == "count" else 55.0, 5.0) for one in entries[::2]),
        others=Others(view(), {one.id: _crowded_beside(number) for number, one in enumerate(entries) if number % 5 == 0}),
        layout=Layout((section,)),
        authority=authority,
        provenance=dataclasses.replace(PROVENANCE, comparators="Characteristics of children in need, 2023 release"),
    )


def _crowded_beside(number: int) -> Beside:
    marker = ("c", "k", "x", "z")[number // 5 % 4]
    return beside(marker, 1234567.8, 98.7, 98.7, later=97.6 if number % 2 else None, left_out="not applicable" if number % 3 else "")


def judged(found: Mapping[tuple[str, Month], Value], definitions: Mapping[str, Definition]) -> dict[str, Judged]:
    """Judge the values of a sample as those of a home are: by all months that it has."""
    months = sorted({month for _, month in found})
    batch = [
        Series(
            key=one.id,
            unit=one.unit,
            months=tuple(months),
            values=tuple(each.value if (each := found.get((one.id, month))) else None for month in months),
            better=one.better,
            at_month_end=one.period_type == "month_end",
            decimals=one.decimals,
        )
        for one in definitions.values()
    ]
    return {each.key: each for each in judge(batch)}


def _crowded_values(entries: list[Definition]) -> Iterator[tuple[tuple[str, Month], Value]]:
    states = (State.NO_DATA, State.NOT_APPLICABLE, State.SUPPRESSED, State.TOO_FEW)
    for number, one in enumerate(entries, start=1):
        for step in range(25):
            month = MONTH.plus(step - 24)
            scale = 1_234_567 if one.unit == "count" else 50
            figure = scale * (1 + (number % 5) * 0.02 * (step % 4))
            blank = number % 10 == 0 or (number % 4 == 3 and step % 6 == 2)
            state = states[(number // 10 + step) % 4] if blank else State.KNOWN
            yield (one.id, month), value(one, month, 0.0 if number == 17 else float(round(figure, 2)), state)
