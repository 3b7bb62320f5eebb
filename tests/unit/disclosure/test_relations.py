"""What ties figures together is found from the definitions, and only what the figures bear out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from lightwell.definitions.load import load
from lightwell.definitions.model import Definition
from lightwell.disclosure import Policy, Published, Relation, cell_of, protect, relations_of
from tests.unit.disclosure.tables import JANUARY, as_published


@pytest.fixture(scope="session")
def definitions() -> Mapping[str, Definition]:
    return load().definitions


def said(relations: tuple[Relation, ...]) -> set[str]:
    """Each relation in one line: `referrals A + referrals B = referrals`."""
    lines = set()
    for relation in relations:
        left, right = (
            " + ".join(
                " ".join(filter(None, (term.at.indicator, term.at.member, term.part[0], str(term.at.month)[2:])))
                for term in relation.terms
                if term.factor == factor
            )
            for factor in (1, -1)
        )
        lines.add(f"{left} {relation.sense} {right}")
    return lines


def test_members_add_up_to_the_authority_in_each_breakdown(definitions: Mapping[str, Definition]) -> None:
    cla = definitions["cla"]
    cells = [
        cell_of(cla, JANUARY, 30),
        *(cell_of(cla, JANUARY, number, breakdown="team", member=name) for name, number in (("A", 12), ("B", 18))),
        *(cell_of(cla, JANUARY, number, breakdown="sex", member=name) for name, number in (("F", 20), ("M", 10))),
    ]
    assert said(relations_of(definitions, cells)) == {
        "cla A n 24-01 + cla B n 24-01 = cla n 24-01",
        "cla F n 24-01 + cla M n 24-01 = cla n 24-01",
    }


def test_members_that_are_not_all_there_are_some_of_the_authority(definitions: Mapping[str, Definition]) -> None:
    cla = definitions["cla"]
    cells = [cell_of(cla, JANUARY, 30), cell_of(cla, JANUARY, 12, breakdown="team", member="A")]
    (relation,) = relations_of(definitions, cells)
    assert (relation.sense, relation.counts_rest) == ("<=", True)


def test_indicators_that_count_the_same_children_share_their_numbers(definitions: Mapping[str, Definition]) -> None:
    cells = [
        cell_of(definitions["cla"], JANUARY, 100),
        cell_of(definitions["cla_rate"], JANUARY, 100, 50_000),
        cell_of(definitions["cla_ifa"], JANUARY, 20),
        cell_of(definitions["cla_ifa_share"], JANUARY, 20, 100),
    ]
    found = said(relations_of(definitions, cells))
    assert {
        "cla n 24-01 = cla_rate n 24-01",
        "cla n 24-01 = cla_ifa_share d 24-01",
        "cla_ifa n 24-01 = cla_ifa_share n 24-01",
        "cla_ifa n 24-01 <= cla n 24-01",
    } == found


def test_a_longer_period_is_the_sum_of_its_months(definitions: Mapping[str, Definition]) -> None:
    referrals, to_date = definitions["referrals"], definitions["referrals_rate_ytd"]
    april, may = JANUARY.plus(3), JANUARY.plus(4)
    cells = [cell_of(referrals, april, 40), cell_of(referrals, may, 50), cell_of(to_date, may, 90, 50_000)]
    assert said(relations_of(definitions, cells)) == {"referrals n 24-04 + referrals n 24-05 = referrals_rate_ytd n 24-05"}


def test_two_longer_periods_do_not_give_back_a_month_that_nobody_prints(definitions: Mapping[str, Definition]) -> None:
    to_date = definitions["referrals_rate_ytd"]
    cells = [cell_of(replace(to_date, decimals=2), JANUARY.plus(3 + step), number, 5_000) for step, number in enumerate((20, 23, 50))]
    found = protect(cells, relations_of(definitions, cells), Policy())
    # The 3 of May would be May to date less April to date; April to date is also one month alone.
    assert [one.printed.mark for one in found].count("c") == 1
    assert found[2].printed.mark == ""


def test_those_who_were_there_and_came_less_those_who_went(definitions: Mapping[str, Definition]) -> None:
    started = definitions["cla_started"]
    ceased = replace(started, id="cla_ceased", on="ended_on")
    known = {**definitions, "cla_ceased": ceased}
    february = JANUARY.plus(1)
    cells = [
        cell_of(definitions["cla"], JANUARY, 100),
        cell_of(definitions["cla"], february, 110),
        cell_of(started, february, 13),
        cell_of(ceased, february, 3),
    ]
    assert said(relations_of(known, cells)) == {"cla n 24-01 + cla_started n 24-02 = cla_ceased n 24-02 + cla n 24-02"}
    found = protect(cells, relations_of(known, cells), Policy())
    assert sum(one.printed.mark == "c" for one in found) == 2
    # Where it does not come out, the difference is a number of children too.
    for ceased_now, hidden in ((8, 1), (9, 0)):
        otherwise = [*cells[:3], replace(cells[3], numerator=ceased_now)]
        (relation,) = relations_of(known, otherwise)
        assert (relation.sense, relation.counts_rest) == ("<=", True)
        assert sum(one.printed.mark == "c" for one in protect(otherwise, [relation], Policy())) == hidden


def test_different_children_do_not_add_up(definitions: Mapping[str, Definition]) -> None:
    re_referrals = definitions["re_referrals"]
    assert re_referrals.distinct == "child"
    cells = [
        cell_of(re_referrals, JANUARY, 30, 100),
        *(cell_of(re_referrals, JANUARY, 20, 60, breakdown="team", member=name) for name in "AB"),
    ]
    found = said(relations_of(definitions, cells))
    assert not any(" = " in line for line in found)
    assert "re_referrals A d 24-01 <= re_referrals d 24-01" in found


def test_earlier_packs_are_tied_to_this_one(definitions: Mapping[str, Definition]) -> None:
    """Last year's pack printed the months that this year's twelve months take in and no longer show."""
    year = replace(definitions["contacts_rate"], id="contacts_year", unit="count")
    known = {"contacts": definitions["contacts"], "contacts_year": year}
    months = [JANUARY.plus(step) for step in range(12)]
    numbers = [20.0] * 11 + [3.0]
    old = [cell_of(known["contacts"], month, number) for month, number in zip(months[:11], numbers, strict=False)]
    earlier: list[Published] = as_published(protect(old, (), Policy()))
    cells = [cell_of(known["contacts"], months[11], 3), cell_of(year, months[11], 223)]

    def marks(published: list[Published]) -> list[str]:
        relations = relations_of(known, cells, published)
        return [one.printed.mark for one in protect(cells, relations, Policy(), published)]

    assert marks([]) == ["c", ""]
    assert marks(earlier) == ["c", "c"]
