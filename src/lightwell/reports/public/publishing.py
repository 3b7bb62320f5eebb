"""Publishes one month: decides what is printed, makes the site, records the edition, and only then puts the files in their place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lightwell.disclosure import Cell, Coordinates
from lightwell.errors import Problem, Refused
from lightwell.periods import Month, say_date
from lightwell.reports import wording
from lightwell.reports.own_settings import settings_of
from lightwell.reports.places import require_month
from lightwell.reports.public import record
from lightwell.reports.public.figures import decide, months_of, true_cells
from lightwell.reports.public.folder import listed, put, require_free
from lightwell.reports.public.model import Change, Edition, Kept, Site
from lightwell.reports.public.site import files_of
from lightwell.reports.public.whole_site import site_of
from lightwell.reports.public.withheld import exempt_cells, exempt_on
from lightwell.results import definitions_of
from lightwell.store import Home, Snapshot

NO_FIGURE = "no figure"
"""What an erratum says of a figure that was not printed before, or is no longer there."""


@dataclass(frozen=True)
class Outcome:
    """What came of publishing: the edition; whether it is new; its files; and what a person should know.

    `revised` counts figures of earlier months that the records now give otherwise and that are printed as they were. `known` counts
    protected numbers that earlier editions give away whatever is done now.
    """

    edition: Edition
    new: bool
    files: int
    revised: int
    known: int


@dataclass(frozen=True)
class Plan:
    """What would be published, and nothing written yet: as `Outcome`, with the site that would be made and what is on it for the reader.

    `before` are the editions so far.
    """

    edition: Edition
    new: bool
    revised: int
    known: int
    site: Site
    before: tuple[Edition, ...]

    @property
    def fingerprint(self) -> str:
        """Give what is the same for the same figures, exempt parts and erratum: what was seen is what is published, or it is not."""
        said = [sorted(map(repr, (one.printed for one in self.edition.kept))), self.edition.erratum, self.edition.snapshot]
        return hashlib.sha256(json.dumps([*said, [repr(part) for part in self.site.exempt.parts]]).encode()).hexdigest()


def plan(home: Home, snapshot: Snapshot, month: Month, *, released_on: date, erratum: str = "", by: str = "") -> Plan:
    """Work out what publishing one month would come to.

    Figures published before are printed as they were, unless `erratum` says why they are corrected. `by` is who releases it. Raises
    `Refused` if the month was published with other figures and no erratum is given, if an erratum corrects nothing, if anything protected
    or exempt could be worked out, or if the exempt parts cannot be used.
    """
    require_month(snapshot, month)
    before, policy, catalogue = record.editions(home), settings_of(home).disclosure, definitions_of(snapshot)
    months, exempt = months_of(month), exempt_on(home, catalogue, released_on)
    printed = {at: kept for at, kept in _printed_last(before).items() if not exempt.of(at)}
    every = true_cells(snapshot, months)
    withheld = exempt_cells(snapshot, every, months, exempt)
    now = tuple(cell for cell in every if not exempt.of(cell.at))
    same_month = [edition for edition in before if edition.month == month]
    _require_erratum(same_month, erratum, month)
    revised = _revised(now, printed)
    changes: tuple[Change, ...] = ()
    if same_month and (erratum or revised or any(cell.at not in printed for cell in now)):
        # What the records now give otherwise is stated anew; everything else stays as it was printed.
        kept, known = decide(snapshot, now, policy, before, _unchanged(now, printed), withheld)
        changes = _changes(kept, printed, before, set(months))
        _require_said(same_month, erratum, changes, month)
    if not erratum:
        cells = _as_then(now, printed, set(months), set(catalogue.definitions))
        kept, known = decide(snapshot, cells, policy, before, printed, withheld)
    new = bool(erratum) or not same_month
    titles = tuple(part.title for part in exempt.parts)
    made = Edition(len(before) + 1, month, released_on, snapshot.id, kept, erratum, changes, by, titles)
    edition = made if new else replace(same_month[-1], kept=kept, exempt=titles)
    site = site_of(home, snapshot, edition, (*before, edition) if new else before, exempt)
    return Plan(edition, new, 0 if erratum else len(revised), known, site, before)


def publish(
    home: Home,
    snapshot: Snapshot,
    month: Month,
    out: Path | None,
    *,
    released_on: date,
    erratum: str = "",
    by: str = "",
    expected: str = "",
) -> Outcome:
    """Publish one month: record the edition with its files in the home, and write the site to a folder where one is named.

    `expected` is the fingerprint of the plan that somebody looked at. Raises `Refused` as `plan` does, if the plan is another now, if
    somebody else publishes at the same time, or if the folder holds something else.
    """
    if out is not None:
        require_free(out, "public")
    with record.held(home):
        made = plan(home, snapshot, month, released_on=released_on, erratum=erratum, by=by)
        if expected and made.fingerprint != expected:
            raise Refused("What would be published is not what was looked at: records, settings or exempt parts have changed. Look again.")
        files = listed(files_of(made.site), month, made.edition.released_on, "public")
        keep = record.keep if made.new else record.keep_files
        keep(home, made.edition, files)
    if out is not None:
        put(out, files)
    return Outcome(made.edition, made.new, len(files), made.revised, made.known)


def _as_then(now: Sequence[Cell], before: Mapping[Coordinates, Kept], months: Set[Month], defined: Set[str]) -> tuple[Cell, ...]:
    """Give the figures with those that were published before as they then were, among them any that the records no longer have."""
    then = {at: kept.cell for at, kept in before.items() if at.month in months and at.indicator in defined}
    return tuple(({cell.at: cell for cell in now} | then).values())


def _revised(now: Sequence[Cell], before: Mapping[Coordinates, Kept]) -> list[Coordinates]:
    return [cell.at for cell in now if cell.at in before and before[cell.at].cell != cell]


def _unchanged(now: Sequence[Cell], printed: Mapping[Coordinates, Kept]) -> dict[Coordinates, Kept]:
    """Give the figures that the records give as they did when they were printed."""
    return {cell.at: printed[cell.at] for cell in now if cell.at in printed and printed[cell.at].cell == cell}


def _printed_last(before: Sequence[Edition]) -> dict[Coordinates, Kept]:
    """Give each figure as it was last printed, without those that an erratum took back."""
    found: dict[Coordinates, Kept] = {}
    for edition in before:
        for change in edition.changes:
            found.pop(change.at, None)
        found |= {kept.at: kept for kept in edition.kept}
    return found


def _changes(
    kept: Sequence[Kept], printed: Mapping[Coordinates, Kept], before: Sequence[Edition], months: Set[Month]
) -> tuple[Change, ...]:
    """List what would be printed otherwise than it was last, in months that were published."""
    was = {at: shown(one) for at, one in printed.items() if at.month in months}
    out = {one.at.month for edition in before for one in edition.kept}
    is_now = {one.at: shown(one) for one in kept if one.at.month in out}
    both = sorted(was.keys() | is_now.keys())
    said = [(at, was.get(at, NO_FIGURE), is_now.get(at, NO_FIGURE)) for at in both]
    return tuple(Change(at, then, now) for at, then, now in said if then != now)


def shown(kept: Kept) -> str:
    """Give a figure as it is printed, or its mark."""
    printed = kept.printed
    return printed.mark if printed.value is None else wording.number(printed.value, printed.decimals)


def _require_erratum(same_month: Sequence[Edition], erratum: str, month: Month) -> None:
    if erratum and not same_month:
        raise Refused(f"{month.name} has not been published, so there is nothing to correct. Publish it without --erratum first.")


def _require_said(same_month: Sequence[Edition], erratum: str, changes: Sequence[Change], month: Month) -> None:
    if erratum and not changes:
        raise Refused(f"Nothing that was printed would change, so there is nothing to correct in {month.name}. Publish without --erratum.")
    if changes and not erratum:
        what = f"{month.name} was published on {say_date(same_month[-1].released_on)}, and other figures would now be printed."
        problems = [Problem(f"Printed {each.was}, now {each.now}.", str(each.at)) for each in changes]
        raise Refused(f"{what} To correct what was printed, say what was wrong and why with --erratum.", problems)
