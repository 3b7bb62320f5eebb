"""Puts together what the pages and files of one edition show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lightwell.reports.places import members_of
from lightwell.reports.public.exempt_model import NOTHING_EXEMPT, Exempt
from lightwell.reports.public.figures import PUBLISHED_BY
from lightwell.reports.public.model import Edition, Site
from lightwell.reports.public.pack import public_pack
from lightwell.reports.public.withheld import appendix_text, order_of
from lightwell.results import AUTHORITY, definitions_of
from lightwell.store import Home, Snapshot


def site_of(
    home: Home, snapshot: Snapshot, edition: Edition, editions: Sequence[Edition], exempt: Exempt, shown: Exempt = NOTHING_EXEMPT
) -> Site:
    """Make the site of an edition: `exempt` is left out of it, `shown` is exempt too and in it, because it is a members' pack.

    `editions` are all so far, for their errata. What an erratum said of a figure that is exempt now is left out too.
    """
    printed = {kept.at: kept.printed for kept in edition.kept if not exempt.of(kept.at)}
    errata = tuple(_without(each, exempt) for each in reversed(editions) if each.erratum)
    breakdowns = sorted({at.breakdown for at in printed} | set(PUBLISHED_BY))
    names = {
        (breakdown, member): name
        for breakdown in breakdowns
        if breakdown != AUTHORITY
        for member, name in members_of(snapshot, breakdown).items()
    }
    return Site(
        pack=public_pack(home, snapshot, edition.month, printed, exempt),
        printed=printed,
        catalogue=definitions_of(snapshot),
        names={(AUTHORITY, ""): "Whole authority", **names},
        released_on=edition.released_on,
        errata=errata,
        corrected={change.at: change for each in reversed(errata) for change in each.changes},
        exempt=exempt,
        shown=shown,
        committee=edition.committee,
        appendices={part.id: appendix_text(home, part) for part in shown.parts if part.covers.appendix},
        order=order_of(home, definitions_of(snapshot)).sections,
    )


def _without(edition: Edition, exempt: Exempt) -> Edition:
    changes = tuple(change for change in edition.changes if not exempt.of(change.at))
    return replace(edition, kept=(), changes=changes)
