"""The first page: what changed, what is due, and what each role is told."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from lightwell.reports.changes import changes
from lightwell.reports.held import held_pack
from lightwell.store import Home, Snapshot
from lightwell.web.activity.models import Activity
from tests.web.conftest import ClientAs
from tests.web.test_performance import body, last_month, words

pytestmark = pytest.mark.django_db

LIMIT = 150_000
"""Most bytes of the page with its style sheet and script, compressed or not."""


def test_what_changed_worst_first(client_as: ClientAs, service_home: Home, snapshot: Snapshot) -> None:
    page = body(client_as("director"), "/")
    found = changes(held_pack(service_home, snapshot, last_month(snapshot)))
    changed = page.split('id="off-target"')[0]
    shown = re.findall(r'class="lw-home__name"><a class="govuk-link" href="/performance/(\w+)/', changed)
    assert shown == [change.row.definition.id for group in found.by_aim for change in group.changes]
    assert f"Off target: {len(found.off_target)}" in page
    for change in found.off_target:
        assert f"/performance/{change.row.definition.id}/" in page


def test_what_has_no_figure_is_named(client_as: ClientAs, service_home: Home, snapshot: Snapshot) -> None:
    page = words(body(client_as("director"), "/"))
    missing = changes(held_pack(service_home, snapshot, last_month(snapshot))).without_data
    expected = missing[0].definition.title if missing else f"Every indicator has a figure for {last_month(snapshot).name}."
    assert expected in page


@pytest.mark.parametrize("role", ["elected_member", "finance", "scrutiny_officer"])
def test_who_sees_no_children_is_told_that_nothing_can_be_due(client_as: ClientAs, role: str) -> None:
    page = body(client_as(role), "/")
    assert "You see figures and no children, so there is no list of what is due." in page
    assert "/workload/" not in page
    assert "/children/" not in page


@pytest.mark.parametrize("role", ["practice_manager", "practitioner", "head_of_service", "director"])
def test_who_carries_work_sees_what_is_due(client_as: ClientAs, role: str) -> None:
    page = body(client_as(role), "/")
    assert "Overdue and due, by what is to be done" in page or "Nothing is due in the next seven days" in page


def test_naming_children_is_recorded(client_as: ClientAs) -> None:
    page = body(client_as("practice_manager"), "/")
    named = len(set(re.findall(r'href="/children/([^/"]+)/\?', page)))
    found = list(Activity.objects.filter(action="read_list", subject="due_this_week").values_list("children", flat=True))
    assert found == ([named] if named else [])
    assert named


def test_the_director_is_shown_no_single_child(client_as: ClientAs) -> None:
    body(client_as("director"), "/")
    assert not Activity.objects.filter(subject="due_this_week").exists()


def test_the_administrator_is_told_why_there_is_nothing(client_as: ClientAs) -> None:
    assert "An administrator may not see figures." in body(client_as("administrator"), "/")


def test_without_a_snapshot_it_says_what_to_do(client_as: ClientAs, tmp_path_factory: pytest.TempPathFactory) -> None:
    client = client_as("director")
    held = settings.HOME
    settings.HOME = Home(tmp_path_factory.mktemp("empty"))
    try:
        page = words(body(client, "/"))
    finally:
        settings.HOME = held
    assert "No extract has been loaded yet." in page


def test_another_part_and_month(client_as: ClientAs, snapshot: Snapshot) -> None:
    month = last_month(snapshot).plus(-1)
    page = words(body(client_as("director"), f"/?month={month}"))
    assert f"What changed in {month.name}" in page
    body(client_as("director"), "/?part=team:nowhere", 404)
    body(client_as("elected_member"), "/?part=team:T01", 403)


def test_the_page_is_light(client_as: ClientAs) -> None:
    """Sent as browsers ask for it, which is compressed."""
    response = client_as("director").get("/", headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert len(response.content) < LIMIT / 10
