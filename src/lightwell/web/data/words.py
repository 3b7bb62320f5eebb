"""How moments, sizes and standings are said on the pages of data."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime

from lightwell.periods import say_date
from lightwell.web.data.models import State, Upload

SOURCES = {"tables": "Own extract", "annex_a": "Annex A workbook", "ssda903": "SSDA903", "cin_census": "Children in need census"}
"""What each source is called."""


def say_moment(moment: datetime) -> str:
    """Write a moment in the time of the service: `22 November 2026 at 10:31`."""
    local = localtime(moment)
    return f"{say_date(local.date())} at {local:%H:%M}"


def say_source(source: str) -> str:
    """Give the name of a source; the source itself if it is a new one."""
    return SOURCES.get(source, source)


def say_size(size: int) -> str:
    """Write a size in bytes as a person reads it: `41 kB`, `12.5 MB`."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000)):,} kB"
    return f"{size / 1_000_000:,.1f}".removesuffix(".0") + " MB"


def say_standing(upload: Upload) -> str:
    """Say who did what to an upload last, and when."""
    if upload.settled_by is None or upload.settled_at is None:
        return f"It stands at: {upload.words[:1].lower()}{upload.words[1:]}."
    verb = "discarded" if upload.state == State.DISCARDED else "confirmed"
    return f"{upload.settled_by.name} {verb} it on {say_moment(upload.settled_at)}."
