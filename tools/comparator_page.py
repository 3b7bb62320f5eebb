"""The reference page of comparators, for `tools.make_docs`: what is published, in which releases, and beside which indicator."""

from __future__ import annotations

from collections.abc import Iterator

from lightwell.comparators import SHIPPED, Measure, list_names, measures, releases_of
from lightwell.comparators.markers import MARKERS
from lightwell.definitions import Catalogue
from lightwell.periods import say_date
from tools.markdown import head, table

_BETTER = {"lower": "lower is better", "higher": "higher is better", "neither": "neither way is better in itself"}


def comparators(catalogue: Catalogue) -> Iterator[str]:
    """Give the blocks of the page."""
    yield from head(
        "Comparators",
        "src/lightwell/comparators",
        "What is published of other authorities, and which indicator stands beside it. Every other published series can be shown too: "
        "[lightwell comparators show](commands.md#lightwell-comparators-show).",
    )
    yield "## Releases"
    yield table(
        ("release", "what it is", "published"),
        [(f"`{release.id}`", release.title, say_date(release.published)) for release in SHIPPED.releases],
    )
    yield (
        "Department for Education and Office for National Statistics, under the Open Government Licence v3.0. Where only the month of "
        f"publication is known its last day stands. The lists of statistical neighbours are those of {' and '.join(list_names())}."
    )
    yield "## Markers"
    yield table(("marker", "meaning"), [(f"`{marker}`", f"{meaning[:1].upper()}{meaning[1:]}") for marker, meaning in MARKERS.items()])
    yield "## Measures"
    for measure in measures().values():
        yield from _measure(measure, catalogue)


def _measure(measure: Measure, catalogue: Catalogue) -> Iterator[str]:
    yield f"### {measure.id}"
    yield f"**{measure.title}.** {measure.counts} {_BETTER[measure.better].capitalize()}. Source: {measure.source}."
    spans = ", ".join(f"{release.id} ({first} to {last})" for release, first, last in releases_of(SHIPPED, measure))
    rows = [("years, by the release that holds them", spans), ("series", ", ".join(f"`{name}`" for name in measure.series))]
    for definition in catalogue.definitions.values():
        if definition.comparator == measure.id:
            link = f"[{definition.id}](indicators.md#{definition.id})"
            rows.append((f"stands beside {link}", definition.comparator_differs or "the same is counted"))
    yield table(("", ""), rows)
