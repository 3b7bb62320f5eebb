"""Measures disclosure control on a whole pack: `python -m bench.disclosure` prints JSON; no home is needed.

The pack is invented: rows of every fact in every month, each row in one member of each breakdown, so that every sum that holds of a real
pack holds of it. Every shipped indicator, thirteen months, every breakdown that may be published. What is measured is how much is still
printed, and the seconds of one core that it takes; with `--audit` also how long the proof takes that works from what is printed alone.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lightwell.definitions.load import load
from lightwell.definitions.model import Definition
from lightwell.disclosure import (
    AUTHORITY,
    USUAL_POLICY,
    Cell,
    Policy,
    Published,
    Reason,
    Release,
    Released,
    audit,
    cell_of,
    protect,
    relations_of,
)
from lightwell.disclosure.counted import Counted, counted_in
from lightwell.disclosure.relations import first_month
from lightwell.periods import Month, months_between

LAST, MONTHS, POPULATION = Month(2024, 3), 13, 50_250
MEMBERS = {
    "service": ("Assessment", "Safeguarding", "Care", "Disabilities", "Early help"),
    "locality": ("North", "South", "East", "West"),
    "team": tuple(f"Team {number}" for number in range(1, 25)),
    "age_band": ("Unborn", "0 to 4", "5 to 9", "10 to 15", "16 and over"),
    "sex": ("Female", "Male", "Not known"),
    "ethnicity": ("White", "Mixed", "Asian", "Black", "Other", "Not stated"),
    "disability": ("Yes", "No", "Not known"),
}
ROWS = {
    "children_in_care": 480, "children_open": 2400, "children_on_protection_plans": 300, "children_in_need": 900, "care_leavers": 220,
    "children_in_early_help": 600, "open_assessments": 260, "contacts": 900, "referrals": 330, "assessments": 310, "early_help": 120,
    "periods_of_care": 16, "section_47_enquiries": 110, "strategy_discussions": 140,
}  # fmt: skip

LATE = 0.02
"""The share of a quarter's rows that come after the month was published first."""

Row = tuple[tuple[tuple[str, str], ...], float]
"""The members that one row is in, and a number that says in which counts."""


def invented(
    definitions: Sequence[Definition], breakdowns: Sequence[str], *, seed: int, share: float = 1.0, late: float = 0.0
) -> list[Cell]:
    """Invent the cells of a pack; `share` is the size of the authority, `late` the share of the last quarter's rows not yet recorded."""
    chance = random.Random(seed)
    months = months_between(LAST.plus(-MONTHS - 11), LAST)
    rows = {(fact, month): _rows(chance, round(number * share), breakdowns) for fact, number in ROWS.items() for month in months}
    recorded = random.Random(seed)
    for key in [key for key in rows if key[1] > LAST.plus(-3)] if late else ():
        rows[key] = [row for row in rows[key] if recorded.random() >= late]
    cells = []
    for definition in definitions:
        for month in months_between(LAST.plus(1 - MONTHS), LAST):
            cells += _cells(definition, month, rows)
    return cells


