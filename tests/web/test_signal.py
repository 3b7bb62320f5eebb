"""Signal and noise on the site: the verdict, the register of breaks, and what those see who see no small numbers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from lightwell.reports.judged import judged_place
from lightwell.results.break_register import register
from lightwell.store import Home, Snapshot
from lightwell.web.activity.models import Activity
from tests.web.conftest import ClientAs
from tests.web.test_performance import body, last_month, words

pytestmark = pytest.mark.django_db

VISITS = "cp_visit_10_working_days"
ENTRY = {"first_month": "7", "first_year": "2023", "kind": "practice", "what": "Visits every ten working days.", "anew": "on"}


@pytest.fixture
def no_breaks(service_home: Home, tmp_path: Path, settings: Any) -> Home:
    """A home of this test's own, so that no other sees its register."""
    own = Home(tmp_path / "home")
    shutil.copytree(service_home.path, own.path, ignore=shutil.ignore_patterns("web", "*.sqlite3*"))
    settings.HOME = own
    return own


def test_the_page_says_the_verdict_and_what_it_rests_on(client_as: ClientAs, service_home: Home, snapshot: Snapshot) -> None:
    page = body(client_as("director"), f"/performance/{VISITS}/signal/")
    judged = judged_place(service_home, snapshot, last_month(snapshot))[VISITS]
    text = words(page)
    assert words(judged.sentence) in text
    assert words(judged.why) in text
    assert page.count('class="lw-chart"') >= 2
    rows = re.search(r"months with what was to be expected.*?<tbody>(.*?)</tbody>", page, re.DOTALL)
    assert rows is not None
    assert rows[1].count("<tr>") == len(judged.points)


def test_the_indicator_answers_whether_it_is_real_and_the_table_has_its_direction(
    client_as: ClientAs, service_home: Home, snapshot: Snapshot
) -> None:
    judged = judged_place(service_home, snapshot, last_month(snapshot))[VISITS]
    page = words(body(client_as("director"), f"/performance/{VISITS}/"))
    assert "Is it real?" in page
    assert words(judged.sentence) in page
    assert "Practice or recording?" in page
    table = body(client_as("director"), "/performance/")
    assert table.count("Direction of travel</th>") == table.count("13 months</th>")
    assert table.count('class="lw-perf__travel"') > 70


def test_those_who_see_no_small_numbers_are_told_whether_it_changed_and_nothing_of_parts(client_as: ClientAs) -> None:
    page = words(body(client_as("elected_member"), f"/performance/{VISITS}/"))
    assert "Is it real?" in page
    assert "Practice or recording?" not in page
    assert "Where is it?" not in page
    signal = body(client_as("elected_member"), f"/performance/{VISITS}/signal/")
    assert "Where it shows" not in signal
    assert "Among the statistical neighbours" not in signal


def test_a_break_is_entered_shown_on_the_page_recorded_and_withdrawn(client_as: ClientAs, no_breaks: Home) -> None:
    client = client_as("performance_analyst")
    address = reverse("performance:breaks")
    sent = client.post(address, {**ENTRY, "indicator": VISITS})
    assert sent.status_code == 302
    (entry,) = register(no_breaks)
    assert (str(entry.month), entry.indicators, entry.anew) == ("2023-07", (VISITS,), True)
    assert entry.said_by
    shown = words(body(client, f"/performance/{VISITS}/signal/"))
    assert "Practice changed, from July 2023." in shown
    assert "Visits every ten working days." in shown
    assert "Practice changed, from July 2023." not in words(body(client, "/performance/contacts/signal/"))
    assert Activity.objects.filter(action="entered_break", subject="entry 1").count() == 1
    assert client.post(reverse("performance:withdraw_break", args=[1])).status_code == 302
    assert "Withdrawn" in body(client, address)
    assert "Practice changed, from July 2023." not in words(body(client, f"/performance/{VISITS}/signal/"))
    assert Activity.objects.filter(action="withdrew_break", subject="entry 1").count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"first_month": "13"}, "Write the month in figures"),
        ({"first_year": "23"}, "Write the month in figures"),
        ({"what": " "}, "Say in a sentence what happened"),
        ({"kind": "weather"}, "There is a problem"),
        ({"part": "team:nowhere"}, "There is a problem"),
        ({"indicator": "nothing"}, "There is a problem"),
    ],
)
def test_what_cannot_be_entered_is_said_and_nothing_is_written(
    client_as: ClientAs, no_breaks: Home, wrong: dict[str, str], said: str
) -> None:
    answer = client_as("performance_analyst").post(reverse("performance:breaks"), {**ENTRY, **wrong})
    assert answer.status_code == 422
    assert said in words(answer.content.decode())
    assert register(no_breaks) == ()


def test_the_same_break_twice_is_said(client_as: ClientAs, no_breaks: Home) -> None:
    client = client_as("performance_analyst")
    assert [client.post(reverse("performance:breaks"), ENTRY).status_code for _ in range(2)] == [302, 422]
    assert len(register(no_breaks)) == 1


def test_who_may_not_enter_breaks_sees_the_register_without_its_form(client_as: ClientAs) -> None:
    assert "Enter the break" not in body(client_as("practice_manager"), reverse("performance:breaks"))
    assert client_as("practice_manager").post(reverse("performance:breaks"), ENTRY).status_code == 403
