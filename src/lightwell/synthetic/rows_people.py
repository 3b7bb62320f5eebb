"""Writes the people whom the other rows are about, and their disabilities."""

from __future__ import annotations

from lightwell.synthetic.days import birthday, history
from lightwell.synthetic.ledger import Ledger
from lightwell.synthetic.names import FAMILY, GIVEN
from lightwell.synthetic.rows_care import some_letters
from lightwell.synthetic.world import Child, Household, World

_KINDS = (
    ("AUT", 32), ("LD", 24), ("BEH", 18), ("COMM", 13), ("MOB", 9), ("PC", 7), ("CON", 3), ("HEAR", 4), ("VIS", 4), ("INC", 4), ("HAND", 3),
    ("DDA", 12),
)  # fmt: skip


def write_people(world: World, ledger: Ledger) -> None:
    """Write each person about whom there is a row, known from the day of the first; and their disabilities."""
    known = _first_known(ledger)
    homes: dict[int, tuple[str, str]] = {}
    for child in world.children:
        first = known.get(child.id)
        if first is None:
            continue
        home = child.household
        family, postcode = homes.setdefault(home.number, _home(world, home))
        _write(world, ledger, child, first, family, postcode)


def _first_known(ledger: Ledger) -> dict[str, int]:
    """Find the earliest day on which a row about each child became known."""
    found: dict[str, int] = {}
    for table, rows in ledger.rows.items():
        if table in ("workers", "posts", "teams", "adopters"):
            continue
        for row in rows:
            day, child = row[0], row[1]
            if isinstance(day, int) and isinstance(child, str) and day < found.get(child, day + 1):
                found[child] = day
    return found


def _home(world: World, home: Household) -> tuple[str, str]:
    rng = world.rng
    family = FAMILY[rng.randrange(len(FAMILY))]
    return family, f"ZZ{1 + home.locality * 3 + rng.randrange(3)} {rng.randrange(1, 10)}{some_letters(rng.randrange(400))}"


def _write(world: World, ledger: Ledger, child: Child, first: int, family: str, postcode: str) -> None:
    rng = world.rng
    given = GIVEN[child.sex if child.sex in GIVEN else rng.choice(("1", "2"))]
    disabled = child.disabled or rng.random() < 0.07
    school = f"X{rng.randrange(10**11, 10**12)}" if history()[-1].last - child.born > 4.5 * 365 else None
    expected = child.born + rng.randrange(-12, 13) if child.unborn else None
    until = birthday(child.born, 18) if child.unaccompanied else None
    died = None
    ledger.add(
        "people", first, child.id, rng.choice(given), family, child.born, expected, died, postcode, school,
        child.sex, child.household.ethnicity, None if rng.random() < 0.03 and not child.disabled else disabled, child.unaccompanied, until,
    )  # fmt: skip
    if disabled:
        for kind in sorted({world.weighted(_KINDS) for _ in range(world.weighted(((1, 60), (2, 30), (3, 10))))}):
            ledger.add("disabilities", first, child.id, kind)
