"""How figures and lists are printed: their order, names beside codes, values in words, and those that a figure missed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lightwell.cli.figures import in_words, ordered
from lightwell.definitions import Catalogue, load
from lightwell.facts import fact_statement
from lightwell.periods import Month
from lightwell.results import State, Value, children, definitions_of
from lightwell.results.names import AGE_BANDS, member_names, member_order
from lightwell.store import Home, open_snapshot
from tests.small import FILES
from tests.unit.cli.conftest import Run, load_once

_JANUARY = Month(2024, 1)


@pytest.fixture
def loaded(run: Run, home: Path, extract: Path, kept: Path) -> Path:
    """The small extract, with a second referral of one child in the month, so that one row of a child counts and another does not."""
    more = f"{FILES['referrals.csv']}R5,1002,25/01/2024,6,No,T1,W1\nR6,1003,20/01/2024,6,No,T1,W1\n"
    (extract / "referrals.csv").write_text(more, encoding="utf-8")
    return load_once(run, home, extract, kept)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


def _value(indicator: str, value: float | None, state: State = State.KNOWN, breakdown: str = "authority", member: str = "") -> Value:
    return Value(indicator, 1, _JANUARY, "month", breakdown, member, None, None, value, state, "", "s")


@pytest.mark.parametrize(
    ("indicator", "value", "state", "words"),
    [
        ("re_referrals", 100 / 3, State.KNOWN, "33.3 %"),
        ("re_referrals", 0.0, State.KNOWN, "0.0 %"),
        ("referrals", 1204.0, State.KNOWN, "1,204"),
        ("referrals_rate", 1544.25, State.KNOWN, "1,544.2"),
        ("referrals_rate", 0.4, State.KNOWN, "0.4"),
        ("referrals", None, State.NO_DATA, "no data"),
        ("re_referrals", None, State.NOT_APPLICABLE, "not applicable"),
        ("re_referrals", None, State.SUPPRESSED, "suppressed"),
    ],
)
def test_a_value_is_written_in_its_unit_or_says_why_there_is_none(
    catalogue: Catalogue, indicator: str, value: float | None, state: State, words: str
) -> None:
    assert in_words(_value(indicator, value, state), catalogue.definition(indicator)) == words


def test_a_mean_has_the_decimals_of_its_definition(catalogue: Catalogue) -> None:
    mean = next(definition for definition in catalogue.definitions.values() if definition.unit == "mean")
    assert in_words(_value(mean.id, 17.25), mean) == f"{17.25:.{max(1, mean.decimals)}f}"


def test_indicators_come_in_the_order_asked_or_in_the_catalogue_s(catalogue: Catalogue) -> None:
    found = [_value(name, 1.0) for name in sorted(catalogue.definitions, reverse=True)]
    assert [value.indicator for value in ordered(found, (), catalogue)] == list(catalogue.definitions)
    asked = ["referrals", "cla", "referrals"]
    assert [value.indicator for value in ordered([_value("cla", 1.0), _value("referrals", 1.0)], asked, catalogue)] == ["referrals", "cla"]


def test_age_bands_are_those_of_the_facts_in_order_of_age(catalogue: Catalogue) -> None:
    last = fact_statement("referrals").query
    named = re.findall(r"(?:then|else) '([^']+)'", last[last.index("p.born_on is null then") : last.index("as age_band")])
    assert set(named) == set(AGE_BANDS)
    found = [_value("referrals", 1.0, breakdown="age_band", member=band) for band in sorted(AGE_BANDS)]
    assert tuple(value.member for value in ordered(found, (), catalogue)) == AGE_BANDS


def test_members_come_by_number_and_what_is_not_known_last() -> None:
    members = ["T12", "Not allocated", "T2", "alpha", "Zulu"]
    assert sorted(members, key=lambda member: member_order("team", member)) == ["alpha", "T2", "T12", "Zulu", "Not allocated"]


def test_names_are_read_from_a_snapshot_or_a_connection(loaded: Path) -> None:
    snapshot = open_snapshot(Home(loaded))
    assert member_names(snapshot, "team") == {"T1": "East A", "T2": "Jigsaw"}
    with snapshot.connect() as connection:
        assert member_names(connection, "worker") == {"W1": "First Worker", "W2": "Second Worker"}
    assert member_names(snapshot, "locality") == {}


def test_values_by_team_and_worker_show_names(run: Run, loaded: Path) -> None:
    arguments = ("values", "--period", "2024-01", "--indicator", "referrals", "--home", loaded)
    table = run(*arguments, "--by", "team").out.splitlines()
    assert table[0].split() == ["indicator", "period", "breakdown", "member", "name", "numerator", "denominator", "value", "snapshot"]
    assert "East A" in table[1]
    rows = json.loads(run(*arguments, "--by", "worker", "--format", "json").out)
    assert [(row["member"], row["name"]) for row in rows] == [("W1", "First Worker"), ("W2", "Second Worker")]
    whole = json.loads(run(*arguments, "--format", "json").out)
    assert [(row["member"], row["name"]) for row in whole] == [("E06009998", "Smallshire")]
    assert "name" not in run(*arguments).out.splitlines()[0].split()


def test_the_table_says_percent_and_why_there_is_no_figure(run: Run, loaded: Path) -> None:
    said = run("values", "--period", "2024-01", "--indicator", "re_referrals", "--indicator", "cla_ifa", "--home", loaded)
    first, second = said.out.splitlines()[1:]
    assert re.search(r"re_referrals .* 1 +3 +33\.3 %", first)
    assert "no data" in second


def test_a_list_for_people_names_workers_and_teams_and_one_for_programs_keeps_its_columns(run: Run, loaded: Path) -> None:
    arguments = ("children", "--indicator", "referrals", "--period", "2024-01", "--by", "team=T2", "--home", loaded)
    head, row = run(*arguments).out.splitlines()
    assert re.split(r" {2,}", head.strip())[:5] == ["child", "worker", "worker name", "team", "team name"]
    assert re.split(r" {2,}", row.strip())[:5] == ["1002", "W2", "Second Worker", "T2", "Jigsaw"]
    (only,) = json.loads(run(*arguments, "--format", "json").out)
    assert "worker_name" not in only


def test_the_missed_are_those_not_in_the_numerator(run: Run, loaded: Path) -> None:
    def listed(part: str) -> list[str]:
        arguments = ("children", "--indicator", "re_referrals", "--period", "2024-01", "--part", part, "--format", "json")
        return [row["child"] for row in json.loads(run(*arguments, "--home", loaded).out)]

    assert listed("denominator") == ["1001", "1002", "1003"]
    assert listed("numerator") == ["1002"]  # referred on the 11th and again on the 25th: counted once, and not missed
    assert listed("missed") == ["1001", "1003"]


def test_numerator_and_missed_add_up_to_the_denominator_for_every_indicator(loaded: Path) -> None:
    snapshot = open_snapshot(Home(loaded))
    shares = [definition for definition in definitions_of(snapshot).definitions.values() if definition.has_denominator]
    rows = 0
    for definition in shares:
        for month in (_JANUARY, Month(2023, 3)):
            numerator, missed, denominator = (
                sorted(map(str, children(snapshot, definition.id, month, part=part).rows))
                for part in ("numerator", "missed", "denominator")
            )
            keys = [len(part) for part in (numerator, missed, denominator)]
            assert keys[0] + keys[1] == keys[2], definition.id
            if not definition.distinct:
                assert sorted(numerator + missed) == denominator
            rows += keys[2]
    assert rows > 10


@pytest.mark.parametrize("indicator", ["referrals", "referrals_rate"])
def test_a_count_or_a_rate_has_no_children_that_it_missed(run: Run, loaded: Path, indicator: str) -> None:
    said = run("children", "--indicator", indicator, "--period", "2024-01", "--part", "missed", "--home", loaded)
    assert said.code == 1
    assert "has no children that it missed" in said.err
