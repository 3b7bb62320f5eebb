"""The sentences of an indicator's page about other authorities: where ours stands, what is compared, and why something is missing."""

from __future__ import annotations

from collections.abc import Iterable

from lightwell.comparators import Comparison, Standing
from lightwell.comparators.model import Better
from lightwell.definitions.model import Definition
from lightwell.periods import Month, say_date
from lightwell.reports.comparing import Beside, Others
from lightwell.reports.neighbours_model import Figure, OtherAuthorities

OWN = "Own figure"
NEIGHBOURS = "Statistical neighbours"

_QUARTERS = ("lowest", "second lowest", "second highest", "highest")
_TEEN = range(11, 14)


def headings(then: Comparison) -> tuple[str, str, str, str]:
    """Name the four rows of the table: ours, the neighbours, the region by its name, England."""
    return OWN, NEIGHBOURS, then.region.area.name, "England"


def notes(definition: Definition, others: Others, beside: Beside, own_name: str) -> tuple[str, ...]:
    """Say what to know before comparing: what the published figure counts, how ours differs, whose neighbours, which releases."""
    then, view = beside.then, others.view
    found = [f"The published figure counts: {_ended(then.measure.counts)}"]
    if definition.comparator_differs:
        found.append(_ended(definition.comparator_differs))
    if view is not None and not view.own:
        found.append(f"{own_name} is in no published statistics: its neighbours and region are those of {view.seen.authority.name}.")
    if view is not None and view.changed is not None:
        before, choice = view.changed, view.choice
        found.append(
            f"Until {say_date(choice.first_day)} the {before.average} of the list of {before.list_name} was shown; "
            f"since then it is the {choice.average} of the list of {choice.list_name}."
        )
    releases = dict.fromkeys((then.release, *((beside.now.release,) if beside.now is not None else ())))
    found += [f"{one.short}: {one.title}, published {say_date(one.published)}." for one in releases]
    if then.measure.source:
        found.append(f"Source: {_ended(then.measure.source)}")
    return tuple(found)


def standing(stands: Standing | None, better: Better, ours: Figure, month: str) -> str:
    """Say where an authority stands among all: its place, the quarter where one direction is better, and the distance from its neighbours.

    `month` names the month of our own figure where that is placed among the published ones, in place of a published one.
    """
    if stands is None:
        return f"{ours.name} is not placed: {_ended(ours.why or 'nothing is published of it')}"
    place, distance = _place(stands, better), _distance(stands.distance)
    if month:
        return f"Our own figure for {month} would stand {place}{f': {distance} the neighbours' if distance else ''}."
    return f"{place}{f': {distance} its neighbours' if distance else ''}."


def ordinal(number: int) -> str:
    """Write a place: `1st`, `12th`, `153rd`."""
    ending = "th" if number % 100 in _TEEN else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _place(stands: Standing, better: Better) -> str:
    if stands.quartile is None:
        return f"{ordinal(stands.rank)} highest of {stands.of} authorities"
    from_lowest = stands.quartile - 1 if better == "lower" else 4 - stands.quartile
    return f"{ordinal(stands.rank)} of {stands.of} authorities, in the {_QUARTERS[from_lowest]} quarter ({better} is better)"


def _distance(distance: float | None) -> str:
    if distance is None:
        return ""
    size = f"{abs(distance):.1f}"
    if size == "0.0":
        return "level with the average of"
    unit = "standard deviation" if size == "1.0" else "standard deviations"
    return f"{size} {unit} {'above' if distance > 0 else 'below'} the average of"


def not_placed(definition: Definition, month: Month | None) -> str:
    """Say why our own figure is not set among the published ones."""
    if month is None:
        return f"ours is counted for a {definition.period_type.replace('_', ' ')} and theirs for a year"
    return f"there is no figure of ours for {month.name}"


def band_said(shown: OtherAuthorities) -> str:
    """Say what stands behind the months of the trend: the band, the lines, which years, and how far the latest is carried on."""
    if not shown.spans:
        return ""
    members = len(shown.then.neighbours.members)
    held = [f"line: the {shown.average} of the {members} neighbours" if members else "", "thin line: England"]
    if any(span.of.low is not None for span in shown.spans):
        held.insert(0, "grey band: the middle half of the neighbours")
    said = "; ".join(words for words in held if words)
    years = " and ".join(dict.fromkeys(f"{span.of.comparison.year_text} ({span.of.comparison.release.short})" for span in shown.spans))
    carried = ", carried on (paler) while nothing later is published" if shown.spans[-1].carried else ""
    return f"{said[:1].upper()}{said[1:]}. Published for {years}{carried}."


def years_title(shown: OtherAuthorities) -> str:
    """Say what the chart of all years shows."""
    years = shown.years
    return f"{shown.measure.title}, {years[0].comparison.year_text} to {years[-1].comparison.year_text}"


def years_said(shown: OtherAuthorities) -> str:
    """Say what each line of the chart of all years is."""
    held = [f"Grey band: the middle half of the neighbours; line: their {shown.average}; thin line: England; dotted: {shown.region_name}."]
    if any(one.published is not None for one in shown.years):
        held.insert(0, "Blue line: what is published of us.")
    if any(one.own is not None for one in shown.years):
        held.insert(0, "Blue ring: our own figure for the last month of the year, as the records have it.")
    return " ".join(held)


def ranking_said(shown: OtherAuthorities) -> str:
    """Say how to read the ranking."""
    said = f"Each bar is one authority, {shown.order}; the neighbours are tinted and have a dot below; dotted lines part the quarters."
    joint = [one.name for one in shown.ranking.figures if one.why]
    return f"{said} One figure is published for {'; for '.join(joint)} together." if joint else said


def dots_title(shown: OtherAuthorities) -> str:
    """Say what the dot plot shows: our figure beside the average of its neighbours."""
    year, average = shown.then.year_text, shown.average_value
    if average is None:
        return f"The neighbours one by one, {year}"
    against = f"the neighbours' {shown.average} of {shown.average_text(average)}"
    if shown.ours.value is None:
        return f"The neighbours one by one, {year}: {against}"
    return f"{shown.text(shown.ours.value)} beside {against}, {year}"


def without_said(figures: Iterable[Figure]) -> str:
    """List the authorities that have no figure, each with its marker and what that means, those of one reason together."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for one in figures:
        if one.value is None:
            by_reason.setdefault((one.text, one.why), []).append(one.name)
    return " ".join(
        f"Not drawn: {'; '.join(names)} ({f'{marker}, ' if marker else ''}{why})." for (marker, why), names in by_reason.items()
    )


def left_out_said(figures: Iterable[Figure]) -> str:
    """Name the neighbours that have a figure and yet are not counted in the average, and those published with another."""
    said = [f"{one.name}: {one.why}" for one in figures if one.value is not None and one.why]
    return f"{'; '.join(said)}." if said else ""


def nothing_published(month: Month) -> str:
    """Say that nothing was published to set an indicator beside."""
    return f"Nothing is published of other authorities for this indicator for the years before {month.name}, so it is not compared."


def _ended(sentence: str) -> str:
    said = sentence.strip()
    return said if said.endswith((".", "?", "!")) else f"{said}."
