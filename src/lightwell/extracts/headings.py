"""Matching headings as people write them: whatever the case, spacing, punctuation and order."""

from __future__ import annotations

import difflib
import functools
import unicodedata
from collections.abc import Iterable, Sequence


@functools.lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """Reduce a heading to its letters and digits in lower case, so that “Child ID”, “child_id” and “CHILD-ID ” are one."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", heading).casefold() if letter.isalnum())


def positions(headings: Sequence[str]) -> dict[str, list[int]]:
    """Map each heading, reduced, to where it stands; more than one place if it is there twice. Blank headings are left out."""
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        if reduced := plain(heading):
            found.setdefault(reduced, []).append(place)
    return found


def nearest(wanted: str, headings: Iterable[str], least: float = 0.75) -> str:
    """Give the heading that is spelt most like the one wanted, alike from 0 to 1 at `least` that much; empty if none is."""
    by_plain = {plain(heading): heading for heading in headings}
    near = difflib.get_close_matches(plain(wanted), list(by_plain), n=1, cutoff=least)
    return by_plain[near[0]] if near else ""
