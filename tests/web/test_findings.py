"""Findings: who sees which, that a number is its list, known problems until their day, campaigns, and files that run nothing."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import Settings

from lightwell.errors import Refused
from lightwell.results.finding_model import Asked
from lightwell.store import Home
from lightwell.web.access.actions import give_role
from lightwell.web.access.models import Person
from lightwell.web.activity.models import Activity
from lightwell.web.findings import actions, queries, seeing
from lightwell.web.findings.models import Acknowledgement, Campaign
from tests.web.conftest import ClientAs, People
from tests.web.found import make_found_home

pytestmark = pytest.mark.django_db

As = Callable[..., Client]
ALL = "/findings/recording/list/"


@pytest.fixture(scope="session")
def found_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home with findings written by hand."""
    return make_found_home(tmp_path_factory.mktemp("found"))


@pytest.fixture
def as_role(db: None, settings: Settings, found_home: Home) -> As:
    """A client of someone with a role, for a team or as a worker where one is given."""
    settings.HOME = found_home

    def made(role: str, worker: str = "", team: str = "") -> Client:
        name = f"{role}-{worker}{team}"
        person = Person.objects.filter(username=name).first() or Person.objects.create(username=name, worker=worker)
        if not person.assignments.exists():
            give_role(person=person, role=role, breakdown="team" if team else "authority", member=team)
        client = Client()
        client.force_login(person)
        return client

    return made


def text(client: Client, page: str, status: int = 200) -> str:
    response = client.get(page)
    assert response.status_code == status, page
    return html.unescape(response.content.decode())


def keys(client: Client, page: str = ALL) -> set[str]:
    return {key for key in ("k1", "k4", "k5", "k6", "k7") if f"/acknowledge/{key}/" in text(client, page)}


def person(client: Client) -> Person:
    return Person.objects.get(pk=client.session["_auth_user_id"])


def day(prefix: str, ahead: int) -> dict[str, str]:
    on = localdate() + timedelta(days=ahead)
    return {f"{prefix}_day": str(on.day), f"{prefix}_month": str(on.month), f"{prefix}_year": str(on.year)}


def acknowledge(client: Client, key: str, ahead: int = 30, **more: str) -> int:
    sent = {"reason": "Raised with the supplier.", **day("look", ahead), **more}
    return client.post(f"/findings/recording/acknowledge/{key}/", sent).status_code


def test_a_set_counts_what_is_open_new_and_mended_and_hides_no_rule_that_told_nothing(as_role: As) -> None:
    page = text(as_role("performance_analyst"), "/findings/")
    assert "<b>5 findings</b> to put right: 4 errors and 1 query" in page
    assert "Since 31 December 2023 3 are new and 2 were mended" in page
    assert "1 rule failed" in page
    assert "It could not be carried out." in page
    assert "The source never fills visits.mode." in page
    assert "3 rules ran; 0 found nothing" in page


@pytest.mark.parametrize(
    ("role", "worker", "team", "seen"),
    [
        ("performance_analyst", "", "", {"late": 4, "blank": 1, "fresh": 1}),
        ("practice_manager", "", "T2", {"late": 1}),
        ("practitioner", "W2", "", {"late": 1}),
        ("reviewing_officer", "W3", "", {"late": 1}),
        ("practitioner", "W1", "", {"late": 3, "blank": 1}),
        ("practitioner", "W9", "", {}),
    ],
)
def test_findings_are_seen_by_whose_they_were_to_mend_and_whose_the_child_is_now(
    as_role: As, role: str, worker: str, team: str, seen: dict[str, int]
) -> None:
    client = as_role(role, worker, team)
    found = queries.overview(seeing.sight(person(client), "recording"), Asked())
    assert {row.rule.code: row.tally.open for row in found.rules if row.tally.open} == {
        code: count - (code == "late" and role == "performance_analyst") for code, count in seen.items()
    }
    assert text(client, ALL).count('<th scope="row"') == found.open == sum(seen.values()) - (role == "performance_analyst")


@pytest.mark.parametrize("role", ["finance", "elected_member", "administrator"])
def test_who_may_see_no_children_sees_no_findings(as_role: As, role: str) -> None:
    client = as_role(role)
    for page in ("/findings/", ALL, "/findings/known/", "/findings/campaigns/", "/findings/children/1001/"):
        assert client.get(page).status_code == 403
    assert client.post("/findings/recording/export/", {"file": "csv"}).status_code == 403


