"""Every read of the performance pages: the table by aim, and one indicator as the person may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.text import slugify

from lightwell.definitions.model import Definition
from lightwell.errors import NotFound
from lightwell.reports import compared
from lightwell.reports.answers import NOTHING, Answers, answers
from lightwell.reports.breakdowns import Breakdown, Member
from lightwell.reports.held import held_pack
from lightwell.reports.indicator import IndicatorPage, indicator_page
from lightwell.reports.indicator_files import Line, figures
from lightwell.reports.model import Pack, Place, Row, Section
from lightwell.reports.neighbour_files import about_compared, compared_lines
from lightwell.reports.neighbours_model import OtherAuthorities
from lightwell.reports.places import PARTS
from lightwell.reports.summary import tally
from lightwell.results import State, definitions_of
from lightwell.web.choice import Choice, place_of
from lightwell.web.performance.sight import Sight

SHOWN = 30
"""Members of a breakdown that are shown before the reader asks for all of them."""

_WORDS = (
    ("on_target", "on target"),
    ("near", "near"),
    ("off_target", "off target"),
    ("no_data", "without a figure"),
    ("no_target", "without a target"),
)


@dataclass(frozen=True)
class SectionView:
    """One table: its section, and its heading without the aim, which stands above it; empty where the two are the same.

    `idle` are the rows of a part of the service that has had nothing to count in any of the months; the table is of the others.
    """

    section: Section
    heading: str
    rows: tuple[Row, ...]
    idle: tuple[Row, ...]


@dataclass(frozen=True)
class AimView:
    """One of the strategy's aims with its tables; `slug` is its anchor."""

    aim: str
    slug: str
    sections: tuple[SectionView, ...]


@dataclass(frozen=True)
class Table:
    """The performance table as it is shown: its pack, the aims that are shown and all that there are, and how the rows stand.

    `columns` are the comparator columns in which any row has a figure, `sourced` says whether any has a year and release, and `markers` are
    those of the publications that stand in place of a figure, with what they mean.
    """

    pack: Pack
    aims: tuple[AimView, ...]
    every_aim: tuple[tuple[str, str], ...]
    standing: str
    columns: tuple[int, ...]
    sourced: bool
    markers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MemberView:
    """One row of a breakdown: the member, and whether its page and its list may be opened."""

    member: Member
    page: str
    opens: bool


@dataclass(frozen=True)
class BreakdownView:
    """A breakdown as the person may see it: the rows shown, how many more there are, and how many are not theirs to see."""

    breakdown: Breakdown
    rows: tuple[MemberView, ...]
    more: int
    hidden: int


@dataclass(frozen=True)
class Step:
    """One step down from the whole service to where the reader stands: `part` as the address writes it, empty for the whole."""

    part: str
    name: str


def pack_of_choice(choice: Choice, sight: Sight) -> Pack:
    """Give the pack of what the reader chose as they may see it, held in the process."""
    return held_pack(
        choice.home, choice.snapshot, choice.month, breakdown=choice.breakdown, member=choice.member, disclosed=sight.disclosed
    )


def table(choice: Choice, aim: str, sight: Sight) -> Table:
    """Give the performance table of what the reader chose, or one aim of it; raises `NotFound` for an aim that there is not."""
    pack = pack_of_choice(choice, sight)
    aims = _aims(pack)
    if aim and aim not in [each.slug for each in aims]:
        raise NotFound(f"There is no aim “{aim[:60]}”. The aims are {', '.join(each.slug for each in aims)}.")
    shown = tuple(each for each in aims if aim in ("", each.slug))
    rows = tuple({row.definition.id: row for each in shown for view in each.sections for row in view.rows}.values())
    return Table(
        pack=pack,
        aims=shown,
        every_aim=tuple((each.slug, each.aim) for each in aims),
        standing=standing(rows),
        columns=compared.columns(rows),
        sourced=compared.sourced(rows),
        markers=compared.markers(pack),
    )


def standing(rows: Iterable[Row]) -> str:
    """Say how many rows are on target, near and off: `4 on target, 6 near, 33 off target, 33 without a target`."""
    counts = {str(status.value): count for status, count in tally(rows).items()}
    return ", ".join(f"{counts[status]} {words}" for status, words in _WORDS if counts[status] or status == "off_target")


def page_of(choice: Choice, indicator: str, by: str, sight: Sight) -> IndicatorPage:
    """Give the page of one indicator; the breakdown is the first that can be shown where none is named.

    Raises `NotFound` if there is no such indicator, or it cannot be shown that way.
    """
    asked = by if sight.parts else ""
    return _page(choice, indicator, sight, by=asked)


def _page(choice: Choice, indicator: str, sight: Sight, *, by: str = "") -> IndicatorPage:
    part = {"breakdown": choice.breakdown, "member": choice.member}
    return indicator_page(choice.home, choice.snapshot, choice.month, indicator, by=by, disclosed=sight.disclosed, **part)


