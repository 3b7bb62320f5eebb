"""The pack of a stored snapshot: reads its values, definitions and the service's settings, and puts the pack together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lightwell.comparators import Comparator
from lightwell.definitions import Catalogue
from lightwell.periods import Month
from lightwell.reports.assemble import assemble
from lightwell.reports.layout import Layout
from lightwell.reports.layout import load as load_layout
from lightwell.reports.model import Pack, Provenance
from lightwell.results import definitions_of, read_settings, values
from lightwell.store import Home, Snapshot

LAYOUT = "layout.yaml"
"""A council's own order of the pack, in its home."""


def pack_of(home: Home, snapshot: Snapshot, month: Month) -> Pack:
    """Make the pack for one month as one snapshot knows it.

    Indicators of the council's own that its layout does not name come at the end of the first section of their aim. Raises `NotFound`
    if the snapshot does not hold the month, `Refused` if the settings or the layout cannot be used.
    """
    values(snapshot, periods=[month])  # refuses a month that the snapshot does not hold
    settings = read_settings(home.settings)
    catalogue = definitions_of(snapshot)
    own = home.path / LAYOUT
    layout = _with_own(load_layout(own if own.is_file() else None), catalogue)
    return assemble(
        month=month,
        values={(value.indicator, value.period): value for value in values(snapshot)},
        catalogue=catalogue,
        targets=settings.targets,
        comparators=settings.comparators,
        layout=layout,
        authority=snapshot.manifest.authority_name,
        provenance=_provenance(snapshot, settings.comparators),
    )


def _with_own(layout: Layout, catalogue: Catalogue) -> Layout:
    named = {indicator for section in layout.sections for indicator in section.indicators}
    sections = list(layout.sections)
    for definition in catalogue.definitions.values():
        if definition.id not in named:
            place = next((place for place, section in enumerate(sections) if section.aim_id == definition.aim), len(sections) - 1)
            sections[place] = replace(sections[place], indicators=(*sections[place].indicators, definition.id))
    return Layout(tuple(sections))


def _provenance(snapshot: Snapshot, comparators: Iterable[Comparator]) -> Provenance:
    manifest = snapshot.manifest
    releases = "; ".join(dict.fromkeys(comparator.release for comparator in comparators))
    return Provenance(
        snapshot=snapshot.id,
        as_at=manifest.as_at,
        source=f"{'Annex A workbook' if manifest.source == 'annex_a' else 'Tables'}, {len(manifest.files)} files",
        definitions=manifest.definitions_fingerprint,
        lightwell=manifest.lightwell,
        comparators=releases,
    )
