"""The markers that stand in a published file where a number cannot: each means something else, and none of them is a number.

Source: the open data standards for files of Explore Education Statistics, in the Department for Education's guide for its analysts (c, low,
u, x and z, with `~` and `:` as what was written before low and x), which follow the Government Statistical Service's shorthand (k);
and the notes of the local authority interactive tool (-).
"""

from __future__ import annotations

import re

MARKERS: dict[str, str] = {
    "c": "confidential: suppressed, because it is small or would give a small number away",
    "k": "rounds to nought but is not nought",
    "low": "rounds to nought but is not nought (a marker of recent releases)",
    "u": "of low reliability, and so not published",
    "x": "not available or not collected",
    "z": "not applicable",
    "~": "rounds to nought but is not nought (a marker of earlier releases)",
    ":": "not available (a marker of earlier releases)",
    "-": "not published (the interactive tool has one marker for every reason)",
}
"""What each marker means, as a clause."""

BLANK = "blank"
"""What is kept where a file has nothing at all in a cell."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+|(?=\.))(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")
"""A number as the publications write it, with or without commas between thousands; R writes 100000 as 1e+05."""


def meaning(marker: str) -> str:
    """Say what a marker means; a cell that is not there at all has none."""
    if marker == BLANK:
        return "blank in the published file"
    return MARKERS.get(marker, "not in the published file")


def read_cell(text: str) -> tuple[float | None, str]:
    """Read a published cell as a number or a marker, whatever its case; raises `ValueError` for what is neither."""
    said = text.strip()
    if not said:
        return None, BLANK
    if said.casefold() in MARKERS:
        return None, said.casefold()
    if not _NUMBER.fullmatch(said):
        raise ValueError(f"“{said[:40]}” is neither a number nor a marker.")
    number = float(said.replace(",", ""))
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"“{said[:40]}” is too large a number.")
    return number, ""
