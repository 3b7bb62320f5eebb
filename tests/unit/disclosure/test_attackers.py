"""Invented tables, published, and attacked with everything that is printed: no small number may be pinned.

`LIGHTWELL_LONG=1` tries many more, different ones each time.
"""

from __future__ import annotations

import os
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lightwell.disclosure import Cell, Coordinates, Policy, Published, Release, audit
from tests.unit.disclosure.attackers import Sum, Table, corrections, known_too_closely, misled, pinned
from tests.unit.disclosure.tables import JANUARY, released

LONG = bool(os.environ.get("LIGHTWELL_LONG"))
TRIES = settings(
    max_examples=300 if LONG else 4,
    derandomize=not LONG,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
POLICIES = [Policy(), Policy(round_to=5), Policy(protect_up_to=5, least_width=6)]


def sizes(chance: random.Random) -> int:
    """Mostly small, some zero, some large."""
    return chance.choice([0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 9, 12, 20, 40])


def at(month: int, rows: str = "", columns: str = "", indicator: str = "starts") -> Coordinates:
    breakdown = " and ".join(name for name, member in (("team", rows), ("sex", columns)) if member) or "authority"
    return Coordinates(indicator, JANUARY.plus(month), breakdown, f"{rows}{columns}")


def corrected(numbers: dict[Any, int], chance: random.Random | None) -> dict[Any, int]:
    """Most numbers as they are, some a few more or less; all of them as they are without `chance`."""
    if chance is None:
        return numbers
    return {key: max(0, number + chance.choice([0, 0, 0, 0, 1, 3, -2, 8])) for key, number in numbers.items()}


def cube(chance: random.Random, months: int = 3, *, correct: random.Random | None = None) -> Table:
    """Counts by team and sex, with all their totals, for some months and for the months together."""
    teams, sexes = "ABC"[: chance.randint(2, 3)], "xy"
    periods = [*range(months), "quarter"]
    first = {(period, team, sex): sizes(chance) for period in range(months) for team in teams for sex in sexes}
    inner: dict[tuple[object, str, str], int] = corrected(first, correct)
    for team in teams:
        for sex in sexes:
            inner["quarter", team, sex] = sum(inner[period, team, sex] for period in range(months))
    table = Table()

    def place(period: object, team: str, sex: str) -> Coordinates:
        return at(0, team, sex, "quarters") if period == "quarter" else at(int(str(period)), team, sex)

    for period in periods:
        for team in ("", *teams):
            for sex in ("", *sexes):
                number = sum(inner[period, each, other] for each in team or teams for other in sex or sexes)
                table.cells.append(Cell(place(period, team, sex), "count", number))
    for period in periods:
        table.sums += [_sum([place(period, team, sex) for team in teams], place(period, "", sex)) for sex in ("", *sexes)]
        table.sums += [_sum([place(period, team, sex) for sex in sexes], place(period, team, "")) for team in ("", *teams)]
    both = [(team, sex) for team in ("", *teams) for sex in ("", *sexes)]
    table.sums += [_sum([place(period, *each) for period in range(months)], place("quarter", *each)) for each in both]
    return table


def _sum(parts: list[Coordinates], whole: Coordinates) -> Sum:
    return tuple((part, "numerator") for part in parts), (whole, "numerator")


def shares(chance: random.Random, *, shows_parts: bool, correct: random.Random | None = None) -> Table:
    """A share by team, the counts that it is made of, and another share of the same children."""
    table, teams = Table(), "ABC"
    first = {team: sizes(chance) + chance.choice([0, 1, 10]) for team in teams}
    below = corrected(first, correct)
    below[""] = sum(below.values())
    for indicator in ("visited", "reviewed"):
        above = {team: chance.choice([0, first[team], chance.randint(0, first[team])]) for team in teams}
        above = {team: min(number, below[team]) for team, number in corrected(above, correct).items()}
        above[""] = sum(above.values())
        for team in ("", *teams):
            share = Cell(at(0, team, "", indicator), "percent", above[team], below[team], 1, shows_parts=shows_parts)
            table.cells.append(share)
            table.sums.append((((share.at, "denominator"),), (at(0, team, "", "due"), "numerator")))
        for part in ("numerator", "denominator"):
            table.sums.append((tuple((at(0, team, "", indicator), part) for team in teams), (at(0, "", "", indicator), part)))
    table.cells += [Cell(at(0, team, "", "due"), "count", below[team]) for team in ("", *teams)]
    return table


@TRIES
@given(st.randoms(use_true_random=False), st.sampled_from(POLICIES))
def test_teams_sexes_months_and_quarters(chance: random.Random, policy: Policy) -> None:
    table = cube(chance, months=2)
    found = released(table, policy)
    assert pinned(table, [one.printed for one in found], policy) == {}


@TRIES
@given(st.randoms(use_true_random=False), st.booleans())
def test_shares_with_their_counts(chance: random.Random, shows_parts: bool) -> None:
    table = shares(chance, shows_parts=shows_parts)
    found = released(table)
    assert pinned(table, [one.printed for one in found], Policy()) == {}
    assert audit(found, table.relations(), Policy()) == ()


@TRIES
@given(st.randoms(use_true_random=False), st.sampled_from(["counts", "shares", "shares with their parts"]))
def test_exempt_figures_of_any_size(chance: random.Random, what: str) -> None:
    """Neither they come out, nor the small numbers beside them."""
    table = cube(chance, months=2) if what == "counts" else shares(chance, shows_parts=what[6:] != "")
    exempt = _some_exempt(table, chance)
    found = released(table, exempt=exempt)
    printed = [one.printed for one in found]
    assert known_too_closely(table, printed, Policy(), exempt) == {}
    told = [one for one in printed if one.at not in exempt and not (one.value is None and table.numbers()[one.at, "numerator"] == 0)]
    assert pinned(table, told, Policy()) == {}
    assert audit(found, table.relations(), Policy()) == ()


def _some_exempt(table: Table, chance: random.Random) -> set[Coordinates]:
    """Some figures, zeros as often as others; of shares not those of nothing."""
    able = [cell for cell in table.cells if cell.kind == "count" or cell.denominator]
    zeros, others = ([cell.at for cell in able if (cell.numerator == 0) == zero] for zero in (True, False))
    return {*chance.sample(zeros, min(2, len(zeros))), *chance.sample(others, min(2, len(others)))}


@TRIES
@given(st.randoms(use_true_random=False))
def test_one_pack_after_another(chance: random.Random) -> None:
    """The month that was published first stays as it was; the next pack adds a month, and the months together."""
    table = cube(chance, months=2)
    first = Table([cell for cell in table.cells if cell.at.indicator == "starts" and cell.at.month == JANUARY])
    first.sums = [each for each in table.sums if {name[0] for name in (*each[0], each[1])} <= {cell.at for cell in first.cells}]
    earlier = [Published(one.printed, "the first pack") for one in released(first)]
    found = released(table, published=earlier)
    assert pinned(table, [one.printed for one in found], Policy(), [one.printed for one in earlier]) == {}


@TRIES
@given(st.integers(0, 10**6), st.sampled_from(["counts", "shares", "shares with their parts"]))
def test_a_pack_that_corrects_another(seed: int, what: str) -> None:
    """Neither the small numbers nor the corrections come out, whether a reader takes what is suppressed now for right still or not."""

    def made(correct: random.Random | None) -> Table:
        chance = random.Random(seed)
        return cube(chance, 2, correct=correct) if what == "counts" else shares(chance, shows_parts=what[6:] != "", correct=correct)

    before, after = made(None), made(random.Random(seed + 1))
    then = [one.printed for one in released(before)]
    published = [Published(one, "before") for one in then]
    found = released(after, published=published)
    now = [one.printed for one in found]
    assert pinned(after, now, Policy()) == {}
    assert misled(after, now, Policy(), then) == {}
    assert corrections(after, now, Policy(), before, then) == {}
    assert [one for one in audit(found, after.relations(), Policy(), published) if not one.already_known] == []


def test_the_attacker_would_succeed_if_only_small_numbers_were_taken_out() -> None:
    """The tables above are hard enough to tell a protection from none."""
    broken = 0
    for seed in range(4):
        table = cube(random.Random(seed), months=2)
        found = released(table)
        shown = {cell.at: one for cell, one in zip(table.cells, released(Table(table.cells)), strict=True)}
        assert sum(one.state is Release.SUPPRESSED for one in shown.values()) <= sum(one.state is Release.SUPPRESSED for one in found)
        broken += bool(pinned(table, [one.printed for one in shown.values()], Policy()))
    assert broken == 4


@pytest.mark.skipif(not LONG, reason="make test-long attacks two months of a whole pack")
def test_every_indicator() -> None:
    from bench.disclosure import LAST, invented
    from lightwell.definitions.load import load
    from lightwell.disclosure import protect, relations_of

    definitions = load().definitions
    everything = invented(list(definitions.values()), ("service", "locality"), seed=1)
    cells = [cell for cell in everything if cell.at.month >= LAST.plus(-1)]
    relations = relations_of(definitions, cells)
    assert audit(protect(cells, relations, Policy()), relations, Policy()) == ()
