"""`lightwell comparators`: what is published of other authorities, shown, listed and loaded."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lightwell.cli.options import FormatOption, HomeOption, chosen_home, day, examples
from lightwell.cli.output import Format, plain, print_rows
from lightwell.comparators import (
    Comparison,
    Measure,
    Published,
    Standing,
    Viewpoint,
    authority_of,
    compare,
    list_named,
    list_names,
    measure_named,
    populations_of,
    releases_of,
    stands,
)
from lightwell.comparators import measures as all_measures
from lightwell.comparators.loading import load_release
from lightwell.comparators.markers import meaning
from lightwell.comparators.periods import year_ending
from lightwell.definitions import load as load_definitions
from lightwell.errors import LightwellError
from lightwell.periods import Month, say_date
from lightwell.reports.comparing import measure_for, view_of
from lightwell.results import own_definitions, read_settings
from lightwell.store import Home

app = typer.Typer(
    no_args_is_help=True, help="Published statistics of other authorities: what they say, from which release, and loading new ones."
)

IndicatorArgument = Annotated[
    str, typer.Argument(metavar="INDICATOR", help="One of our indicators, a measure like dfe.s47_rate, or any published series.")
]
AuthorityOption = Annotated[
    str | None,
    typer.Option("--authority", metavar="CODE", help="ONS code or three digits. Default: the settings' authority.", show_default=False),
]
YearOption = Annotated[
    str | None,
    typer.Option("--year", metavar="YYYY", help="Year in which the period ends, or 2022/23. Default: the latest.", show_default=False),
]
ReleaseOption = Annotated[
    str | None,
    typer.Option(
        "--release", metavar="NAME", help="A release, as “lightwell comparators list” names it. Default: the latest.", show_default=False
    ),
]
ListOption = Annotated[
    str | None,
    typer.Option(
        "--neighbours", metavar="LIST", help="List of statistical neighbours: 2021 or 2025. Default: the settings'.", show_default=False
    ),
]


@app.command(epilog=examples("lightwell comparators show s47_rate --authority E06000045 --year 2023 --release 2023 --neighbours 2021"))
def show(
    context: typer.Context,
    indicator: IndicatorArgument,
    authority: AuthorityOption = None,
    year: YearOption = None,
    release: ReleaseOption = None,
    neighbours: ListOption = None,
    how: FormatOption = Format.TABLE,
    home: HomeOption = None,
) -> None:
    """Show what is published of one authority, its neighbours, its region and England, and where it stands among all."""
    store = chosen_home(context, home)
    published = Published(store.comparators)
    measure = _measure(indicator, store, published)
    held = releases_of(published, measure)
    if not held:
        raise LightwellError(f"No release holds “{measure.title}”.")
    asked = published.release(release, [one.id for one, _, _ in held]) if release else None
    of_year = _year(year) if year else max(last for one, _, last in held if asked is None or one == asked)
    comparison = compare(published, measure, _viewpoint(store, authority, neighbours, of_year), of_year, asked)
    answer = _answer(indicator, comparison, stands(published, comparison))
    if how is Format.JSON:
        json.dump(answer, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    elif how is Format.CSV:
        flat = {name: value for name, value in answer.items() if not isinstance(value, list)}
        print_rows([flat], tuple(flat), how)
    else:
        _tell(comparison, stands(published, comparison))


@app.command(epilog=examples("lightwell comparators load c1_children_in_need_referrals_2013_to_2026.csv --published 2026-10-29"))
def load(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV, or a zip, as downloaded from Explore Education Statistics.", show_default=False)],
    published: Annotated[
        str | None,
        typer.Option(
            "--published", metavar="DATE", help="Day on which the release came out, such as 2026-10-29. Default: today.", show_default=False
        ),
    ] = None,
    release: Annotated[
        str,
        typer.Option(
            "--release", metavar="NAME", help="What to call it. Default: the publication and its newest year.", show_default=False
        ),
    ] = "",
    publication: Annotated[
        str,
        typer.Option(
            "--publication", metavar="NAME", help="Which publication it is, where its columns leave that open.", show_default=False
        ),
    ] = "",
    home: HomeOption = None,
) -> None:
    """Load a new release of published statistics; the packs of earlier months keep the releases that they had."""
    folder = chosen_home(context, home).comparators
    came_out = day(published) if published else datetime.now().astimezone().date()
    loaded = load_release(folder, file, published=came_out, said=published is not None, release=release, publication=publication)
    for line in loaded.lines():
        typer.echo(line)
    if published is None:
        typer.echo(
            f"Nobody said when it was published, so it counts as known from {say_date(loaded.release.published)}: packs of snapshots "
            "before that day show it as a revision. Say it with --published when you load it first."
        )


@app.command("list", epilog=examples("lightwell comparators list"))
def list_measures(context: typer.Context, how: FormatOption = Format.TABLE, home: HomeOption = None) -> None:
    """List the published statistics that indicators are set beside, and the releases that hold each."""
    published = Published(chosen_home(context, home).comparators)
    rows = [
        {
            "measure": measure.id,
            "title": measure.title,
            "release": release.id,
            "published": release.published,
            "first_year": first,
            "last_year": last,
        }
        for measure in all_measures().values()
        for release, first, last in releases_of(published, measure)
    ]
    # A year is no quantity: it is written without a comma.
    shown = (
        rows if how is Format.JSON else [{**row, "first_year": str(row["first_year"]), "last_year": str(row["last_year"])} for row in rows]
    )
    print_rows(shown, ("measure", "title", "release", "published", "first_year", "last_year"), how)


@app.command(epilog=examples("lightwell comparators populations --authority E06000045"))
def populations(
    context: typer.Context, authority: AuthorityOption = None, how: FormatOption = Format.TABLE, home: HomeOption = None
) -> None:
    """List the children under 18 of an authority by year and release: why the same count has had several rates."""
    store = chosen_home(context, home)
    published = Published(store.comparators)
    area = authority_of(authority or read_settings(store.settings).authority)
    rows = [
        {
            "year": one.year if how is Format.JSON else str(one.year),
            "release": one.release.id,
            "children_under_18": one.children,
            "from": "implied by its rate of referrals" if one.implied else "published",
        }
        for one in populations_of(published, area)
    ]
    print_rows(rows, ("year", "release", "children_under_18", "from"), how)


def _measure(indicator: str, store: Home, published: Published) -> Measure:
    """Find what an indicator is set beside, or the measure or series itself."""
    found = load_definitions(own_definitions(store)).definitions.get(indicator)
    if found is None:
        return measure_named(indicator, published)
    measure = measure_for(found, published)
    if measure is None:
        raise LightwellError(
            f"The indicator {indicator} is set beside no published statistic. List those that are: lightwell comparators list"
        )
    return measure


def _year(text: str) -> int:
    try:
        return year_ending(text)
    except ValueError as error:
        raise typer.BadParameter(f"{error} Write the year in which the period ends, as in 2023, or 2022/23.") from None


def _viewpoint(store: Home, authority: str | None, neighbours: str | None, year: int) -> Viewpoint:
    """Look from the authority and with the list asked for, or else as the settings say for packs of the year after."""
    settings = read_settings(store.settings)
    view = view_of(settings, Month(year + 1, 3))
    if authority is None and view is None:
        raise LightwellError(
            f"The authority {settings.authority} is in no published statistics. Name one with --authority, or in the settings under "
            "“comparators: like”."
        )
    seen = view.seen.authority if authority is None and view else authority_of(authority or "")
    return Viewpoint(seen, list_named(neighbours) if neighbours else (view.choice.list_name if view else _newest(year)))


def _newest(year: int) -> str:
    """Give the newest list that was there by the end of a year."""
    return max((name for name in list_names() if int(name) <= year), default=list_names()[0])


def _answer(indicator: str, found: Comparison, standing: Standing | None) -> dict[str, object]:
    neighbours = found.neighbours
    return {
        "indicator": indicator,
        "measure": found.measure.id,
        "title": found.measure.title,
        "counts": found.measure.counts,
        "year": found.year,
        "period": found.year_text,
        "authority": _number(found.authority.value),
        "authority_name": found.authority.area.name,
        "authority_marker": found.authority.marker,
        "neighbours_mean": _number(neighbours.mean),
        "neighbours_median": _number(neighbours.median),
        "neighbours_used": neighbours.used,
        "neighbours_list": neighbours.list_name,
        "neighbours_left_out": [{"area": one.area.name, "why": one.why} for one in neighbours.left_out],
        "region": _number(found.region.value),
        "region_name": found.region.area.name,
        "england": _number(found.england.value),
        "rank": standing.rank if standing else None,
        "rank_of": standing.of if standing else None,
        "quartile": standing.quartile if standing else None,
        "distance": _number(standing.distance) if standing else None,
        "release": found.release.id,
        "release_title": found.release.title,
        "unit": found.measure.unit,
    }


def _number(value: float | None) -> object:
    """Give a figure without the noise of binary arithmetic."""
    return None if value is None else plain(round(value, 6))


def _tell(found: Comparison, standing: Standing | None) -> None:
    neighbours = found.neighbours
    typer.echo(f"{found.measure.title}, {found.year_text} ({found.release.title})")
    if found.measure.counts:
        typer.echo(found.measure.counts)
    lines = [
        (found.authority.area.name, _said(found.authority.value, found.authority.marker)),
        (f"Neighbours, mean of {neighbours.used} (list of {neighbours.list_name})", _said(neighbours.mean)),
        (f"Neighbours, median of {neighbours.used}", _said(neighbours.median)),
        (found.region.area.name, _said(found.region.value, found.region.marker)),
        (found.england.area.name, _said(found.england.value, found.england.marker)),
    ]
    width = max(len(name) for name, _ in lines)
    for name, value in lines:
        typer.echo(f"  {name.ljust(width)}  {value}")
    for one in neighbours.left_out:
        typer.echo(f"Left out of the averages: {one.area.name}, {one.why}.")
    if standing:
        typer.echo(_standing(standing))


def _said(value: float | None, marker: str = "") -> str:
    return f"{round(value, 2):,g}" if value is not None and abs(value) < 1e5 else f"{value:,.0f}" if value is not None else meaning(marker)


def _standing(standing: Standing) -> str:
    quarters = {1: "the best quarter", 2: "the second best quarter", 3: "the second worst quarter", 4: "the worst quarter"}
    where = f", in {quarters[standing.quartile]}" if standing.quartile else " counted from the highest"
    said = f"It is {standing.rank} of {standing.of} authorities{where}."
    if standing.distance is None:
        return said
    side = "above" if standing.distance >= 0 else "below"
    return f"{said} It lies {abs(standing.distance):.1f} standard deviations of all authorities {side} its neighbours' mean."
