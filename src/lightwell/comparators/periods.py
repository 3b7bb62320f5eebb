"""The year that a published period ends in, whichever way the publication writes it."""

from __future__ import annotations

import re

_SPLIT = re.compile(r"(\d{4})\s*[/\-–]\s*(\d{2}|\d{4})")
_JOINED = re.compile(r"(\d{4})(\d{2})")
_PLAIN = re.compile(r"(\d{4})")


def year_ending(period: str) -> int:
    """Give the calendar year in which a period ends: 2023 for `2023`, `2022/23`, `2022-23`, `202223` and `2023 (prov)`.

    Raises `ValueError` for a text that names no year, or two that do not follow each other.
    """
    said = re.sub(r"\s*\(.*\)$", "", period.strip())
    split = _SPLIT.fullmatch(said) or _JOINED.fullmatch(said)
    if split:
        first, last = int(split[1]), int(split[2]) % 100
        if (first + 1) % 100 != last:
            raise ValueError(f"“{period}” is not a year that follows the one before it.")
        return first + 1
    plain = _PLAIN.fullmatch(said)
    if not plain:
        raise ValueError(f"“{period}” is not a year.")
    return int(plain[1])
