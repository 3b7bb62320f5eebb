"""The engine and the slow reference agree on invented journeys: every row of every fact, every figure, and every list behind a figure.

`LIGHTWELL_LONG=1` tries many more journeys, different ones each time.
"""

from __future__ import annotations

import functools
import os
import random
from dataclasses import dataclass

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from lightwell.definitions.load import Catalogue
from lightwell.results.children import child_list
from tests.generative.agreement import Expected, answer_differences, answers, expect, expected_of, fact_differences, say, shipped, smallest
from tests.generative.engine import Place, Worked, work_out
from tests.generative.records import invent
from tests.reference.journey import Journey
from tests.reference.values import AUTHORITY, Answer

SEEDS = range(8)
"""The journeys of every run; `test_records` makes sure that between them they exercise everything."""

LONG = bool(os.environ.get("LIGHTWELL_LONG"))


@dataclass(frozen=True)
class Pair:
    """One journey worked out twice."""

    expected: Expected
    answers: dict[Place, Answer]
    worked: Worked


def work_out_again(expected: Expected) -> Pair:
    return Pair(expected, answers(expected), work_out(expected.journey, shipped()))


@functools.cache
def pair(seed: int) -> Pair:
    return work_out_again(expected_of(seed))


def differences(found: Pair) -> list[str]:
    return [
        *fact_differences(found.expected.facts, found.worked.facts),
        *answer_differences(found.answers, found.worked.answers),
    ]


def check(found: Pair, what: list[str]) -> None:
    """Fail, where there are differences, with the least journey that still shows one."""
    if not what:
        return
    names = _indicators_of(what[0])
    some = Catalogue({name: shipped().definitions[name] for name in names}, shipped().parameters)

    def wrong(journey: Journey) -> list[str]:
        expected = expect(journey, names)
        return differences(Pair(expected, answers(expected), work_out(journey, some)))

    least = smallest(found.expected.journey, lambda journey: bool(wrong(journey)))
    shown = "\n".join(wrong(least)[:10])
    pytest.fail(f"{len(what)} differences, such as {what[0]}\n\nThe least that differs:\n{shown}\n\n{say(least)}")


def _indicators_of(difference: str) -> list[str]:
    """Name the indicator that a difference is about, or one on the fact that it is about."""
    word = difference.replace(",", " ").split()[0]
    return [name for name, definition in shipped().definitions.items() if word in (name, definition.fact)][:1]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_fact_agrees_row_for_row_and_column_for_column(seed: int) -> None:
    found = pair(seed)
    assert found.worked.facts.keys() == found.expected.facts.keys()
    check(found, list(fact_differences(found.expected.facts, found.worked.facts)))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_every_month_and_breakdown_agrees(seed: int) -> None:
    found = pair(seed)
    assert {place[0] for place in found.worked.answers} == set(shipped().definitions)
    check(found, list(answer_differences(found.answers, found.worked.answers)))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_holds_the_children_that_its_figure_counts(seed: int) -> None:
    check_lists(pair(seed), seed)


def check_lists(found: Pair, seed: int) -> None:
    """Open the list behind one figure of every fourth indicator, others for each seed, and set it beside the reference's rows."""
    places = [place for place in found.answers if found.answers[place].numerator]
    random.Random(seed).shuffle(places)
    one_of_each = {place[0]: place for place in places}
    turn = [name for number, name in enumerate(shipped().definitions) if (number + seed) % 4 == 0 and name in one_of_each]
    for name in turn:
        _check_list(found, one_of_each[name])


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
@settings(max_examples=300 if LONG else 2, derandomize=not LONG, deadline=None, database=None, phases=[Phase.generate])
def test_journeys_drawn_at_random_agree(seed: int) -> None:
    found = work_out_again(expect(invent(seed)))
    check(found, differences(found))
    check_lists(found, seed)
