"""The members' pack: the pack of a published edition with the exempt parts that one committee has, never for publication.

Its figures go through the same disclosure control as what is public, together with all that was published and all that members were given
before: those who read it may see no child either, and they have the public pack beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lightwell.errors import NotFound, Refused
from lightwell.periods import Month, say_date
from lightwell.reports.own_settings import settings_of
from lightwell.reports.public import record
from lightwell.reports.public.exempt_file import FILE, read_exempt
from lightwell.reports.public.exempt_model import Exempt
from lightwell.reports.public.figures import decide, months_of, true_cells
from lightwell.reports.public.folder import listed, put, require_free
from lightwell.reports.public.model import Edition, Kept
from lightwell.reports.public.site import files_of
from lightwell.reports.public.whole_site import site_of
from lightwell.reports.public.withheld import exempt_cells, exempt_on
from lightwell.results import definitions_of
from lightwell.store import Home, Snapshot, open_snapshot


@dataclass(frozen=True)
class MembersPack:
    """A members' pack that was made: its edition, with the exempt figures alone; the one that was published; and its parts by title.

    `elsewhere` are exempt parts that this committee does not have.
    """

    edition: Edition
    of: Edition
    new: bool
    files: int
    parts: tuple[str, ...]
    elsewhere: tuple[str, ...]


def committee_of(home: Home, named: str = "") -> str:
    """Give the committee that is named, or the only one there is; raises `Refused`, listing them, if that does not say which."""
    known = read_exempt(home).committees
    if not known:
        raise Refused(f"A members' pack is for a committee, and no committee is named. List them under “committees” in {FILE} of the home.")
    if named and named not in known:
        raise NotFound(f"There is no committee “{named}”. The committees are {', '.join(known)}.")
    if not named and len(known) > 1:
        raise Refused(f"Say which committee the members' pack is for: {', '.join(known)}.")
    return named or known[0]


def members_pack(home: Home, month: Month, out: Path | None, *, committee: str, made_on: date, by: str = "") -> MembersPack:
    """Make the members' pack of a month that was published, record it, and write it to a folder where one is named.

    Raises `Refused` if the month was not published, or anything protected could be worked out; `NotFound` if its snapshot is gone.
    """
    if out is not None:
        require_free(out, "members")
    committee = committee_of(home, committee)
    with record.held(home):
        editions = record.editions(home)
        of = next((each for each in reversed(editions) if each.month == month), None)
        if of is None:
            raise Refused(
                f"{month.name} has not been published. Publish it first: the members' pack is that pack with the exempt parts in it."
            )
        snapshot = open_snapshot(home, of.snapshot)
        exempt = exempt_on(home, definitions_of(snapshot), made_on)
        shown, hidden = _divided(exempt, committee)
        given = tuple(each for each in record.editions(home, "members") if each.month == month and each.committee == committee)
        kept = _figures(home, snapshot, of, editions, shown, hidden)
        titles = tuple(part.title for part in shown.parts)
        edition = Edition(
            len(record.editions(home, "members")) + 1, month, made_on, snapshot.id, kept, by=by, exempt=titles, committee=committee
        )
        new = not given or {one.printed for one in given[-1].kept} != {one.printed for one in kept} or given[-1].exempt != titles
        edition = edition if new else given[-1]
        whole = replace(edition, kept=(*(one for one in of.kept if one.at not in {each.at for each in kept}), *kept))
        files = listed(files_of(site_of(home, snapshot, whole, editions, hidden, shown)), month, edition.released_on, "members")
        (record.keep if new else record.keep_files)(home, edition, files, "members")
    if out is not None:
        put(out, files, private=True)
    return MembersPack(edition, of, new, len(files), titles, tuple(part.title for part in hidden.parts))


def _divided(exempt: Exempt, committee: str) -> tuple[Exempt, Exempt]:
    """Divide what is exempt into what the committee has and what it has not."""
    shown = tuple(part for part in exempt.parts if committee in part.committees)
    return replace(exempt, parts=shown), replace(exempt, parts=tuple(part for part in exempt.parts if part not in shown))


def _figures(home: Home, snapshot: Snapshot, of: Edition, editions: tuple[Edition, ...], shown: Exempt, hidden: Exempt) -> tuple[Kept, ...]:
    """Decide what is printed of the exempt figures; those that were given to members before are given as they were."""
    months = months_of(of.month)
    every = true_cells(snapshot, months)
    mine = tuple(cell for cell in exempt_cells(snapshot, every, months, shown) if not hidden.of(cell.at))
    if not mine:
        return ()
    earlier = record.editions(home, "members")
    before = {one.at: one for each in earlier for one in each.kept}
    at = {cell.at for cell in mine}
    public = [one for one in of.kept if one.at not in at and not hidden.of(one.at)]
    as_printed = {one.at: one for one in public} | {cell.at: before[cell.at] for cell in mine if _same(before.get(cell.at), cell)}
    cells = (*mine, *(one.cell for one in public))
    try:
        kept, _ = decide(
            snapshot,
            cells,
            settings_of(home).disclosure,
            (*editions, *earlier),
            as_printed,
            exempt_cells(snapshot, every, months, hidden),
        )
    except Refused as error:
        what = f"The members' pack of {of.month.name}, published on {say_date(of.released_on)}, was not made."
        raise Refused(f"{what} {error.message}", error.problems) from error
    return kept[: len(mine)]


def _same(before: Kept | None, cell: object) -> bool:
    return before is not None and before.cell == cell