def test_a_list_shows_every_status_and_says_who_read_it(as_role: As) -> None:
    client = as_role("performance_analyst")
    assert keys(client) == {"k1", "k4", "k5", "k6", "k7"}
    assert keys(client, f"{ALL}?status=new") == {"k4", "k6", "k7"}
    assert keys(client, f"{ALL}?status=first_checked") == {"k5"}
    assert keys(client, f"{ALL}?code=late&team=T1&sort=mend") == {"k1", "k6", "k7"}
    gone = text(client, f"{ALL}?status=mended")
    assert "V-k2" in gone
    assert "V-k3" in gone
    read = Activity.objects.filter(action="read_findings").last()
    assert read is not None
    assert (read.subject, read.why, read.children) == ("recording", "status mended", 2)
    for page in (f"{ALL}?code=none", f"{ALL}?status=odd", f"{ALL}?severity=odd", f"{ALL}?sort=odd", "/findings/none/"):
        assert client.get(page).status_code == 404


def test_a_child_has_errors_before_queries_and_known_problems_last(as_role: As) -> None:
    client = as_role("performance_analyst")
    acknowledge(client, "k1")
    page = text(client, "/findings/children/1001/")
    places = [page.index(part) for part in ("V-k7", "V-k4", "V-k1", "Children looked after (SSDA903)", "row 6")]
    assert places == sorted(places)
    assert "two of them, 92 % alike" in page
    assert Activity.objects.filter(action="read_findings_of_child", subject="1001", children=1).count() == 1
    assert client.get("/findings/children/9999/").status_code == 404
    assert as_role("practitioner", "W2").get("/findings/children/1001/").status_code == 403
    assert as_role("practitioner", "W2").get("/findings/children/9999/").status_code == 403


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": ""}, "Say why this is a known problem."),
        (day("look", 0), "must be after today"),
        (day("look", 400), "at most a year ahead"),
        ({"look_day": "31", "look_month": "2"}, "not a day of the calendar"),
    ],
)
def test_an_acknowledgement_needs_a_reason_and_a_day_within_a_year(as_role: As, sent: dict[str, str], said: str) -> None:
    response = as_role("performance_analyst").post("/findings/recording/acknowledge/k1/", {"reason": "Known.", **day("look", 30), **sent})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Acknowledgement.objects.exists()


def test_a_known_problem_is_not_open_until_its_day_and_one_person_is_first(as_role: As) -> None:
    client, other = as_role("performance_analyst"), as_role("practice_manager", team="T1")
    assert acknowledge(client, "k1") == 302
    assert keys(client) == {"k4", "k5", "k6", "k7"}
    assert acknowledge(other, "k1") == 409
    assert "Raised with the supplier." in text(other, "/findings/known/")
    Acknowledgement.objects.update(look_again_on=localdate())
    assert keys(client) == {"k1", "k4", "k5", "k6", "k7"}
    assert "counts as open again" in text(client, "/findings/known/")
    assert acknowledge(other, "k1") == 302
    assert Acknowledgement.objects.filter(ended_at__isnull=True).count() == 1
    made = Activity.objects.filter(action="acknowledged_findings").values_list("subject", "why")
    assert list(made) == [("1001", "recording, late, 1 finding")] * 2


def test_two_at_once_make_one_acknowledgement(as_role: As) -> None:
    by = person(as_role("performance_analyst"))
    sight = seeing.sight(by, "recording")
    found = (queries.with_key(sight, "k1"),)
    given = {"by": by, "of": sight.of, "found": found, "reason": "Known.", "look_again_on": localdate() + timedelta(days=9)}
    actions.acknowledge(**given)  # type: ignore[arg-type]  # the arguments by name
    with pytest.raises(Refused, match="has acknowledged this already"):
        actions.acknowledge(**given)  # type: ignore[arg-type]  # as above
    assert Acknowledgement.objects.count() == 1


def test_all_of_a_rule_of_a_child_are_acknowledged_at_once_and_one_is_taken_back(as_role: As) -> None:
    client = as_role("performance_analyst")
    assert acknowledge(client, "k1", every="on") == 302
    assert set(Acknowledgement.objects.values_list("key", flat=True)) == {"k1", "k7"}
    made = Acknowledgement.objects.get(key="k7")
    assert as_role("practitioner", "W1").post(f"/findings/known/{made.pk}/take-back/").status_code == 403
    assert as_role("practice_manager", team="T2").post(f"/findings/known/{made.pk}/take-back/").status_code == 403
    assert client.post(f"/findings/known/{made.pk}/take-back/").status_code == 302
    assert keys(client) == {"k4", "k5", "k6", "k7"}
    assert Activity.objects.filter(action="took_back_acknowledgement", subject="1001").count() == 1


