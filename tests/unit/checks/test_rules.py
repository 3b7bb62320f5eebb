"""Every rule does what its own worked cases say, in every collection that it holds for."""

from __future__ import annotations

import pytest

from lightwell.checks import Collection, rules_for, wrong_cases

COLLECTIONS = [Collection(year) for year in range(2022, 2027)]


@pytest.mark.parametrize("collection", COLLECTIONS, ids=str)
@pytest.mark.parametrize("of", ["ssda903", "cin_census"])
def test_every_case_comes_out_as_the_rule_says(of: str, collection: Collection) -> None:
    wrong = wrong_cases(of, rules_for(of, collection), collection)
    assert not wrong, "\n".join(map(str, wrong))
