"""The pack of a stored snapshot: reads its values, definitions and the service's settings, and puts the pack together."""

from __future__ import annotations

import functools
from dataclasses import replace
from functools import partial
from pathlib import Path

from lightwell.comparators import Published
from lightwell.definitions import Catalogue
from lightwell.periods import Month
from lightwell.reports.assemble import assemble
from lightwell.reports.comparing import NO_OTHERS, others_of, releases_said
from lightwell.reports.disclosed import disclosed_values
from lightwell.reports.few import without_few
from lightwell.reports.judged import judged_place
from lightwell.reports.layout import Layout
from lightwell.reports.layout import load as load_layout
from lightwell.reports.model import Pack, Provenance
from lightwell.reports.own_settings import settings_of, stamp
from lightwell.reports.places import place_of, require_month, values_at
from lightwell.results import AUTHORITY, definitions_of
from lightwell.results.account import say_made_from
from lightwell.store import Home, Snapshot

LAYOUT = "layout.yaml"
"""A council's own order of the pack, in its home."""


def pack_of(home: Home, snapshot: Snapshot, month: Month, *, breakdown: str = AUTHORITY, member: str = "", disclosed: bool = False) -> Pack:
    """Make the pack for one month as one snapshot knows it: of the whole authority, or of one member of a breakdown.

    `disclosed` makes it as those see it who may see no child: without small numbers.

    Indicators of the council's own that its layout does not name come at the end of the first section of their aim. Raises `NotFound`
    if the snapshot does not hold the month or the member, `Refused` if the settings or the layout cannot be used.
    """
    require_month(snapshot, month)
    place = place_of(snapshot, breakdown, member)
    settings = settings_of(home)
    catalogue = definitions_of(snapshot)
    layout = with_own(layout_in(home.path / LAYOUT, stamp(home.path / LAYOUT)), catalogue)
    found = values_at(snapshot, place)
    shown = disclosed_values if disclosed else partial(without_few, policy=settings.signals)
    others = NO_OTHERS
    if place.whole:
        others = others_of(settings, catalogue.definitions.values(), Published(home.comparators), month, snapshot.manifest.as_at)
    return assemble(
        month=month,
        values=shown(found, catalogue.definitions),
        catalogue=catalogue,
        targets=settings.targets,
        others=others,
        layout=layout,
        authority=snapshot.manifest.authority_name,
        provenance=provenance_of(snapshot, releases_said(others)),
        place=place,
        judged=judged_place(home, snapshot, month, breakdown=breakdown, member=member, disclosed=disclosed),
    )


@functools.lru_cache(maxsize=16)
def layout_in(own: Path, stamped: tuple[int, int]) -> Layout:
    """Give the layout of the pack: a council's own file where there is one, read again when its stamp changes."""
    return load_layout(own if own.is_file() else None)


def with_own(layout: Layout, catalogue: Catalogue) -> Layout:
    """Add the indicators that a layout does not name, a council's own, at the end of the section of their aim."""
    named = {indicator for section in layout.sections for indicator in section.indicators}
    sections = list(layout.sections)
    for definition in catalogue.definitions.values():
        if definition.id not in named:
            place = next((place for place, section in enumerate(sections) if section.aim_id == definition.aim), len(sections) - 1)
            sections[place] = replace(sections[place], indicators=(*sections[place].indicators, definition.id))
    return Layout(tuple(sections))


def provenance_of(snapshot: Snapshot, comparators: str) -> Provenance:
    """Say where every figure of a snapshot comes from, and the releases of its comparators, for the foot of a page."""
    manifest = snapshot.manifest
    return Provenance(
        snapshot=snapshot.id,
        as_at=manifest.as_at,
        source=say_made_from(manifest),
        definitions=manifest.definitions_fingerprint,
        lightwell=manifest.lightwell,
        comparators=comparators,
    )
