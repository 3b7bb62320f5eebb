"""Open data: one tidy CSV with a row for each figure, its metadata as CSVW, and what the columns and marks mean."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

from lightwell.disclosure import Coordinates, Printed
from lightwell.reports import wording
from lightwell.reports.harmless import csv_writer
from lightwell.reports.places import BREAKDOWN_WORDS
from lightwell.reports.public.model import Change, Site

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("month", "gYearMonth", "The month, or the last month of the period, that the figure is of: 2024-01."),
    ("period", "string", "What is counted over: the month, its last day, twelve months, the year to date, a quarter or a year."),
    ("indicator", "string", "The short name of the indicator, by which its page is named."),
    ("title", "string", "What the indicator counts."),
    ("unit", "string", "count, percent, per_10_000 (for every 10,000 children under 18) or mean."),
    ("part", "string", "authority for the whole authority, or the way it is divided: service or locality."),
    ("part_code", "string", "The short name of the part; empty for the whole authority."),
    ("part_name", "string", "The name of the part."),
    ("value", "number", "The figure; empty where a mark stands in its place."),
    ("mark", "string", "Why there is no figure. See the table of marks."),
    ("numerator", "number", "What is counted; empty where it is not published."),
    ("denominator", "number", "What it is a share, a rate or an average of; empty for a count, and where it is not published."),
    ("corrected", "string", "yes where an erratum has changed the figure since it was first published."),
)
"""Name, CSVW datatype and meaning of each column."""

MARKS: tuple[tuple[str, str], ...] = (
    ("c", "Confidential: suppressed, so that no child can be recognised."),
    ("z", "Not applicable: there was nothing to take a share or an average of."),
    ("x", "Not available. This file leaves out figures that are not available; the pages print n/d."),
    ("k", "Rounds to 0 but is not 0. Not used in this file."),
    ("low", "Rounds to 0 but is not 0, in older statistics. Not used in this file."),
    ("u", "Unreliable. Not used in this file."),
)
"""The marks of the government's statistics, with what they mean here."""


def csv_name(site: Site) -> str:
    """Give the name of the file of figures."""
    return f"data/figures-{site.pack.month}.csv"


def figures_csv(site: Site) -> bytes:
    """Write every printed figure, in UTF-8 with a line for each; ordered by indicator, month and part."""
    file = io.StringIO()
    writer = csv_writer(file)
    writer.row([name for name, _, _ in COLUMNS])
    writer.rows(_row(site, printed, site.corrected) for _, printed in sorted(site.printed.items()))
    return file.getvalue().encode("utf-8")


def _row(site: Site, printed: Printed, corrected: Mapping[Coordinates, Change]) -> list[str]:
    at, definition = printed.at, site.catalogue.definition(printed.at.indicator)
    value = "" if printed.value is None else str(wording.rounded(printed.value, printed.decimals))
    whole = [_whole(number) for number in (printed.numerator, printed.denominator)]
    named = [at.breakdown, at.member, site.names.get((at.breakdown, at.member), at.member)]
    begin = [str(at.month), definition.period_type, at.indicator, definition.title, definition.unit]
    return [*begin, *named, value, printed.mark, *whole, "yes" if at in corrected else ""]


def _whole(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}"


def indicators_csv(site: Site) -> bytes:
    """Write what each indicator is: question, what is counted, which way is better, source and version."""
    file = io.StringIO()
    writer = csv_writer(file)
    writer.row(["indicator", "title", "question", "unit", "period", "better", "counted", "source", "version"])
    for each in site.pack.explanations:
        one = each.definition
        kind = [one.unit, one.period_type, one.better]
        writer.row([one.id, one.title, one.question.strip(), *kind, each.counted, one.source.strip(), one.version])
    return file.getvalue().encode("utf-8")


def metadata(site: Site) -> bytes:
    """Write the metadata of the figures by the W3C's recommendation for tabular data, to lie beside the CSV."""
    pack = site.pack
    columns = [
        {"name": name, "titles": name, "datatype": datatype, "dc:description": meaning} | ({"required": True} if name in _KEY else {})
        for name, datatype, meaning in COLUMNS
    ]
    said = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": csv_name(site).removeprefix("data/"),
        "dc:title": f"{pack.title}, {pack.month.name}, {pack.authority}",
        "dc:description": "Figures of children's social care. " + " ".join(f"{mark}: {meaning}" for mark, meaning in MARKS),
        "dc:publisher": pack.authority,
        "dc:license": {"@id": LICENCE},
        "dc:issued": {"@value": site.released_on.isoformat(), "@type": "date"},
        "dc:source": f"Snapshot {pack.provenance.snapshot}, definitions {pack.provenance.definitions}",
        "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": columns, "primaryKey": ["month", "indicator", "part", "part_code"]},
    }
    return (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


_KEY = ("month", "indicator", "part")


def part_words(breakdown: str) -> str:
    """Say how the authority is divided: `By service`."""
    return f"By {BREAKDOWN_WORDS.get(breakdown, breakdown)}"
