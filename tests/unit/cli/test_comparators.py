"""`lightwell comparators`: what is published, shown to people and to programs, and a release loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import Run

_RELEASES = Path(__file__).parents[1] / "comparators" / "data"
_SHOWN = ("--authority", "E06000045", "--year", "2023", "--release", "2023", "--neighbours", "2021")


@pytest.fixture
def shown(run: Run, home: Path) -> Any:
    """Show one statistic as a program reads it."""

    def answer(*words: str) -> dict[str, Any]:
        found = run("comparators", "show", *words, "--format", "json", "--home", home)
        assert found.code == 0, found.err
        said: dict[str, Any] = json.loads(found.out)
        return said

    return answer


@pytest.mark.parametrize("named", ["s47_rate", "dfe.s47_rate"])
def test_an_indicator_and_its_measure_say_the_same_figures(shown: Any, named: str) -> None:
    said = shown(named, *_SHOWN)
    assert (said["authority"], said["neighbours_mean"], said["neighbours_median"], said["england"]) == (352.2, 253, 244.7, 191.6)
    assert (said["neighbours_used"], said["region_name"], said["region"], said["release"]) == (10, "South East", 216.2, "cin-2023")
    assert (said["period"], said["unit"]) == ("2022/23", "per_10_000")


def test_an_indicator_is_ranked_by_the_way_that_is_better_for_it(shown: Any) -> None:
    said, neutral = shown("s47_rate", *_SHOWN), shown("dfe.s47_rate", *_SHOWN)
    assert (said["rank"], said["rank_of"], said["quartile"]) == (142, 151, 4)
    assert (neutral["rank"], neutral["quartile"]) == (10, None)


def test_any_code_that_an_authority_has_had_names_it(shown: Any) -> None:
    named = [shown("referrals_rate", "--authority", code, "--year", "2022/23")["authority"] for code in ("E06000060", "E10000002", "825")]
    assert named[0] is not None
    assert len(set(named)) == 1


def test_the_newest_year_and_release_are_shown_unless_others_are_asked_for(shown: Any) -> None:
    said = shown("referrals_rate", "--authority", "E06000045")
    assert (said["year"], said["release"], said["neighbours_list"]) == (2025, "lait-2026", "2025")


def test_a_suppressed_neighbour_is_left_out_and_named(shown: Any) -> None:
    said = shown("referrals_nfa", "--authority", "E06000045", "--year", "2023", "--release", "cin-2025", "--neighbours", "2021")
    assert said["neighbours_used"] == 9
    assert [one["area"] for one in said["neighbours_left_out"]] == ["Coventry"]
    assert said["neighbours_left_out"][0]["why"].startswith("confidential")


def test_a_person_reads_lines(run: Run, home: Path) -> None:
    told = run("comparators", "show", "s47_rate", *_SHOWN, "--home", home).out
    assert "Southampton                            352.2" in told
    assert "It is 142 of 151 authorities, in the worst quarter." in told


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("referals_rate", "--authority", "852"), "Did you mean referrals_rate"),
        (("referrals_rate", "--authority", "999"), "No authority has the code “999”."),
        (("referrals_rate", "--authority", "E92000001"), "England (E92000001) is not an authority."),
        (("referrals_rate", "--authority", "852", "--year", "1999"), "It is published for years ending 2013 to 2025."),
        (("referrals_rate", "--authority", "852", "--release", "2019"), "No release here is called “2019”."),
        (("referrals_rate", "--authority", "852", "--release", "cin-2023", "--year", "2024"), "These do: cin-2024"),
        (("referrals_rate", "--authority", "852", "--neighbours", "2030"), "There are those of 2021 and 2025."),
        (("cla", "--authority", "852"), "The indicator cla is set beside no published statistic."),
        (("referrals_rate",), "is in no published statistics"),
    ],
)
def test_what_cannot_be_shown_is_said(run: Run, home: Path, words: tuple[str, ...], what: str) -> None:
    found = run("comparators", "show", *words, "--home", home)
    assert found.code == 1
    assert what in found.err


def test_a_year_that_is_none_is_wrong_usage(run: Run, home: Path) -> None:
    found = run("comparators", "show", "referrals_rate", "--authority", "852", "--year", "2022/24", "--home", home)
    assert found.code == 2
    assert "2022/24" in found.err


def test_the_populations_say_why_one_count_has_had_three_rates(run: Run, home: Path) -> None:
    rows = json.loads(run("comparators", "populations", "--authority", "E06000045", "--format", "json", "--home", home).out)
    of_2023 = {row["release"]: row["children_under_18"] for row in rows if row["year"] == 2023}
    assert of_2023["ons-2025"] == 50594
    assert of_2023["cin-2023"] < of_2023["cin-2024"] < of_2023["lait-2026"]


def test_every_measure_is_listed_with_its_releases(run: Run, home: Path) -> None:
    rows = json.loads(run("comparators", "list", "--format", "json", "--home", home).out)
    held = [row["release"] for row in rows if row["measure"] == "dfe.referrals_rate"]
    assert held == ["cin-2023", "cin-2024", "lait-2026"]


def test_a_release_that_is_loaded_is_shown_with_the_shipped(run: Run, home: Path, shown: Any) -> None:
    file = _RELEASES / "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv"
    words = ("comparators", "load", file, "--published", "2025-11-06", "--release", "cin-2025-corrected", "--home", home)
    found = run(*words)
    assert found.code == 0, found.err
    assert "published on 6 November 2025" in found.out
    assert "cin-2025-corrected" in run("comparators", "list", "--home", home).out
    beside = run("comparators", "load", file, "--home", home)
    assert "(cin-2025-loaded)" in beside.out
    assert "Nobody said when it was published" in beside.out
    again = run(*words)
    assert "nothing was changed" in again.out
