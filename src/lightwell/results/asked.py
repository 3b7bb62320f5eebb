"""What a person types to find a child: names, an identifier, a day of birth written in any of the usual ways, or several of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

LONGEST = 200
"""Letters of the text that are looked at; a name has fewer."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(r"(?<![\w/.-])(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})(?![\w/-])")
_YEAR_FIRST = re.compile(r"(?<![\w/.-])(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?![\w/-])")
_IN_WORDS = re.compile(rf"(?<!\w)(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({'|'.join(_MONTHS)})[a-z]*\.?,?\s+(\d{{4}})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """What was typed, taken apart: the day of birth, if one was written, and the rest; `odd_day` is a day that no calendar has."""

    text: str
    born_on: date | None
    odd_day: str = ""


def read_asked(text: str) -> Asked:
    """Take a text apart; any text whatever can be read."""
    clean = "".join(letter if letter.isprintable() else " " for letter in text[:LONGEST])
    clean = clean.encode("utf-8", "ignore").decode("utf-8")
    for pattern, order in ((_YEAR_FIRST, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1)), (_IN_WORDS, (3, 2, 1))):
        found = pattern.search(clean)
        if found is None:
            continue
        rest = " ".join((clean[: found.start()] + " " + clean[found.end() :]).split())
        year, month, day = (found[place] for place in order)
        try:
            return Asked(rest, date(int(year), _month(month), int(day)))
        except ValueError:
            return Asked(rest, None, found[0].strip())
    return Asked(" ".join(clean.split()), None)


def _month(text: str) -> int:
    return int(text) if text.isdecimal() else _MONTHS.index(text[:3].lower()) + 1
