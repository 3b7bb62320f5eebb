"""The pack as one HTML file that needs nothing else: no script, no font, no picture is fetched. It reads on a phone and prints."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from lightwell.periods import say_date
from lightwell.reports import charts, compared, wording
from lightwell.reports.model import Cell, Movement, Pack, Row, Section
from lightwell.reports.summary import distinct_rows, off_target, tally
from lightwell.results.model import State

ARROWS = {"up": ("↑", "up"), "down": ("↓", "down"), "level": ("→", "")}

LONGEST = 6
"""Most letters of a figure with which thirteen months have room side by side on a laptop and on paper: `12,345`."""

_MEANINGS = {
    State.NO_DATA: "no data",
    State.NOT_APPLICABLE: "not applicable",
    State.SUPPRESSED: "suppressed",
    State.TOO_FEW: "too few for a percentage",
}


def write(pack: Pack, path: Path) -> None:
    """Write the pack to a file, in UTF-8 with Unix line ends: the same pack gives the same bytes."""
    path.write_bytes(render(pack).encode("utf-8"))


def render(pack: Pack) -> str:
    """Make the page. Every text of the pack is escaped; only charts and the style sheet, which are made here, go in as they are."""
    environment = Environment(
        loader=PackageLoader(__package__, ""), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.get_template("pack.html")
    return template.render(
        pack=pack,
        style=Markup(resources.files(__package__).joinpath("pack.css").read_text("utf-8")),  # noqa: S704 - our own file
        rows=distinct_rows(pack.sections),
        tally={status.value: count for status, count in tally(distinct_rows(pack.sections)).items()},
        off_target=off_target(pack.sections),
        as_at=say_date(pack.provenance.as_at),
        anchors={one.definition.id: f"measure-{place}" for place, one in enumerate(pack.explanations, start=1)},
        marks=compared.marks(pack),
        status_words=wording.STATUS_WORDS,
        titled=wording.titled,
        with_unit=wording.with_unit,
        why=_why,
        moved=_moved,
        shown=compared.columns,
        sourced=compared.sourced,
        sources_of=compared.sources,
        source_heading=compared.SOURCE_HEADING,
        revised_to=compared.now,
        later=compared.later,
        spoken=compared.spoken,
        long=_long,
        chart=_chart,
        spark=_spark,
    ).replace("\r\n", "\n")


def _why(cell: Cell) -> str:
    """Say in words why a cell has no figure; empty where it has one."""
    return _MEANINGS.get(cell.state, "")


def _moved(movement: Movement) -> tuple[str, str]:
    """Give the arrow and the word read out for it."""
    return ARROWS.get(movement.arrow, ("", ""))


def _long(section: Section) -> bool:
    """Whether figures are so long that only the latest months and the first have room; the list behind the chart has them all."""
    return any(len(cell.text) > LONGEST for row in section.rows for cell in row.cells)


def _chart(section: Section, name: str, *, narrow: bool) -> Markup:
    """Draw a section's chart, wide for a screen and paper or narrow for a phone. The SVG escapes its own texts."""
    drawn = charts.series(section.row(section.chart))
    width, height, text = (350.0, 230.0, 12.0) if narrow else (760.0, 300.0, 13.0)
    return Markup(charts.line_chart(drawn, name=name, title=section.chart_title, width=width, height=height, text=text))  # noqa: S704 - made of numbers, and of words that it escapes


def _spark(row: Row) -> Markup:
    return Markup(charts.sparkline(charts.series(row), width=84, height=22))  # noqa: S704 - made of numbers only