def answers_of(choice: Choice, indicator: str, sight: Sight) -> Answers:
    """Answer the four questions about a figure; those who see no small counts are told only whether it has changed."""
    if sight.disclosed:
        row = pack_of_choice(choice, sight).row(indicator)
        return replace(NOTHING, real=row.travel.sentence if row and row.travel else "")
    place = Place(choice.breakdown, choice.member, choice.part_name)
    return answers(choice.home, choice.snapshot, choice.month, indicator, place)


def counted_for(choice: Choice, indicator: str) -> tuple[Definition, bool]:
    """Find a definition, and say whether it is counted for the part that the reader chose; raises `NotFound` if there is none."""
    definition = definitions_of(choice.snapshot).definitions.get(indicator)
    if definition is None:
        raise NotFound(f"There is no indicator “{indicator[:80]}” in this snapshot. The performance table lists all that there are.")
    return definition, choice.whole or choice.breakdown in definition.breakdowns


def breakdown_view(page: IndicatorPage, sight: Sight, *, every: bool) -> BreakdownView | None:
    """Give the breakdown of a page as the person may see it; None where there is none for them."""
    seen = sight.seen(page.breakdown)
    if seen is None or page.breakdown is None:
        return None
    rows = tuple(_member_view(member, seen.by, sight) for member in (seen.members if every else seen.members[:SHOWN]))
    return BreakdownView(seen, rows, len(seen.members) - len(rows), len(page.breakdown.members) - len(seen.members))


def _member_view(member: Member, by: str, sight: Sight) -> MemberView:
    counted = bool(member.numerator) and not member.elsewhere and by in PARTS
    return MemberView(member, f"{by}:{member.place.member}" if by in PARTS else "", counted and sight.may_open(by, member.place.member))


def steps(choice: Choice) -> tuple[Step, ...]:
    """List the steps from the whole service down to where the reader stands, the last being there."""
    found = [Step("", "Whole service")]
    if choice.whole:
        return tuple(found)
    place = place_of(choice.snapshot, choice.breakdown, choice.member)
    for breakdown in ("service", "team"):
        member = place.get(breakdown)
        if member and breakdown != choice.breakdown and PARTS.index(breakdown) < PARTS.index(choice.breakdown):
            above = choice.of_part(breakdown, member)
            found.append(Step(above.part, above.part_name))
    return (*found, Step(choice.part, choice.part_name))


def lines_of(choice: Choice, indicator: str, sight: Sight) -> list[Line]:
    """List the figures that a person may have as a file; raises `NotFound` if the indicator is not counted for the part chosen."""
    definition, counted = counted_for(choice, indicator)
    if not counted:
        raise NotFound(f"“{definition.title}” is counted only for the whole service. Take the part of the service out of the choice.")
    place = Place(choice.breakdown, choice.member, choice.part_name)
    found = figures(choice.snapshot, indicator, place, definition.breakdowns if sight.parts else (), disclosed=sight.disclosed)
    allowed = {member: sight.may_see("worker", member) for member in {str(line[3]) for line in found if line[2] == "worker"}}
    beside = beside_at(choice, indicator, sight)
    published = compared_lines(indicator, beside) if beside else []
    return [line for line in found if line[2] != "worker" or allowed[str(line[3])]] + published


def beside_at(choice: Choice, indicator: str, sight: Sight) -> OtherAuthorities | None:
    """Give what an indicator is set beside where the reader stands; None for a part of the service, and where there is nothing."""
    page = _page(choice, indicator, sight)
    return page.beside if isinstance(page.beside, OtherAuthorities) else None


def about_published(choice: Choice, indicator: str, sight: Sight) -> tuple[tuple[str, str], ...]:
    """Say what the published rows of a file are, where it has any."""
    beside = beside_at(choice, indicator, sight)
    return about_compared(beside) if beside else ()


def _aims(pack: Pack) -> tuple[AimView, ...]:
    found: dict[str, list[SectionView]] = {}
    for section in pack.sections:
        found.setdefault(section.aim, []).append(_section_view(section, whole=pack.place.whole))
    return tuple(AimView(aim, slugify(aim), tuple(views)) for aim, views in found.items())


def _section_view(section: Section, *, whole: bool) -> SectionView:
    idle = () if whole else tuple(row for row in section.rows if _idle(row))
    return SectionView(section, _without_aim(section), tuple(row for row in section.rows if row not in idle), idle)


def _idle(row: Row) -> bool:
    counts = row.definition.unit == "count"
    return all(cell.state is State.NOT_APPLICABLE or (counts and cell.value == 0) for cell in row.cells)


def _without_aim(section: Section) -> str:
    aim, heading = section.aim.casefold(), section.heading
    if heading.casefold() == aim:
        return ""
    rest = heading[len(aim) :].lstrip(" :–-") if heading.casefold().startswith(aim) else heading
    return rest[:1].upper() + rest[1:]
