"""Makes every file of the public site in memory: pages, style sheet, pack and open data, by their names."""

from __future__ import annotations

from importlib import resources
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from lightwell.definitions.model import Definition
from lightwell.disclosure import AUTHORITY, Coordinates, Printed
from lightwell.periods import say_date
from lightwell.reports import charts, compared, pdf, wording
from lightwell.reports.counting import counting
from lightwell.reports.html import ARROWS
from lightwell.reports.indicator import against_target, over_months, since
from lightwell.reports.model import Row, Section
from lightwell.reports.public import open_data
from lightwell.reports.public.model import Site
from lightwell.reports.summary import distinct_rows, off_target, tally
from lightwell.results import State

_WHY = {State.NO_DATA: "no data", State.NOT_APPLICABLE: "not applicable", State.SUPPRESSED: "suppressed"}


def files_of(site: Site) -> dict[str, bytes]:
    """Make the files: name relative to the folder, and content. The same site gives the same bytes."""
    pages: dict[str, tuple[str, dict[str, Any]]] = {
        "index.html": ("front.html", {}),
        "data.html": ("data.html", {"columns": open_data.COLUMNS, "figure_marks": open_data.MARKS, "licence": open_data.LICENCE}),
        "definitions.html": ("definitions.html", {}),
        "glossary.html": ("glossary.html", {}),
        "accessibility.html": ("accessibility.html", {}),
        "errata.html": ("errata.html", {}),
    }
    for section in site.pack.sections:
        pages[section_file(section)] = ("section.html", {"section": section})
    for row in distinct_rows(site.pack.sections):
        pages[indicator_file(row.definition)] = ("indicator.html", {"row": row, **_of_indicator(site, row)})
    environment = _environment(site)
    made = {name: environment.get_template(of).render(page=name, **given).encode("utf-8") for name, (of, given) in pages.items()}
    style = resources.files(__package__).joinpath("templates/style.css").read_bytes()
    data = {
        open_data.csv_name(site): open_data.figures_csv(site),
        f"{open_data.csv_name(site)}-metadata.json": open_data.metadata(site),
        "data/indicators.csv": open_data.indicators_csv(site),
    }
    return {**made, "style.css": style, "pack.pdf": pdf.render(site.pack), **data}


def section_file(section: Section) -> str:
    """Give the name of a section's page."""
    return f"section-{section.id.replace('_', '-')}.html"


def indicator_file(definition: Definition) -> str:
    """Give the name of an indicator's page."""
    return f"indicator-{definition.id.replace('_', '-')}.html"


def _environment(site: Site) -> Environment:
    loader = PackageLoader(__package__, "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    rows = distinct_rows(site.pack.sections)
    environment.globals.update(
        site=site,
        pack=site.pack,
        rows=rows,
        tally={status.value: count for status, count in tally(rows).items()},
        off_target=off_target(site.pack.sections),
        csv_name=open_data.csv_name(site),
        released=say_date(site.released_on),
        as_at=say_date(site.pack.provenance.as_at),
        say_date=say_date,
        status_words=wording.STATUS_WORDS,
        marks=compared.marks(site.pack),
        titled=wording.titled,
        with_unit=wording.with_unit,
        section_file=section_file,
        indicator_file=indicator_file,
        why=lambda cell: _WHY.get(cell.state, ""),
        moved=lambda movement: ARROWS.get(movement.arrow, ("", "")),
        chart=_chart,
        was_corrected=lambda indicator, month: Coordinates(indicator, month) in site.corrected,
        place_said=lambda at: _place_said(site, at),
    )
    return environment


def _chart(row: Row, title: str) -> Markup:
    """Draw the months twice, wide for a screen and paper, and narrow for a phone; the style sheet shows one of the two."""
    series, name = charts.series(row), row.definition.id
    wide = charts.line_chart(series, name=name, title=title)
    narrow = charts.line_chart(series, name=f"{name}-narrow", title=title, width=350, height=230, text=12)
    return Markup(f'<div class="wide">{wide}</div><div class="narrow">{narrow}</div>')  # noqa: S704 - made of numbers, and of words that it escapes


def _of_indicator(site: Site, row: Row) -> dict[str, Any]:
    """Gather what the page of one indicator shows beside its row."""
    definition = row.definition
    return {
        "answer": f"{wording.statement(row)}.",
        "sentences": [said for said in (against_target(row), since(row), over_months(row)) if said],
        "chart_title": wording.chart_title(row),
        "figures": [(cell, site.printed.get(Coordinates(definition.id, cell.month))) for cell in row.cells],
        "parts": _parts(site, definition),
        "compared": [(heading, cell) for heading, cell in zip(site.pack.comparator_headings, row.comparators, strict=True) if cell.text],
        "any_known": any(cell.value is not None for cell in row.cells),
        "how": counting(definition, site.catalogue, site.pack.month),
        "section": next(each for each in site.pack.sections if any(one.definition.id == definition.id for one in each.rows)),
        "corrections": [(each, change) for each in site.errata for change in each.changes if change.at.indicator == definition.id],
        "number": _number,
    }


def _parts(site: Site, definition: Definition) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """List the figures of the month for the parts of the authority: heading, then name, text and whether it was corrected."""
    month = site.pack.month
    here = sorted(at for at in site.printed if at.indicator == definition.id and at.month == month and at.breakdown != AUTHORITY)
    return [
        (open_data.part_words(breakdown), [(_name(site, at), _text(site.printed[at]), at in site.corrected) for at in group])
        for breakdown, group in groupby(here, key=lambda at: at.breakdown)
    ]


def _name(site: Site, at: Coordinates) -> str:
    return site.names.get((at.breakdown, at.member), at.member)


def _text(printed: Printed) -> str:
    return (printed.mark if printed.mark == "c" else "n/a") if printed.value is None else wording.number(printed.value, printed.decimals)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"


def _place_said(site: Site, at: Coordinates) -> str:
    """Say where a corrected figure stands: `Referrals, January 2024, Family Help`."""
    title = site.catalogue.definition(at.indicator).title if at.indicator in site.catalogue.definitions else at.indicator
    part = "" if at.breakdown == AUTHORITY else f", {_name(site, at)}"
    return f"{title}, {at.month.name}{part}"
