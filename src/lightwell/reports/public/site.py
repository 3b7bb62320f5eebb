"""Makes every file of the public site in memory: pages, style sheet, pack and open data, by their names."""

from __future__ import annotations

from importlib import resources
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from lightwell.definitions.model import Definition
from lightwell.disclosure import AUTHORITY, Coordinates
from lightwell.periods import Month, say_date
from lightwell.reports import charts, compared, wording
from lightwell.reports.counting import counting
from lightwell.reports.html import ARROWS
from lightwell.reports.indicator import against_target, over_months, since
from lightwell.reports.model import Explanation, Row, Section
from lightwell.reports.public import open_data, said_exempt
from lightwell.reports.public.exempt_model import Part
from lightwell.reports.public.model import Site
from lightwell.reports.public.paper import render
from lightwell.reports.summary import distinct_rows, off_target, tally
from lightwell.results import State

MOTION = "exempt.html"
"""The page with the motion to exclude press and public, and every exempt part."""

_WHY = {State.NO_DATA: "no data", State.NOT_APPLICABLE: "not applicable", State.SUPPRESSED: "suppressed"}


def files_of(site: Site) -> dict[str, bytes]:
    """Make the files: name relative to the folder, and content. The same site gives the same bytes."""
    pages: dict[str, tuple[str, dict[str, Any]]] = {
        "index.html": ("front.html", {}),
        "definitions.html": ("definitions.html", {}),
        "glossary.html": ("glossary.html", {}),
        "accessibility.html": ("accessibility.html", {}),
        "errata.html": ("errata.html", {}),
    }
    for section in site.pack.sections:
        pages[section_file(section)] = ("section.html", {"section": section})
    if not site.for_members:
        pages["data.html"] = ("data.html", {"columns": open_data.COLUMNS, "figure_marks": open_data.MARKS, "licence": open_data.LICENCE})
    if site.every_exempt:
        pages[MOTION] = ("motion.html", {})
    for part in site.every_exempt:
        pages[part.file] = ("exempt.html", {"part": part, "text": said_exempt.blocks(site.appendices.get(part.id, ""))})
    for row in distinct_rows(site.pack.sections):
        pages[indicator_file(row.definition)] = ("indicator.html", {"row": row, **_of_indicator(site, row)})
    environment = _environment(site)
    made = {name: environment.get_template(of).render(page=name, **given).encode("utf-8") for name, (of, given) in pages.items()}
    style = resources.files(__package__).joinpath("templates/style.css").read_bytes()
    paper = render(site.pack, said_exempt.leaves(site), said_exempt.marking(site))
    made |= {"style.css": style, "pack.pdf": paper}
    return made if site.for_members else {**made, **_data(site)}


def _data(site: Site) -> dict[str, bytes]:
    """Make the open data, which no members' pack has: what is in it is under an open licence."""
    return {
        open_data.csv_name(site): open_data.figures_csv(site),
        f"{open_data.csv_name(site)}-metadata.json": open_data.metadata(site),
        "data/indicators.csv": open_data.indicators_csv(site),
    }


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
        motion_file=MOTION,
        motion_heading=said_exempt.MOTION_HEADING,
        motion=said_exempt.motion(site.every_exempt),
        marking=said_exempt.marking(site),
        excluded=said_exempt.EXCLUDED,
        facts=said_exempt.facts,
        menu=_menu(site),
        explained_by_section=_explained(site),
        listed_sections=_listed_sections(site),
        parts_on=lambda section: _parts_on(site, section),
    )
    return environment


def _explained(site: Site) -> list[tuple[Section, list[Explanation]]]:
    """List what each indicator counts under the first section that it stands in."""
    by_id = {each.definition.id: each for each in site.pack.explanations}
    found = [
        (section, [by_id.pop(row.definition.id) for row in section.rows if row.definition.id in by_id]) for section in site.pack.sections
    ]
    return [(section, explained) for section, explained in found if explained]


def _menu(site: Site) -> list[tuple[str, str]]:
    """List the pages that every page leads to."""
    exempt = [(MOTION, "Exempt parts")] if site.every_exempt else []
    data = [] if site.for_members else [("data.html", "Open data")]
    begin = [("index.html", "Overview"), *exempt, ("definitions.html", "Definitions"), ("glossary.html", "Glossary")]
    return [*begin, *data, ("errata.html", "Errata"), ("accessibility.html", "Accessibility")]


def _listed_sections(site: Site) -> list[tuple[str, str, str, Part | None]]:
    """List the sections in their order, with the page of each, what to say of it, and the exempt part that a whole one is."""
    found = []
    for section in site.pack.sections:
        number = len(section.rows)
        part = site.shown.part_of_section(section.id)
        found.append((section_file(section), section.heading, f"{number} {'indicator' if number == 1 else 'indicators'}", part))
    replaced = [(part.file, part.title, "exempt from publication", part) for part in site.exempt.parts]
    texts = [(part.file, part.title, "appendix", part) for part in site.shown.parts if part.covers.appendix]
    return [*found, *replaced, *texts]


def _parts_on(site: Site, section: Section) -> list[Part]:
    """List the exempt parts, left out or shown, that stand in a section's table."""
    mine = [name for one in site.order if one.id == section.id for name in one.indicators]
    return [part for part in site.every_exempt if part.covers.section == section.id or part.covers.indicator in mine]


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
        "shown": site.shown.without_indicator(definition.id),
        "left_out": _left_out(site, definition),
    }


def _left_out(site: Site, definition: Definition) -> list[tuple[str, Part]]:
    """List the breakdowns of an indicator that are replaced by the page that says so: heading and part."""
    return [
        (open_data.part_words(part.covers.breakdown), part)
        for part in site.exempt.parts
        if part.covers.breakdown in definition.breakdowns and site.exempt.of(_one_of(part, definition, site.pack.month))
    ]


def _one_of(part: Part, definition: Definition, month: Month) -> Coordinates:
    return Coordinates(definition.id, month, part.covers.breakdown, part.covers.member)


def _parts(site: Site, definition: Definition) -> list[tuple[str, tuple[Part, ...], list[tuple[str, str, bool]]]]:
    """List the month's figures of the authority's parts: heading, what exempt they are, then name, text and whether it was corrected."""
    month = site.pack.month
    here = sorted(at for at in site.printed if at.indicator == definition.id and at.month == month and at.breakdown != AUTHORITY)
    found = []
    for breakdown, group in groupby(here, key=lambda at: at.breakdown):
        places = list(group)
        exempt = tuple(dict.fromkeys(part for at in places for part in site.shown.of(at)))
        figures = [(_name(site, at), said_exempt.text_of(site.printed[at]), at in site.corrected) for at in places]
        found.append((open_data.part_words(breakdown), exempt, figures))
    return found


def _name(site: Site, at: Coordinates) -> str:
    return site.names.get((at.breakdown, at.member), at.member)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"


def _place_said(site: Site, at: Coordinates) -> str:
    """Say where a corrected figure stands: `Referrals, January 2024, Family Help`."""
    title = site.catalogue.definition(at.indicator).title if at.indicator in site.catalogue.definitions else at.indicator
    part = "" if at.breakdown == AUTHORITY else f", {_name(site, at)}"
    return f"{title}, {at.month.name}{part}"
