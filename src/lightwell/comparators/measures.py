"""The published statistics, by name: those that indicators are set beside, and every other series that is shipped or loaded."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping
from importlib.resources import files

from lightwell.comparators.model import Better, Measure
from lightwell.comparators.published import Published, described_series
from lightwell.errors import NotFound
from lightwell.plain_yaml import parse_yaml

PREFIX = "dfe."

_POLARITY: dict[str, Better] = {"Low": "lower", "High": "higher"}
_PERIODS = {
    "Academic Year": "academic year",
    "Annual (end of Sept)": "30 September",
    "Calendar Year": "calendar year",
    "Annual": "31 March",
}


@functools.cache
def measures() -> Mapping[str, Measure]:
    """Give the measures that indicators name, by id."""
    entries = parse_yaml((files("lightwell.comparators") / "measures.yaml").read_text(encoding="utf-8"))
    found = {}
    for entry in entries:
        entry["series"] = tuple(entry["series"])
        found[entry["id"]] = Measure(**entry)
    return found


def measure_named(name: str, published: Published) -> Measure:
    """Find a measure by its id, with or without `dfe.`, or any published series by its own name; raises `NotFound`."""
    known = measures()
    for wanted in (name, PREFIX + name):
        if wanted in known:
            return known[wanted]
    by_series = next((measure for measure in known.values() if measure.series[0] == name), None)
    if by_series is not None:
        return by_series
    if name in described_series() or published.rows("select 1 from published where series = ? limit 1", [name]):
        return _of_series(name)
    names = (*known, *described_series())
    close = difflib.get_close_matches(name.casefold(), names, 4, 0.7) or [one for one in names if name.casefold() in one.casefold()]
    hint = f"Did you mean {', '.join(close[:4])}?" if close else "List them with: lightwell comparators list"
    raise NotFound(f"No published statistic is called “{name[:60]}”. {hint}")


def _of_series(name: str) -> Measure:
    """Describe a series that no indicator names by what its publication says of it."""
    said = described_series().get(name, {})
    return Measure(
        name,
        said.get("title") or name.removeprefix("lait_").replace("_", " ").capitalize(),
        said.get("unit", ""),
        _POLARITY.get(said.get("polarity", ""), "neither"),
        _PERIODS.get(said.get("year_type", ""), "year to 31 March"),
        said.get("description", ""),
        (name,),
        said.get("link", ""),
    )
