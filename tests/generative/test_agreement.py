"""The engine and the slow reference agree on invented journeys: every row of every fact, every figure, and every list behind a figure.

`LIGHTWELL_LONG=1` tries many more journeys, different ones each time.
"""

from __future__ import annotations

import functools
import os
import random
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightwell.results.children import child_list
from tests.generative.agreement import Expected, answer_differences, answers, expect, fact_differences, say, shipped, smallest
from tests.generative.engine import Place, Worked, work_out
from tests.generative.records import invent
from tests.reference.journey import Journey
from tests.reference.values import AUTHORITY, Answer

SEEDS = range(12)
"""The journeys of every run; `test_records` makes sure that between them they exercise everything."""

LONG = bool(os.environ.get("LIGHTWELL_LONG"))


@dataclass(frozen=True)
class Pair:
    """One journey worked out twice."""

    expected: Expected
    answers: dict[Place, Answer]
    worked: Worked


def work_out_twice(journey: Journey) -> Pair:
    expected = expect(journey)
    return Pair(expected, answers(expected), work_out(journey, shipped()))


@functools.cache
def pair(seed: int) -> Pair:
    return work_out_twice(invent(seed))


def differences(found: Pair) -> list[str]:
    return [
        *fact_differences(found.expected.facts, found.worked.facts),
        *answer_differences(found.answers, found.worked.answers),
    ]


def check(journey: Journey, found: list[str]) -> None:
    """Fail, where there are differences, with the least journey that still shows one."""
    if found:
        least = smallest(journey, lambda less: bool(differences(work_out_twice(less))))
        shown = "\n".join(differences(work_out_twice(least))[:10])
        pytest.fail(f"{len(found)} differences, such as {found[0]}\n\nThe least that differs:\n{shown}\n\n{say(least)}")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_fact_agrees_row_for_row_and_column_for_column(seed: int) -> None:
    found = pair(seed)
    assert found.worked.facts.keys() == found.expected.facts.keys()
    check(found.expected.journey, list(fact_differences(found.expected.facts, found.worked.facts)))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_every_month_and_breakdown_agrees(seed: int) -> None:
    found = pair(seed)
    assert {place[0] for place in found.worked.answers} == set(shipped().definitions)
    check(found.expected.journey, list(answer_differences(found.answers, found.worked.answers)))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_holds_the_children_that_its_figure_counts(seed: int) -> None:
    check_lists(pair(seed), random.Random(seed), 60)


def check_lists(found: Pair, rng: random.Random, most: int) -> None:
    """Open lists behind figures drawn at random, one for each indicator first, and set them beside the reference's rows."""
    places = [place for place in found.answers if found.answers[place].numerator]
    rng.shuffle(places)
    first = {place[0]: place for place in places}
    for place in [*first.values(), *places[: max(0, most - len(first))]]:
        _check_list(found, place)


def _check_list(found: Pair, place: Place) -> None:
    name, month, breakdown, member = place
    definition = shipped().definitions[name]
    counted = found.expected.counted[name, month]
    column = definition.distinct or "child"
    for part, rows in (("numerator", counted.counted), ("denominator", counted.of)):
        if part == "denominator" and not definition.has_denominator:
            continue
        listed = child_list(
            found.worked.connection,
            definition,
            found.worked.catalogue,
            period=month,
            as_at=found.expected.journey.as_at,
            snapshot="invented",
            breakdown=breakdown,
            member=member,
            part=part,  # type: ignore[arg-type]  # one of its two words
        )
        expected = [row[column] for row in rows if breakdown == AUTHORITY or row[breakdown] == member]
        expected = list(set(expected)) if definition.distinct else expected
        assert sorted(str(row[0]) for row in listed.rows) == sorted(expected), f"the {part} of {place}"


@given(seed=st.integers(min_value=len(SEEDS), max_value=10**9))
@settings(max_examples=300 if LONG else 4, derandomize=not LONG, deadline=None, database=None)
def test_journeys_drawn_at_random_agree(seed: int) -> None:
    found = work_out_twice(invent(seed))
    check(found.expected.journey, differences(found))
    check_lists(found, random.Random(seed), 10)
