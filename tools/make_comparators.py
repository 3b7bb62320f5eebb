"""Writes the published statistics that are shipped: `python -m tools.make_comparators FOLDER`, with the files as they were gathered.

FOLDER holds `benchmarks_all_las.csv.gz`, `benchmark_indicators.csv`, `statistical_neighbours.csv` and `local_authority_codes.csv`
(Department for Education and Office for National Statistics, Open Government Licence v3.0). Run it when they are gathered anew; what it
writes is committed. Every row is written or refused by name: a value that is neither a number nor a known marker, a period that names
no year, an area or a release that is not listed, and the same cell twice all stop it.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from lightwell.comparators.markers import read_cell
from lightwell.comparators.periods import year_ending

DATA = Path(__file__).parents[1] / "src" / "lightwell" / "comparators"
_LEVELS = {"Local authority": "authority", "Regional": "region", "National": "england"}
_NAMES = {"London (Inner)": "Inner London", "London (Outer)": "Outer London", "Yorkshire and the Humber": "Yorkshire and The Humber"}

LONDON = "E12000007"
INNER_AND_OUTER = ("E13000001", "E13000002")

ALSO = {
    "825": "E10000002",
    "815": "E10000023",
    "933": "E10000027",
    "370": "E08000038",
    "373": "E08000039",
    "390": "E08000020",
    "929": "E06000048",
}
"""ONS codes that an authority had before, or has taken since, with the same area or nearly so, by its old code."""

SHARED = ("E06000061+E06000062", "E09000021+E09000027")
"""Authorities whose children's social workers are one service, and counted as one."""

WORKFORCE = ("lait_work_force_", "lait_social_work_")
"""The interactive tool's series of social workers."""

YEARS = {
    "835": (None, 2019),
    "836": (None, 2019),
    "837": (None, 2019),
    "838": (2020, None),
    "839": (2020, None),
    "928": (None, 2021),
    "940": (2022, None),
    "941": (2022, None),
    "909": (None, 2023),
    "942": (2024, None),
    "943": (2024, None),
}
"""The first and last year (ending in) of authorities that began or ended while the statistics were kept: April 2019, 2021 and 2023."""


def main(folder: Path) -> None:
    """Read the gathered files and write what is shipped."""
    authorities = list(csv.DictReader((folder / "local_authority_codes.csv").open(encoding="utf-8", newline="")))
    codes = _write_areas(folder, authorities)
    _write_values(folder, codes)
    _write_neighbours(folder, {row["old_la_code"]: row["new_la_code"] for row in authorities})
    _write_series(folder)


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    with gzip.open(folder / "benchmarks_all_las.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _write_areas(folder: Path, authorities: list[dict[str, str]]) -> set[str]:
    above = {row["geography_code"]: (row["geography_name"], _LEVELS[row["geography_level"]]) for row in _rows(folder)}
    rows = [
        [
            *(row["new_la_code"], row["la_name"], "authority", row["old_la_code"], row["region_code"], ALSO.get(row["old_la_code"], "")),
            *(year or "" for year in YEARS.get(row["old_la_code"], (None, None))),
        ]
        for row in authorities
    ]
    for code, (name, level) in sorted(above.items()):
        if level != "authority":
            rows.append([code, _NAMES.get(name, name), level, "", LONDON if code in INNER_AND_OUTER else "", "", "", ""])
    with (DATA / "data" / "areas.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "level", "old_code", "region", "also", "first_year", "last_year"])
        writer.writerows(rows)
    return {str(row[0]) for row in rows}


def _write_values(folder: Path, codes: set[str]) -> None:
    named = {name: entry["id"] for entry in yaml.safe_load((DATA / "releases.yaml").read_text(encoding="utf-8")) for name in entry["names"]}
    found: Cells = {}
    for row in _rows(folder):
        area = row["geography_code"].replace(" / ", "+")
        if not set(area.split("+")) <= codes:
            raise SystemExit(f"The area {area} ({row['geography_name']}) is not listed.")
        key = (row["indicator"], named[row["vintage"]], year_ending(row["time_period"]), area)
        if key in found:
            raise SystemExit(f"Two values for {key}.")
        found[key] = read_cell(row["value"])
    found = _joined(found)
    keys = sorted(found)
    table = pa.table(
        {
            "series": pa.array([key[0] for key in keys]).dictionary_encode(),
            "release": pa.array([key[1] for key in keys]).dictionary_encode(),
            "year": pa.array([key[2] for key in keys], pa.int16()),
            "area": pa.array([key[3] for key in keys]).dictionary_encode(),
            "value": pa.array([found[key][0] for key in keys], pa.float64()),
            "marker": pa.array([found[key][1] for key in keys]).dictionary_encode(),
        }
    )
    pq.write_table(table, DATA / "data" / "published.parquet", compression="zstd", compression_level=19, row_group_size=20_000)


Cells = dict[tuple[str, str, int, str], tuple[float | None, str]]


def _joined(found: Cells) -> Cells:
    """Put together what the interactive tool prints twice: the workforce of two authorities that share one service, as others publish it.

    Left apart, an average or a ranking would count the one figure twice.
    """
    made = dict(found)
    for series, release, year, area in found:
        one, _, other = next((pair for pair in SHARED if pair.startswith(f"{area}+")), "").partition("+")
        twin = (series, release, year, other)
        alike = one and twin in found and found[twin] == found[(series, release, year, area)] and found[twin][0] is not None
        if alike and series.startswith(WORKFORCE):
            made[(series, release, year, f"{one}+{other}")] = made.pop((series, release, year, area))
            del made[twin]
    return made


def _write_neighbours(folder: Path, codes: dict[str, str]) -> None:
    with (folder / "statistical_neighbours.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            (row["model"], codes[row["old_la_code"]], int(row["rank"]), codes[row["sn_old_la_code"]], row["closeness"].strip().capitalize())
            for row in csv.DictReader(file)
        ]
    columns = ("list", "area", "rank", "neighbour", "closeness")
    table = pa.table({name: [row[at] for row in sorted(rows)] for at, name in enumerate(columns)})
    pq.write_table(table, DATA / "data" / "neighbours.parquet", compression="zstd", compression_level=19)


def _write_series(folder: Path) -> None:
    """Write what is said about every series: that of the interactive tool where there is any, and the unit in any case."""
    units = {row["indicator"]: row["unit"] for row in _rows(folder)}
    with (folder / "benchmark_indicators.csv").open(encoding="utf-8", newline="") as file:
        said = {row["indicator"]: row for row in csv.DictReader(file)}
    columns = {"title": "name", "polarity": "polarity", "year_type": "year_type", "description": "description", "method": "methodology"}
    names = sorted(units)
    table = pa.table(
        {
            "series": names,
            "unit": [units[name] for name in names],
            **{ours: [" ".join(said[name][theirs].split()) if name in said else "" for name in names] for ours, theirs in columns.items()},
            "link": [said[name]["link"].strip() if name in said else "" for name in names],
        }
    )
    pq.write_table(table, DATA / "data" / "series.parquet", compression="zstd", compression_level=19)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
