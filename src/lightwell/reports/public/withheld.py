"""What is exempt in one publication: the parts, the figures in them, and the order of the pack without them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from lightwell.definitions import Catalogue
from lightwell.disclosure import Cell
from lightwell.errors import Refused
from lightwell.periods import Month, say_date
from lightwell.reports.from_snapshot import LAYOUT, layout_in, with_own
from lightwell.reports.layout import Layout
from lightwell.reports.own_settings import stamp
from lightwell.reports.public.exempt_file import APPENDICES, FILE, faults_against, read_exempt
from lightwell.reports.public.exempt_model import Exempt, Part
from lightwell.reports.public.figures import PUBLISHED_BY, cells_by
from lightwell.store import Home, Snapshot


def order_of(home: Home, catalogue: Catalogue) -> Layout:
    """Give the order of the pack with everything in it."""
    path = home.path / LAYOUT
    return with_own(layout_in(path, stamp(path)), catalogue)


def exempt_on(home: Home, catalogue: Catalogue, day: date) -> Exempt:
    """Say what is exempt from what is published on a day.

    Raises `Refused` if the file cannot be used, if it names what the pack does not have, or if a part has run out and nobody has said
    whether it is public now: nothing becomes public because a day went by.
    """
    register, layout = read_exempt(home), order_of(home, catalogue)
    if problems := faults_against(register, layout, catalogue):
        raise Refused(f"The exempt parts in {FILE} do not fit the pack, and nothing is published until they do.", problems)
    parts = register.withheld_on(day)
    for part in parts:
        if part.standing(day) == "run out":
            what = f"“{part.title}” was exempt until {say_date(part.last_day)}, and nobody has decided what holds since."
            raise Refused(f"{what} In {FILE}, give it another “until”, or say “ended_on” and “ended_by” to make it public.")
    return Exempt(parts, _alone(layout, parts))


def _alone(layout: Layout, parts: Sequence[Part]) -> dict[str, frozenset[str]]:
    """Map each exempt section to its indicators that stand in no section beside that is published."""
    exempt = {part.covers.section for part in parts if part.covers.section and not part.covers.breakdown}
    public = {name for section in layout.sections if section.id not in exempt for name in section.indicators}
    named = {part.covers.section for part in parts if part.covers.section}
    return {
        section.id: frozenset(section.indicators) - (public if section.id in exempt else frozenset())
        for section in layout.sections
        if section.id in named
    }


def without(layout: Layout, exempt: Exempt) -> Layout:
    """Leave exempt sections and indicators out of the order of the pack."""
    kept = []
    for section in layout.sections:
        left = tuple(name for name in section.indicators if not exempt.without_indicator(name))
        if left and exempt.part_of_section(section.id) is None:
            kept.append(replace(section, indicators=left))
    return Layout(tuple(kept))


def exempt_cells(snapshot: Snapshot, now: Collection[Cell], months: Sequence[Month], exempt: Exempt) -> tuple[Cell, ...]:
    """Give the exempt figures: those among `now`, and those by a breakdown that is in no published pack."""
    return (*(cell for cell in now if exempt.of(cell.at)), *_beside(snapshot, months, exempt))


def _beside(snapshot: Snapshot, months: Sequence[Month], exempt: Exempt) -> Iterator[Cell]:
    asked = {
        (part.covers.breakdown, part.covers.indicator)
        for part in exempt.parts
        if part.covers.breakdown and part.covers.breakdown not in PUBLISHED_BY
    }
    for breakdown, indicator in sorted(asked):
        yield from (cell for cell in cells_by(snapshot, months, breakdown, [indicator]) if exempt.of(cell.at))


def appendix_text(home: Home, part: Part) -> str:
    """Read a written appendix."""
    try:
        return (home.path / APPENDICES / part.covers.appendix).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        what = f"The appendix {part.covers.appendix} in the folder “{APPENDICES}” of the home cannot be read."
        raise Refused(f"{what} Check that it is there and is text in UTF-8.") from None
