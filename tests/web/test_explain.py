"""The change taken apart, as pages: what adds up on them, whose lists they open, and what those see who see no child."""

from __future__ import annotations

import csv
import io
import re

import pytest

from lightwell.periods import Month
from lightwell.results import children, explaining, values
from lightwell.store import Snapshot
from lightwell.web.access.models import RestrictedChild
from lightwell.web.activity.models import Activity
from tests.web.conftest import ClientAs, People
from tests.web.test_performance import body, last_month, team_with_most, words

pytestmark = pytest.mark.django_db

YEAR = 12


def year_before(snapshot: Snapshot) -> Month:
    return last_month(snapshot).plus(-YEAR)


def listed(page: str) -> list[str]:
    return re.findall(r'class="lw-list__id">(\d+)<', page)


def test_the_page_says_the_change_and_each_count_is_its_list(client_as: ClientAs, snapshot: Snapshot) -> None:
    client, first, last = client_as("director"), year_before(snapshot), last_month(snapshot)
    page = body(client, f"/performance/cla/change/?from={first}&by=age_band")
    before, after = (values(snapshot, indicators=["cla"], periods=[month])[0].numerator or 0 for month in (first, last))
    assert f"from {before:.0f} in {first.name} to {after:.0f} in {last.name}." in words(page)
    was, now = ({str(row[0]) for row in children(snapshot, "cla", month).rows} for month in (first, last))
    for move, wanted in (("absent-counted", now - was), ("counted-absent", was - now)):
        href = re.search(rf'href="(/performance/cla/change/list/\?[^"]*move={move})">([\d,]+)</a>', page)
        assert href is not None
        shown = listed(body(client, href[1].replace("&amp;", "&")))
        assert set(shown) == wanted
        assert len(shown) == int(href[2].replace(",", ""))
    of_age = re.findall(r'href="(/performance/cla/change/list/\?[^"]*by=age_band[^"]*)">([\d,]+)</a>', page)
    assert len(of_age) > 4
    for link, count in of_age:
        assert len(listed(body(client, link.replace("&amp;", "&")))) == int(count)
    assert Activity.objects.filter(action="read_list", subject="cla", page__endswith="/change/list/").count() == 2 + len(of_age)


def test_a_restricted_child_is_counted_and_not_listed(client_as: ClientAs, snapshot: Snapshot, people: People) -> None:
    first = year_before(snapshot)
    roll = explaining.explained(snapshot, "cla", first, last_month(snapshot)).roll
    assert roll
    came = next(move.keys for move in roll.moves if (move.before, move.after) == ("absent", "counted"))
    by = people["director"]
    day = last_month(snapshot).end
    RestrictedChild.objects.create(child=came[0], reason="a relative works here", since=day, review_on=day, marked_by=by)
    page = body(client_as("performance_analyst"), f"/performance/cla/change/list/?from={first}&move=absent-counted")
    assert set(listed(page)) == set(came[1:])
    assert came[0] not in page
    assert f"You may see {len(came) - 1} of the {len(came)}" in words(page)


def test_those_who_see_no_child_see_two_figures_and_no_parts(client_as: ClientAs, snapshot: Snapshot) -> None:
    first = year_before(snapshot)
    page = words(body(client_as("scrutiny_officer"), f"/performance/cla/change/?from={first}"))
    exact = values(snapshot, indicators=["cla"], periods=[last_month(snapshot)])[0].numerator or 0
    assert f"{last_month(snapshot).name}: {5 * round(exact / 5)}" in page
    assert "Who came and who left is often a few children, so it is not shown." in page
    assert "came into care" not in page
    assert "Ready to paste" not in page
    for part in ("list/", "change.csv"):
        body(client_as("scrutiny_officer"), f"/performance/cla/change/{part}?from={first}", 403)


def test_workers_whom_a_reader_does_not_see_are_one_line(client_as: ClientAs, snapshot: Snapshot) -> None:
    first = year_before(snapshot)
    page = words(body(client_as("practice_manager"), f"/performance/cp_plans/change/?from={first}&by=worker"))
    assert re.search(r"\d+ whom you do not see", page)
    assert "whom you do not see" not in words(body(client_as("director"), f"/performance/cp_plans/change/?from={first}&by=worker"))


def test_what_cannot_be_taken_apart_is_said(client_as: ClientAs, snapshot: Snapshot) -> None:
    client, held = client_as("director"), snapshot.manifest.first_month
    team = team_with_most(snapshot, "cp_plans").member
    page = words(body(client, f"/performance/cp_visit_4_weeks/change/?part=team:{team}&from={last_month(snapshot).plus(-1)}"))
    assert "Ready to paste" in page
    assert "is shown and not" in words(body(client, f"/performance/cla_rate/change/?part=team:{team}"))
    there = {value.member for value in values(snapshot, indicators=["cp_visit_4_weeks"], breakdown="team")}
    none = min({value.member for value in values(snapshot, indicators=["care_leavers"], breakdown="team")} - there)
    assert "Nothing stands below the line" in words(body(client, f"/performance/cp_visit_4_weeks/change/?part=team:{none}"))
    assert body(client, f"/performance/cp_visit_4_weeks/change/change.csv?part=team:{none}").count("\n") == 1
    body(client, f"/performance/cla/change/?month={held}", 404)
    body(client, f"/performance/cla/change/?from={last_month(snapshot)}", 404)
    body(client, "/performance/cla/change/?by=shoe_size", 404)
    body(client, "/performance/cla/change/list/?move=no-such", 404)
    body(client, "/performance/referrals/change/list/", 404)


def test_the_file_adds_up_and_is_recorded(client_as: ClientAs, snapshot: Snapshot) -> None:
    text = body(client_as("director"), f"/performance/cp_visit_4_weeks/change/change.csv?from={year_before(snapshot)}")
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    whole = next(line for line in lines if line["split_by"] == "whole")
    splits = {line["split_by"] for line in lines} - {"whole"}
    assert {"movement", "team", "age_band", "category"} <= splits
    for split in splits:
        these = [line for line in lines if line["split_by"] == split]
        for column in ("numerator_change", "denominator_change", "points"):
            assert sum(float(line[column]) for line in these) == pytest.approx(float(whole[column])), (split, column)
    assert Activity.objects.filter(action="exported_figures", subject="cp_visit_4_weeks").count() == 1
