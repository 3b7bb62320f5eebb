"""The names of children, read from the identity table that is kept beside the journey."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lightwell.periods import say_date
from lightwell.results.held import held
from lightwell.store import Snapshot, snapshot_in

UNNAMED = "Name not recorded"
"""What stands where the source gives a child no name."""

_COLUMNS = "child, given_name, family_name, born_on, expected_on, died_on"


@dataclass(frozen=True)
class Named:
    """Who a child is: identifier, name, and the days of birth, expected birth and death, as far as they are recorded."""

    child: str
    given_name: str = ""
    family_name: str = ""
    born_on: date | None = None
    expected_on: date | None = None
    died_on: date | None = None

    @property
    def name(self) -> str:
        """The name as it is said: given name and family name, or that none is recorded."""
        return " ".join(part for part in (self.given_name, self.family_name) if part) or UNNAMED

    @property
    def filed(self) -> str:
        """The name as it is sorted: family name first."""
        return ", ".join(part for part in (self.family_name, self.given_name) if part)

    def age_on(self, day: date) -> int | None:
        """Give the age in whole years on a day, or at death if earlier; None if not born by then, or no day of birth is recorded."""
        day = min(day, self.died_on) if self.died_on else day
        if self.born_on is None or self.born_on > day:
            return None
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))

    def said_age(self, day: date) -> str:
        """Say the age on a day: `7`, `5 months`, `Unborn, expected 3 May 2024`, `Died aged 7`, or that it is not known."""
        age = self.age_on(day)
        if self.died_on and self.died_on <= day:
            return "Died" if age is None else f"Died aged {age}"
        if age is not None and self.born_on is not None:
            return str(age) if age else _months(self.born_on, day)
        expected = self.born_on or self.expected_on
        return f"Unborn, expected {say_date(expected)}" if expected else "Age not known"


def names_of(snapshot: Snapshot, children: Iterable[str]) -> dict[str, Named]:
    """Map every child asked for to who they are; a child without a row in the identity table is unnamed, not left out."""
    asked = list(dict.fromkeys(children))
    with held(snapshot) as connection:
        rows = connection.execute(f"select {_COLUMNS} from identity_people where child in (select unnest(?))", [asked]).fetchall()
    found = {row[0]: Named(row[0], row[1] or "", row[2] or "", *row[3:]) for row in rows}
    return {child: found.get(child, Named(child)) for child in asked}


def filed_names(snapshot: Snapshot) -> Mapping[str, str]:
    """Map every child to the name by which lists are put in order, folded; read once for each snapshot."""
    return _filed(snapshot.path, snapshot.manifest.fingerprint)


@functools.lru_cache(maxsize=2)
def _filed(path: Path, fingerprint: str) -> Mapping[str, str]:
    with held(snapshot_in(path)) as connection:
        return dict(connection.execute("select child, filed from name_keys").fetchall())


def _months(born: date, day: date) -> str:
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    if months:
        return f"{months} month{'s' if months != 1 else ''}"
    days = (day - born).days
    return f"{days} day{'s' if days != 1 else ''}"