def test_a_manager_acknowledges_within_reach_alone(as_role: As) -> None:
    client = as_role("practice_manager", team="T2")
    assert acknowledge(client, "k1") == 404
    assert acknowledge(client, "k6") == 302
    assert acknowledge(as_role("practitioner", "W1"), "k1") == 403
    sight = seeing.sight(person(as_role("performance_analyst")), "recording")
    with pytest.raises(PermissionDenied):
        actions.acknowledge(by=person(client), of=sight.of, found=(queries.with_key(sight, "k1"),), reason="No.", look_again_on=localdate())


CAMPAIGN = {
    "name": "Before the inspection",
    "codes": "LATE, blank",
    "target": "1",
    "start_day": "1",
    "start_month": "1",
    "start_year": "2024",
    "end_day": "1",
    "end_month": "3",
    "end_year": "2024",
}


def test_a_campaign_says_how_it_goes_by_team_and_is_changed_and_closed(as_role: As) -> None:
    client = as_role("performance_analyst")
    response = client.post("/findings/recording/campaign/", {**CAMPAIGN, "codes": "none", "end_year": "2023", "target": "-1", "name": ""})
    assert response.status_code == 422
    for said in ("Give the campaign a name.", "There is no rule “none”", "must be after the start", "The target is 0 or more."):
        assert said in html.unescape(response.content.decode())
    made = client.post("/findings/recording/campaign/", CAMPAIGN)["Location"]
    page = text(client, made)
    assert "Behind: 4 findings open on 31 January 2024, 2 more than an even pace towards the target allows." in page
    assert "Since the start 2 were mended and 3 came in." in page
    assert Campaign.objects.get().codes == ["blank", "late"]
    assert "Before the inspection" in text(as_role("practitioner", "W1"), "/findings/campaigns/")
    assert as_role("practice_manager", team="T1").post(f"{made}close/").status_code == 403
    assert client.post(f"{made}change/", {**CAMPAIGN, "target": "4"}).status_code == 302
    assert "The target is reached" in text(client, made)
    client.post(f"{made}close/")
    assert "performance_analyst" in text(client, made)
    client.post(f"{made}change/", {**CAMPAIGN, "target": "9"})
    assert Campaign.objects.get().target == 4
    assert [each.action for each in Activity.objects.filter(action__endswith="campaign")] == [
        "began_campaign",
        "changed_campaign",
        "closed_campaign",
    ]


def test_a_file_has_what_the_list_has_and_runs_nothing(as_role: As) -> None:
    client = as_role("performance_analyst")
    response = client.post("/findings/recording/export/", {"file": "teams"})
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["East A", "Not allocated", "By rule", "By team", "Rules not run", "About"]
    assert [cell.value for cell in book["Not allocated"][2]][:6] == [None, "Title of fresh", "Error", "Message of fresh.", "worker", "=W9"]
    assert book["Not allocated"]["F2"].data_type == "s"
    assert [row[0].value for row in book["Rules not run"].iter_rows(min_row=2)] == ["Title of absent", "Title of broken"]
    returned = client.post("/findings/ssda903/export/?team=T1", {"file": "xlsx"})
    assert openpyxl.load_workbook(io.BytesIO(returned.content))["Findings"]["F2"].value == 6
    lines = client.post("/findings/recording/export/?code=fresh", {"file": "csv"}).content.decode("utf-8-sig").splitlines()
    assert (
        lines[1]
        == ',fresh,Error,Message of fresh.,worker,\'=W9,"happened on 03/01/2024, worker blank",First checked,Not allocated,Not allocated,,'
    )
    made = Activity.objects.filter(action="exported_findings").values_list("subject", "why", "children")
    assert list(made) == [
        ("recording", "status open, teams", 2),
        ("ssda903", "team T1, status open, xlsx", 1),
        ("recording", "code fresh, status open, csv", 0),
    ]
    assert client.post("/findings/recording/export/", {"file": "exe"}).status_code == 404


def test_without_a_snapshot_the_page_says_what_to_do(as_role: As, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    client = as_role("performance_analyst")
    settings.HOME = Home(tmp_path_factory.mktemp("empty") / "home")
    assert "No records have been checked yet" in text(client, "/findings/")
    assert "No campaign yet" in text(client, "/findings/campaigns/")


def test_the_journey_of_a_child_leads_to_what_is_found(client_as: ClientAs, people: People) -> None:
    found = queries.read(seeing.sight(people["performance_analyst"], "recording"), Asked(status="open"), most=1)
    assert found
    page = text(client_as("performance_analyst"), f"/children/{found[0].child}/")
    assert f'href="/findings/children/{found[0].child}/"' in page
