"""Publishes one month: decides what is printed, makes the site, records the edition, and only then puts the files in their place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lightwell.disclosure import Cell, Coordinates
from lightwell.errors import LightwellError, Problem, Refused
from lightwell.periods import Month, say_date
from lightwell.reports import wording
from lightwell.reports.from_snapshot import settings_of
from lightwell.reports.places import members_of, require_month
from lightwell.reports.public import record
from lightwell.reports.public.figures import PUBLISHED_BY, decide, months_of, true_cells
from lightwell.reports.public.model import Change, Edition, Kept, Site
from lightwell.reports.public.pack import public_pack
from lightwell.reports.public.site import files_of
from lightwell.results import AUTHORITY, definitions_of
from lightwell.store import Home, Snapshot

LIST = "publication.json"
"""The file of a site that lists its files with their SHA-256, by which a folder is known to hold a publication."""

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


def publish(home: Home, snapshot: Snapshot, month: Month, out: Path, *, released_on: date, erratum: str = "") -> Outcome:
    """Write the public site of one month to a folder and record it.

    Figures published before are printed as they were, unless `erratum` says why they are corrected. Raises `Refused` if the month was
    published with other figures and no erratum is given, if an erratum corrects nothing, if anything protected could be worked out, or if
    the folder holds something else.
    """
    require_month(snapshot, month)
    _require_free(out)
    before, policy = record.editions(home), settings_of(home).disclosure
    printed = _printed_last(before)
    now = true_cells(snapshot, months_of(month))
    same_month = [edition for edition in before if edition.month == month]
    _require_erratum(same_month, erratum, month)
    revised = _revised(now, printed)
    changes: tuple[Change, ...] = ()
    if same_month and (erratum or revised):
        # What the records now give otherwise is stated anew; everything else stays as it was printed.
        kept, known = decide(snapshot, now, policy, before, _unchanged(now, printed))
        changes = _changes(kept, printed, before, set(months_of(month)))
        _require_said(same_month, erratum, changes, month)
    if not erratum:
        cells = _as_then(now, printed, set(months_of(month)), set(definitions_of(snapshot).definitions))
        kept, known = decide(snapshot, cells, policy, before, printed)
    new = bool(erratum) or not same_month
    edition = (
        Edition(len(before) + 1, month, released_on, snapshot.id, kept, erratum, changes) if new else replace(same_month[-1], kept=kept)
    )
    made = files_of(_site(home, snapshot, edition, (*before, edition) if new else before))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(made.items())}
    listed = json.dumps({"month": str(month), "released": edition.released_on.isoformat(), "sha256": hashes}, indent=1)
    if new:
        record.keep(home, edition, hashes)
    _put(out, {**made, LIST: listed.encode("utf-8")})
    return Outcome(edition, new, len(made) + 1, 0 if erratum else len(revised), known)


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


def _site(home: Home, snapshot: Snapshot, edition: Edition, all_editions: Sequence[Edition]) -> Site:
    printed = {kept.at: kept.printed for kept in edition.kept}
    errata = tuple(replace(each, kept=()) for each in reversed(all_editions) if each.erratum)
    names = {
        (breakdown, member): name
        for breakdown in PUBLISHED_BY
        if breakdown != AUTHORITY
        for member, name in members_of(snapshot, breakdown).items()
    }
    corrected = {change.at: change for each in reversed(errata) for change in each.changes}
    return Site(
        pack=public_pack(home, snapshot, edition.month, printed),
        printed=printed,
        catalogue=definitions_of(snapshot),
        names={(AUTHORITY, ""): "Whole authority", **names},
        released_on=edition.released_on,
        errata=errata,
        corrected=corrected,
    )


def _require_free(out: Path) -> None:
    if out.is_file():
        raise LightwellError(f"The site cannot be written to {out}: that is a file. Name a folder.")
    if out.is_dir() and any(out.iterdir()) and not (out / LIST).is_file():
        raise LightwellError(f"The site cannot be written to {out}: other files are there. Name a new folder, or one with a publication.")


def _put(out: Path, files: Mapping[str, bytes]) -> None:
    """Write the files, and take away those of the publication that was there before; nothing else in the folder is touched."""
    try:
        old = json.loads((out / LIST).read_text("utf-8"))["sha256"] if (out / LIST).is_file() else {}
        for name, content in files.items():
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name in set(old) - set(files):
            path = (out / name).resolve()
            if path.is_relative_to(out.resolve()):
                path.unlink(missing_ok=True)
    except (OSError, ValueError, KeyError) as error:
        what = f"The publication is recorded, but its files could not all be written to {out}: {type(error).__name__}."
        raise LightwellError(f"{what} Mend that, and publish again: the same figures are written.") from error
