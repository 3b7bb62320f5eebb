"""Workload: who sees which part, that every number is as long as its list, and what is recorded."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from django.test import Client

from lightwell.results import caseholders, clock_counts, count_due, open_children, waiting, within_places, workload
from lightwell.store import Snapshot
from lightwell.web.activity.models import Activity
from lightwell.web.choice import Choice
from lightwell.web.workload import views
from lightwell.web.workload.look import look_at
from lightwell.web.workload.queries import due_for
from tests.web.conftest import ClientAs, People

pytestmark = pytest.mark.django_db

LISTS = (
    "/workload/due/?when=overdue",
    "/workload/due/?when=due",
    "/workload/open/",
    "/workload/open/?status=in_care",
    "/workload/waiting/?waits=early_help",
    "/workload/waiting/?waits=worker",
)
HOLDERS = ("high", "top", "newly_qualified", "all")


def text(client: Client, page: str, status: int = 200) -> str:
    response = client.get(page)
    assert response.status_code == status, page
    return html.unescape(response.content.decode())


def rows(page: str) -> int:
    return page.count('<th scope="row"')


def lead(page: str) -> str:
    found = re.search(r'lw-lead">(.*?)</p>', page, re.DOTALL)
    assert found is not None
    return found[1]


def choice_for(snapshot: Snapshot, breakdown: str = "authority", member: str = "") -> Choice:
    from django.conf import settings

    last = snapshot.manifest.last_month
    assert last is not None
    return Choice(settings.HOME, snapshot, last, breakdown, member)


def test_the_director_sees_the_whole_and_every_number_is_its_list(client_as: ClientAs, snapshot: Snapshot) -> None:
    client = client_as("director")
    page = text(client, "/workload/")
    (whole,) = workload(snapshot)
    assert lead(page).startswith(f"{whole.open_children:,} children are open to the service")
    assert f"as known on {snapshot.manifest.as_at.day} January 2024" in page
    (overdue, children) = count_due(snapshot, when="overdue")
    assert f"{overdue:,} things to do for {children:,} children." in text(client, "/workload/due/")
    assert f"{len(open_children(snapshot)):,} children." in text(client, "/workload/open/")
    assert rows(text(client, "/workload/waiting/?waits=early_help")) == len(waiting(snapshot, waits_for="early_help"))
    assert rows(text(client, "/workload/caseholders/?which=top")) == len(caseholders(snapshot, which="top"))
    for count in clock_counts(snapshot):
        listed = text(client, f"/workload/due/?when=due&clock={count.clock.id}")
        assert rows(listed) == count.due, count.clock.id


def test_every_link_of_the_overview_opens(client_as: ClientAs) -> None:
    client = client_as("head_of_service")
    links = sorted(set(re.findall(r'href="(/workload/[^"]+)"', text(client, "/workload/"))))
    assert len(links) > 15
    for link in links:
        text(client, link)


def test_the_page_of_a_team_leads_to_its_workers_and_a_worker_to_the_children(client_as: ClientAs, people: People) -> None:
    client = client_as("practice_manager")
    team = text(client, "/workload/")
    assert "Whole service" not in team
    workers = re.findall(r'href="(/workload/\?[^"]*part=worker[^"]*)"', team)
    page = text(client, workers[0])
    assert "/children/" in page
    assert "Workload" in re.findall(r"govuk-breadcrumbs__link[^>]*>([^<]*)<", page)
    assert Activity.objects.get(action="read_list").subject == "workload"


def test_a_practitioner_begins_with_their_own_children(client_as: ClientAs, people: People, snapshot: Snapshot) -> None:
    page = text(client_as("practitioner"), "/workload/")
    own = open_children(snapshot, within=within_places([("worker", people["practitioner"].worker)]))
    assert rows(page) >= len(own) > 0
    for child in own:
        assert f"/children/{child.child}/" in page


def test_a_part_out_of_reach_is_refused_with_the_reason(client_as: ClientAs, people: People, snapshot: Snapshot) -> None:
    own = people["practice_manager"].assignments.get().member
    other = next(each.member for each in workload(snapshot, by="team") if each.member not in (own, "Not allocated", "Not known"))
    for page in (f"/workload/?part=team:{other}", f"/workload/due/?part=team:{other}", "/workload/?part=locality:Ashmoor"):
        assert "may see workload only in" in text(client_as("practice_manager"), page, 403)
    assert "may not see workload" in text(client_as("finance"), "/workload/", 403)


def test_a_list_of_a_manager_holds_their_team_alone(client_as: ClientAs, people: People, snapshot: Snapshot) -> None:
    team = people["practice_manager"].assignments.get().member
    within = within_places([("team", team)])
    expected = {child.child for child in open_children(snapshot, within=within)}
    assert set(re.findall(r"/children/([^/\"]+)/", text(client_as("practice_manager"), "/workload/open/"))) == expected
    assert rows(text(client_as("practice_manager"), "/workload/due/")) == count_due(snapshot, when="overdue", within=within)[0]


def test_a_worker_who_holds_children_in_two_teams_is_shown_with_those_here(people: People, snapshot: Snapshot) -> None:
    manager = people["practice_manager"]
    team = manager.assignments.get().member
    every = {each.worker for each in caseholders(snapshot)}
    here = {each.worker for each in caseholders(snapshot, within=within_places([("team", team)]))}
    assert here < every
    worker = sorted(here)[0]
    look = look_at(manager, choice_for(snapshot, "worker", worker))
    assert all(child.team == team for child in open_children(snapshot, within=look.within))


@pytest.mark.parametrize("page", LISTS)
def test_reading_named_children_is_recorded(client_as: ClientAs, snapshot: Snapshot, page: str) -> None:
    shown = text(client_as("director"), page)
    named = set(re.findall(r"/children/([^/\"]+)/", shown))
    if not named:
        assert not Activity.objects.filter(action="read_list").exists()
        return
    (record,) = Activity.objects.filter(action="read_list")
    assert (record.person, record.snapshot, record.children) == ("director", snapshot.id, len(named))
    assert record.subject.startswith("workload:")


@pytest.mark.parametrize("which", HOLDERS)
def test_lists_of_caseholders_name_no_child(client_as: ClientAs, which: str) -> None:
    page = text(client_as("director"), f"/workload/caseholders/?which={which}")
    assert "/children/" not in page.split("<main")[1]
    assert not Activity.objects.filter(action="read_list").exists()


def test_a_list_is_divided_into_pages_and_sorted_both_ways(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch, snapshot: Snapshot
) -> None:
    monkeypatch.setattr("lightwell.web.workload.lists.ROWS", 10)
    client = client_as("director")
    total = count_due(snapshot, when="overdue")[0]
    assert total > 20
    first, last = text(client, "/workload/due/?sort=worker"), text(client, "/workload/due/?sort=worker&page=99999")
    assert (rows(first), rows(last)) == (10, total % 10 or 10)
    assert 'aria-sort="ascending"' in first
    assert "sort=worker&page=2" in first
    assert 'aria-sort="descending"' in text(client, "/workload/due/?sort=-worker")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("/workload/?part=team:T999", "There is no team “T999”"),
        ("/workload/?known=1999-01-01", "1999-01-01"),
        ("/workload/due/?clock=<script>", "There is no clock “<script>”"),
        ("/workload/due/?when=never", "is not one of the lists here"),
        ("/workload/due/?sort=due_on;drop", "cannot be sorted by “due_on;drop”"),
        ("/workload/caseholders/?which=all&sort=rank", "cannot be sorted by “rank”"),
        ("/workload/open/?status=king", "is not one of the lists here"),
        ("/workload/waiting/?waits=godot", "is not one of the lists here"),
    ],
)
def test_what_there_is_not_is_a_plain_page(client_as: ClientAs, page: str, said: str) -> None:
    response = client_as("director").get(page)
    assert response.status_code == 404
    assert "<script>" not in response.content.decode().split("<main")[1]
    assert said in html.unescape(response.content.decode())


@pytest.mark.parametrize("page", ["/workload/due/?page=x", "/workload/due/?page=-3", "/workload/open/?page=99999999999999999999"])
def test_a_page_that_there_is_not_is_the_nearest(client_as: ClientAs, page: str) -> None:
    assert rows(text(client_as("director"), page)) > 0


def test_a_day_from_before_clocks_says_so(client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "has_clocks", lambda _snapshot: False)
    assert "was made before Lightwell worked out what is due" in text(client_as("director"), "/workload/")


def test_the_front_page_is_given_what_is_due_for_the_person(people: People, snapshot: Snapshot) -> None:
    director = due_for(people["director"], choice_for(snapshot))
    own = due_for(people["practitioner"], choice_for(snapshot))
    assert director is not None
    assert own is not None
    assert (director.due, director.due_children) == count_due(snapshot, when="due")
    assert len(director.rows) == 10
    assert all(0 <= row.due.days_left <= 7 and row.name for row in director.rows)
    assert sum(row.counted.due or 0 for row in director.clocks) == director.due
    assert {row.due.worker for row in own.rows} <= {people["practitioner"].worker}
    assert own.due + own.overdue > 0
    assert due_for(people["elected_member"], choice_for(snapshot)) is None
    older = replace(snapshot, manifest=replace(snapshot.manifest, files_of_snapshot={}))
    assert due_for(people["director"], choice_for(older)) is None
