"""Saves a deck so that the same pack gives the same bytes: no clock is read, and the default template's leftovers are left out."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation

from lightwell.reports.model import Pack

_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip entry can carry."""


_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Lightwell</Application><Slides>{slides}</Slides></Properties>"
)


def moment(day: date) -> datetime:
    """Give the time that document properties carry: the start of the as-at day."""
    return datetime.combine(day, time())


def save(deck: Presentation, pack: Pack, path: Path) -> None:
    """Write the deck, with its document properties taken from the pack, to `path`; an existing file is replaced."""
    _set_properties(deck, pack)
    _drop_template_leftovers(deck)
    buffer = io.BytesIO()
    deck.save(buffer)
    path.write_bytes(with_fixed_times(buffer.getvalue()))


def with_fixed_times(archive: bytes) -> bytes:
    """Give the same zip archive with every entry dated alike, so that its bytes depend on its contents alone."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            dated = zipfile.ZipInfo(entry.filename, _OLDEST)
            dated.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(dated, before.read(entry.filename))
    return fixed.getvalue()


def _set_properties(deck: Presentation, pack: Pack) -> None:
    properties = deck.core_properties
    when = moment(pack.provenance.as_at)
    properties.title = f"{pack.title}, {pack.month.name}"[:255]
    properties.subject = pack.authority[:255]
    properties.author = pack.authority[:255]
    properties.last_modified_by = "Lightwell"
    properties.keywords = f"snapshot {pack.provenance.snapshot}"[:255]
    properties.comments = f"Made by Lightwell {pack.provenance.lightwell}"[:255]
    properties.language = "en-GB"
    properties.revision = 1
    properties.created = when
    properties.modified = when
    properties.last_printed = when


def _drop_template_leftovers(deck: Presentation) -> None:
    """Leave out what is another deck's: the template's preview picture, printer settings and counts of slides and words."""
    _drop(deck.part.package, "/metadata/thumbnail")
    _drop(deck.part, "/printerSettings")
    application: Any = deck.part.package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    application._blob = _APPLICATION.format(slides=len(deck.slides)).encode()


def _drop(owner: Any, kind: str) -> None:
    relationships = owner._rels  # python-pptx has no public way to leave a part out
    for key, relationship in list(relationships.items()):
        if relationship.reltype.endswith(kind):
            relationships.pop(key)
