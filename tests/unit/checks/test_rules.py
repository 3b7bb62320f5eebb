"""Every rule does what its own worked cases say, in every collection that it holds for."""

from __future__ import annotations

import os

import pytest

from lightwell.checks import Collection, rules_for, wrong_cases

LONG = bool(os.environ.get("LIGHTWELL_LONG"))
COLLECTIONS = [Collection(year) for year in (range(2022, 2027) if LONG else (2022, 2025, 2026))]


@pytest.mark.parametrize("collection", COLLECTIONS, ids=str)
@pytest.mark.parametrize("of", ["ssda903", "cin_census"])
def test_every_case_comes_out_as_the_rule_says(of: str, collection: Collection) -> None:
    wrong = wrong_cases(of, rules_for(of, collection, with_cases=True), collection)
    assert not wrong, "\n".join(map(str, wrong))
