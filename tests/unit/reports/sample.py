"""Packs to test and to look at: one from published figures, one of a first month, one that is as crowded as they come.

`published.csv` holds the monthly figures printed in Southampton City Council's performance pack of March 2024 (January 2022 and January
2023 to January 2024; blanks are absent), and `targets.csv` the targets and comparator columns of the same table, published by the council
with its scrutiny panel's papers. `cla` and `cla_rate` follow the two sections that agree with the DfE.
"""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lightwell.comparators.model import Comparator
from lightwell.definitions import Catalogue, load
from lightwell.definitions.model import Better, Definition, Unit
from lightwell.definitions.targets import Target
from lightwell.periods import Month
from lightwell.reports import layout as layouts
from lightwell.reports.assemble import assemble
from lightwell.reports.layout import Layout, SectionLayout
from lightwell.reports.model import Pack, Provenance
from lightwell.results.model import AUTHORITY, State, Value

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
    comparators=(
        "DfE, Characteristics of children in need 2022 to 2023; Children looked after in England 2023. Neighbours: mean of ten, 2021 list"
    ),
)


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


def comparators() -> tuple[Comparator, ...]:
    """Read the published comparator columns."""
    return tuple(_comparators())


def _comparators() -> Iterator[Comparator]:
    for row in _rows("targets.csv"):
        if row["neighbours"]:
            note = "Mean of the ten authorities of the 2021 list."
            yield Comparator(row["id"], "neighbours", "Ten statistical neighbours", "2022/23", float(row["neighbours"]), "DfE 2023", note)
        if row["region"]:
            yield Comparator(row["id"], "region", "South East", "2022/23", float(row["region"]), "DfE 2023", "")
        if row["england"]:
            yield Comparator(row["id"], "england", "England", "2022/23", float(row["england"]), "DfE 2023", "")


def sample_pack(authority: str = "Southampton City Council (published figures)") -> Pack:
    """Make the pack of January 2024 from the published figures: 76 indicators in nine sections."""
    return assemble(
        month=MONTH,
        values=published_values(),
        catalogue=catalogue(),
        targets=targets(),
        comparators=comparators(),
        layout=layouts.load(),
        authority=authority,
        provenance=PROVENANCE,
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
        comparators=(),
        layout=layouts.load(),
        authority="Newly Formed Council",
        provenance=dataclasses.replace(PROVENANCE, comparators="none loaded"),
    )


def crowded_pack(authority: str = LONG_AUTHORITY) -> Pack:
    """Make a pack with 40 rows in one section, long titles, figures in the millions, and every state, status and movement."""
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
    return assemble(
        month=MONTH,
        values=dict(_crowded_values(entries)),
        catalogue=Catalogue({one.id: one for one in entries}, {}),
        targets=tuple(Target(one.id, date(2020, 4, 1), 1234567.0 if one.unit == "count" else 55.0, 5.0) for one in entries[::2]),
        comparators=tuple(Comparator(one.id, "england", "England", "2022/23", 98.7, "DfE 2023", "") for one in entries[::5]),
        layout=Layout((section,)),
        authority=authority,
        provenance=PROVENANCE,
    )


def _crowded_values(entries: list[Definition]) -> Iterator[tuple[tuple[str, Month], Value]]:
    states = (State.NO_DATA, State.NOT_APPLICABLE, State.SUPPRESSED)
    for number, one in enumerate(entries, start=1):
        for step in range(25):
            month = MONTH.plus(step - 24)
            scale = 1_234_567 if one.unit == "count" else 50
            figure = scale * (1 + (number % 5) * 0.02 * (step % 4))
            blank = number % 10 == 0 or (number % 4 == 3 and step % 6 == 2)
            state = states[(number + step) % 3] if blank else State.KNOWN
            yield (one.id, month), value(one, month, 0.0 if number == 17 else float(round(figure, 2)), state)
