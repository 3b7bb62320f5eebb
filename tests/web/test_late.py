"""Late recording on the site: parts that add up with lists as long as they say, who may see whom, and a home with one snapshot only."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from lightwell.reports.late import late_page
from lightwell.reports.listing import listing
from lightwell.reports.model import WHOLE
from lightwell.reports.shortfall import shortfall, shortfalls
from lightwell.results.recording import PARTS, Step
from lightwell.results.recording_lag import lag_records, lags
from lightwell.results.recording_split import why_not
from lightwell.store import Home, Snapshot, snapshots
from lightwell.web.activity.models import Activity
from lightwell.web.children.queries import visible
from tests.web.conftest import ClientAs, People
from tests.web.test_children import choice_in, text_of
from tests.web.test_performance import body, last_month, words

pytestmark = pytest.mark.django_db

VISITS = "cp_visit_10_working_days"
SPLIT = (VISITS, "cin_visit_4_weeks", "cla_supervision", "cin_supervision")
LATE = f"/performance/{VISITS}/late-recording/"


@pytest.fixture
def one_snapshot(service_home: Home, tmp_path: Path, settings: Any) -> Home:
    """A home that holds the current snapshot and no other."""
    own = Home(tmp_path / "home")
    own.make()
    (own.path / "settings.yaml").write_bytes(service_home.settings.read_bytes())
    current = snapshots(service_home)[-1]
    own.current.write_bytes(service_home.current.read_bytes())
    (own.snapshots / current.path.name).symlink_to(current.path)
    settings.HOME = own
    return own


def test_the_parts_add_up_to_what_was_missed_and_every_list_is_as_long_as_its_part(service_home: Home, snapshot: Snapshot) -> None:
    month, listed = last_month(snapshot).plus(-1), 0
    for indicator in SPLIT:
        here = shortfall(service_home, snapshot, month, indicator, WHOLE)
        assert here is not None
        assert sum(piece.count for piece in here.then) == here.split.first.missed
        assert sum(piece.count for piece in here.now) == here.split.now.missed
        teams = shortfalls(service_home, snapshot, month, indicator, "team")
        missed = [each.split.first.missed for each in teams]
        assert missed == sorted(missed, reverse=True)
        assert sum(missed) == here.split.first.missed
        for shown in (here, *teams[:1]):
            for piece in (*shown.then, *shown.now):
                place = {"breakdown": shown.place.breakdown, "member": shown.place.member}
                found = listing(snapshot, indicator, month, part=piece.part, home=service_home, **place)
                assert (indicator, piece.part, found.total) == (indicator, piece.part, piece.count)
                listed += piece.count
    assert listed > 30


def test_a_part_leads_to_its_list_which_leads_to_the_others_and_can_be_taken_out(
    client_as: ClientAs, service_home: Home, snapshot: Snapshot
) -> None:
    client, month = client_as("director"), last_month(snapshot).plus(-1)
    here = shortfall(service_home, snapshot, month, VISITS, WHOLE)
    assert here is not None
    piece = max(here.then, key=lambda each: each.count)
    page = body(client, f"{LATE}?month={month}")
    link = re.search(rf'href="([^"]*of={piece.part})"', page)
    assert link is not None
    shown = body(client, link[1].replace("&amp;", "&"))
    assert f"<b>{piece.count} " in shown
    assert shown.count('<th scope="row">') == piece.count
    headings = re.findall(r'<th scope="col"[^>]*><a[^>]*>([^<]*)</a>', shown)
    assert headings[2:5] == ["Done on", "Recorded on", "Authorised on"]
    assert all(f"of={part}" in shown for part in PARTS[:5])
    assert Activity.objects.filter(action="read_list", subject=VISITS, why__startswith=piece.part).count() == 1
    address = reverse("children:export", args=[VISITS])
    sent = client.post(f"{address}?month={month}&of={piece.part}&sort=-done_on", {"file": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sent)))
    days = [row["Done on"] for row in rows if row["Done on"]]
    assert (len(rows), days) == (piece.count, sorted(days, reverse=True))


def test_a_manager_sees_in_the_list_only_the_children_within_reach(client_as: ClientAs, people: People, snapshot: Snapshot) -> None:
    everyone = visible(people["director"], choice_in(snapshot), VISITS, "not_done")
    theirs = visible(people["practice_manager"], choice_in(snapshot), VISITS, "not_done")
    assert len(theirs.rows) < everyone.total
    response = client_as("practice_manager").get(reverse("children:list", args=[VISITS]), {"of": "not_done"})
    assert f"You may see {len(theirs.rows)} of the {everyone.total}" in text_of(response)
    hidden = {row.key for row in everyone.rows} - {row.key for row in theirs.rows}
    assert hidden
    assert not [child for child in hidden if child in response.content.decode()]
    assert "of=not_done" not in body(client_as("practice_manager"), LATE).split('id="shortfall"')[1].split("<nav")[0]


def test_records_that_came_late_are_listed_for_who_may_see_the_children(client_as: ClientAs, snapshot: Snapshot) -> None:
    month = last_month(snapshot).plus(-1)
    kind = "child_protection_visits"
    step: Step = "both"
    (lag,) = lags(snapshot, kind, step, months=[month])
    asked = f"{LATE}records/?month={month}&kind={kind}&step={step}&of="
    found = lag_records(snapshot, kind, step, month, part="late")
    assert 0 < lag.late == len(found.rows)
    shown = body(client_as("director"), f"{asked}late")
    assert f"<b>{lag.late} record" in shown
    assert shown.count('<th scope="row">') == min(lag.late, 100)
    assert Activity.objects.filter(action="read_list", person="director", page__endswith="/records/").count() == 1
    own = body(client_as("practice_manager"), f"{asked}late")
    assert own.count('<th scope="row">') < lag.late
    assert "You may see" in own
    assert "The lists are waiting, late" in words(body(client_as("director"), f"{asked}nonsense", 404))


def test_how_long_recording_takes_is_shown_worst_first_and_workers_only_to_who_may_see_them(client_as: ClientAs) -> None:
    rows = re.findall(r'data-label="In standard">(\d+)', body(client_as("director"), LATE).split('id="lag"')[1])
    shares = [int(each) for each in rows[:-1]]
    assert len(shares) > 2
    assert shares == sorted(shares)

    def lines(role: str) -> list[dict[str, str]]:
        sent = body(client_as(role), "/performance/cp_supervision/late-recording/lag.csv").removeprefix("\ufeff")
        return [row for row in csv.DictReader(io.StringIO(sent)) if row["by"] == "worker"]

    assert 0 < len(lines("practice_manager")) < len(lines("director"))
    assert "not shown: you see the figures of those workers" in words(
        body(client_as("practice_manager"), "/performance/cp_supervision/late-recording/?lag=worker")
    )


def test_those_who_see_no_small_counts_are_told_why_the_rest_is_not_there(client_as: ClientAs) -> None:
    page = body(client_as("elected_member"), LATE)
    assert "You see no counts so small" in words(page)
    assert 'id="shortfall"' not in page
    assert 'id="lag"' not in page
    assert 'id="snapshots"' not in page
    body(client_as("elected_member"), f"{LATE}lag.csv", 403)


def test_one_snapshot_has_nothing_known_earlier_and_no_range(client_as: ClientAs, one_snapshot: Home, snapshot: Snapshot) -> None:
    page = words(body(client_as("director"), LATE))
    assert "There is one monthly snapshot so far" in page
    assert "likely to settle between" not in page
    found = late_page(one_snapshot, snapshots(one_snapshot)[-1], last_month(snapshot), VISITS, WHOLE)
    assert found is not None
    assert [each.month for each in found.months if each.first is not None] == [last_month(snapshot).plus(-1), last_month(snapshot)]
    assert all(each.first_on == snapshot.manifest.as_at and not each.settles for each in found.months if each.first is not None)


def test_an_indicator_that_cannot_be_split_says_why(client_as: ClientAs, snapshot: Snapshot) -> None:
    page = words(body(client_as("director"), "/performance/cla/late-recording/"))
    assert words(why_not(snapshot, "cla")) in page
    assert "rests on no kind of record" in page
