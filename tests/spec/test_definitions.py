"""Every worked example of every shipped definition, through the whole chain."""

from __future__ import annotations

import pytest

from lightwell.definitions import load
from lightwell.results.examples import run_examples

CATALOGUE = load()


@pytest.mark.parametrize("indicator", CATALOGUE.definitions)
def test_every_example_comes_out_as_the_definition_says(indicator: str) -> None:
    outcomes = run_examples(CATALOGUE.definition(indicator), CATALOGUE)
    faults = [f"{outcome.example.because}: {outcome.fault}" for outcome in outcomes if outcome.fault]
    assert outcomes
    assert faults == []