def _rows(chance: random.Random, number: int, breakdowns: Sequence[str]) -> list[Row]:
    def member(breakdown: str) -> tuple[str, str]:
        members = MEMBERS[breakdown]
        return (breakdown, members[min(int(chance.expovariate(3.0) * len(members)), len(members) - 1)])

    return [((*map(member, breakdowns), (AUTHORITY, "")), chance.random()) for _ in range(chance.randint(number * 9 // 10, number))]


def _cells(definition: Definition, month: Month, rows: dict[tuple[str, Month], list[Row]]) -> list[Cell]:
    if definition.period_type == "quarter" and month.number % 3:
        return []
    counted = counted_in(definition)
    above, below = (_tally(counted[part], month, rows) if part in counted else Counter() for part in ("numerator", "denominator"))
    for place in (AUTHORITY, ""), *below:
        above.setdefault(place, 0)
    if definition.unit == "per_10_000":
        return [cell_of(definition, month, above[AUTHORITY, ""], POPULATION)]
    return [
        cell_of(definition, month, number, below[place] if below else None, breakdown=place[0], member=place[1])
        for place, number in above.items()
        if place[0] in (AUTHORITY, *definition.breakdowns) and (not below or below[place])
    ]


def _tally(what: Counted, month: Month, rows: dict[tuple[str, Month], list[Row]]) -> Counter[tuple[str, str]]:
    """Count rows: every condition takes its own share of them, the same share wherever it is counted."""
    # A condition within another counts fewer of the same rows.
    least = 1.0
    for part in [] if what.everything else what.where.split(" AND "):
        least *= 0.25 + 0.7 * random.Random(part).random()
    places: Counter[tuple[str, str]] = Counter()
    for each in months_between(first_month(what.window, month), month):
        for members, number in rows[what.fact, each]:
            if number < least:
                places.update(members)
    return places


def summary(cells: Sequence[Cell], released: Sequence[Released]) -> dict[str, object]:
    """Say how much is printed: of all cells, and of those of the whole authority in the last month."""
    suppressed = [one for one in released if one.state is Release.SUPPRESSED]
    front = [one for one in released if one.printed.at.breakdown == AUTHORITY and one.printed.at.month == LAST]
    return {
        "cells": len(cells),
        "suppressed": len(suppressed),
        "of_them_secondary": sum(one.reasons == (Reason.SECONDARY,) for one in suppressed),
        "published_share": round(1 - len(suppressed) / len(cells), 3),
        "authority_last_month": f"{sum(one.state is not Release.SUPPRESSED for one in front)} of {len(front)}",
    }


@dataclass(frozen=True)
class Pack:
    """What is measured: `parts` prints numerators and denominators, `corrects` has another pack go before, without what came late."""

    name: str
    breakdowns: Sequence[str]
    policy: Policy = USUAL_POLICY
    parts: bool = False
    corrects: bool = False


def measure(pack: Pack, *, proof: bool) -> dict[str, object]:
    """Protect one invented pack and say how it went."""
    definitions, policy = load().definitions, pack.policy

    def cells_of(late: float) -> list[Cell]:
        cells = invented(list(definitions.values()), pack.breakdowns, seed=7, late=late)
        return [replace(one, shows_parts=True) for one in cells] if pack.parts else cells

    published: list[Published] = []
    if pack.corrects:
        before = cells_of(LATE)
        published = [Published(one.printed, "before") for one in protect(before, relations_of(definitions, before), policy)]
    cells = cells_of(0.0)
    started = time.process_time()
    relations = relations_of(definitions, cells, published)
    tied = time.process_time()
    released = protect(cells, relations, policy, published)
    done = time.process_time()
    found: dict[str, object] = {"pack": pack.name, **summary(cells, released), "relations": len(relations)}
    found |= {"cpu_seconds_relations": round(tied - started, 1), "cpu_seconds_protect": round(done - tied, 1)}
    if proof:
        out = audit(released, relations, policy, published)
        found["pinned"] = sum(not one.already_known for one in out)
        found["known_before"] = len(out) - sum(not one.already_known for one in out)
        found["cpu_seconds_audit"] = round(time.process_time() - done, 1)
    return found


def main() -> int:
    """Measure usual packs and whole ones."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--audit", action="store_true")
    reader.add_argument("--only", type=int, help="the number of one pack, from 0")
    given = reader.parse_args()
    usual, fives = ("service", "locality"), Policy(round_to=5)
    packs = [
        Pack("authority, services and localities", usual),
        Pack("the same, numerators and denominators printed", usual, parts=True),
        Pack("the same, an erratum with what came late", usual, parts=True, corrects=True),
        Pack("authority, services and localities, counts rounded to fives", usual, fives),
        Pack("every breakdown", tuple(MEMBERS)),
        Pack("every breakdown, counts rounded to fives", tuple(MEMBERS), fives),
    ]
    measured = []
    for pack in packs if given.only is None else [packs[given.only]]:
        print(pack.name, file=sys.stderr)
        measured.append(measure(pack, proof=given.audit))
    json.dump(measured, sys.stdout, indent=2)
    return int(any(each.get("pinned") for each in measured))


if __name__ == "__main__":
    sys.exit(main())
