from __future__ import annotations

import io
import sys
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import localdate

from lightwell.errors import Refused
from lightwell.web.access import actions
from lightwell.web.access.decisions import Action, Scope, can, scope_of
from lightwell.web.access.models import Assignment, Person, Sample
from lightwell.web.access.roles import roles
from lightwell.web.activity.models import Activity
from tests.web.conftest import ClientAs, People

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence to sign in with"

MAY = {
    "practitioner": "figures small parts children workload findings",
    "practice_manager": "figures small parts children workload data findings acknowledge open",
    "service_lead": "figures small parts children workload data findings acknowledge open",
    "head_of_service": "figures small parts children workload data findings acknowledge samples restrict open breaks",
    "director": "figures small parts children workload data findings acknowledge campaigns samples restrict open review breaks",
    "performance_analyst": "figures small parts children workload data load findings acknowledge campaigns samples breaks",
    "reviewing_officer": "figures small parts children findings open",
    "auditor": "figures small parts children findings",
    "guest_auditor": "children",
    "finance": "figures parts",
    "scrutiny_officer": "figures publish exempt",
    "elected_member": "figures exempt",
    "administrator": "people",
    "data_protection_officer": "activity review",
}
ACTIONS = {
    "figures": Action.SEE_FIGURES,
    "parts": Action.SEE_PARTS,
    "children": Action.SEE_CHILDREN,
    "workload": Action.SEE_WORKLOAD,
    "data": Action.SEE_DATA,
    "load": Action.LOAD_EXTRACT,
    "findings": Action.SEE_FINDINGS,
    "acknowledge": Action.ACKNOWLEDGE,
    "campaigns": Action.RUN_CAMPAIGNS,
    "small": Action.SEE_SMALL_COUNTS,
    "samples": Action.MAKE_SAMPLES,
    "restrict": Action.RESTRICT,
    "open": Action.BREAK_GLASS,
    "review": Action.REVIEW_ACCESS,
    "people": Action.MANAGE_PEOPLE,
    "activity": Action.SEE_ACTIVITY,
    "publish": Action.PUBLISH,
    "exempt": Action.SEE_EXEMPT,
    "breaks": Action.KEEP_BREAKS,
}
REACHES = (Action.SEE_CHILDREN, Action.SEE_WORKLOAD, Action.SEE_FINDINGS, Action.ACKNOWLEDGE)
"""Actions that are asked of a place; a role for the whole service may do them everywhere."""
WHOLE = ("head_of_service", "director", "performance_analyst")
"""Roles that reach the whole service in the demonstration."""


def test_the_table_names_every_role_and_action() -> None:
    assert list(MAY) == list(roles())
    assert set(ACTIONS.values()) == set(Action)


@pytest.mark.parametrize("role", MAY)
def test_a_role_may_do_what_the_table_says(people: People, role: str) -> None:
    decisions = {name: can(people[role], action) for name, action in ACTIONS.items()}
    assert {name for name, decision in decisions.items() if decision.allowed} == set(MAY[role].split())
    assert [name for name, decision in decisions.items() if not decision.reason.endswith(".")] == []


@pytest.mark.parametrize("role", MAY)
def test_a_role_does_it_within_its_reach_and_nowhere_else(people: People, role: str) -> None:
    elsewhere = {"child": "somebody", "worker": "another", "team": "another", "service": "another", "locality": "another"}
    for action in REACHES:
        may = can(people[role], action).allowed
        assert can(people[role], action, elsewhere).allowed == (may and role in WHOLE)
        if may and role not in WHOLE:
            reached = [place for place in scope_of(people[role], action).places if place[0] != "reviewed"]
            assert all(can(people[role], action, {**elsewhere, **dict([place])}).allowed for place in reached)


def test_a_practitioner_reaches_their_own_children_and_no_others(people: People) -> None:
    person = people["practitioner"]
    assert scope_of(person, Action.SEE_CHILDREN).places == (("worker", person.worker),)
    assert not can(person, Action.SEE_CHILDREN, {"worker": "someone else", "team": "T12"}).allowed
    assert can(person, Action.SEE_CHILDREN, {"worker": person.worker}).allowed


def test_figures_of_a_worker_are_for_those_who_may_see_the_worker(people: People) -> None:
    manager = people["practice_manager"]
    team = manager.assignments.get().member
    assert can(manager, Action.SEE_PARTS, {"worker": "W1", "team": team}).allowed
    assert not can(manager, Action.SEE_PARTS, {"worker": "W1", "team": "another"}).allowed
    assert can(manager, Action.SEE_PARTS, {"team": "another"}).allowed
    assert not can(people["finance"], Action.SEE_PARTS, {"worker": "W1", "team": team}).allowed


def test_a_role_holds_only_between_its_days(people: People) -> None:
    person, today = people["director"], localdate()
    person.assignments.all().delete()
    actions.give_role(person=person, role="director", starts_on=today - timedelta(9), ends_on=today - timedelta(1))
    actions.give_role(person=person, role="finance", starts_on=today + timedelta(1))
    assert scope_of(Person.objects.get(pk=person.pk), Action.SEE_CHILDREN).nothing


def test_a_role_for_a_part_that_names_none_reaches_nothing(people: People) -> None:
    person = people["administrator"]
    Assignment.objects.create(person=person, role="head_of_service", breakdown="authority", starts_on=date(2020, 1, 1))
    assert scope_of(Person.objects.get(pk=person.pk), Action.SEE_CHILDREN).nothing


def test_a_role_that_no_longer_exists_allows_nothing(people: People) -> None:
    person = people["administrator"]
    person.assignments.all().delete()
    Assignment.objects.create(person=person, role="king", starts_on=date(2020, 1, 1))
    found = Person.objects.get(pk=person.pk)
    assert not any(can(found, action).allowed for action in Action)


def test_the_scope_binds_its_values() -> None:
    scope = Scope(False, (("team", "T1' or 1=1"), ("team", "T2"), ("worker", "W1"), ("reviewed", "W9")))
    condition, values = scope.sql("r")
    assert condition.count("?") == len(values) == 4
    assert "T1" not in condition
    assert Scope(False).sql() == ("false", [])
    assert Scope(True).sql() == ("true", [])


def test_a_refusal_carries_its_reason(people: People) -> None:
    with pytest.raises(PermissionDenied, match="An elected member may not see children's names and records"):
        can(people["elected_member"], Action.SEE_CHILDREN).require()


@pytest.mark.parametrize(
    "page", ["/", "/performance/", "/children/", "/people/", "/performance/cp_plans/", "/children/1/", "/nothing/here/"]
)
def test_nobody_sees_a_page_without_signing_in(people: People, page: str) -> None:
    response = Client().get(page)
    if page == "/nothing/here/":
        assert response.status_code == 404
    else:
        assert response.status_code == 302
        assert response["Location"].startswith("/people/sign-in/")


def test_signing_in_and_out_is_recorded(people: People) -> None:
    client = Client()
    page = client.get("/people/sign-in/")
    assert "daylight falls through" in page.content.decode()
    response = client.post("/people/sign-in/", {"username": "director", "password": "daylight falls through", "next": "/performance/"})
    assert response["Location"] == "/performance/"
    client.post("/people/sign-out/")
    assert client.get("/performance/").status_code == 302
    assert list(Activity.objects.values_list("person", "action")) == [("director", "signed_in"), ("director", "signed_out")]


def test_a_wrong_password_says_the_same_as_a_wrong_name(people: People) -> None:
    said = [
        Client().post("/people/sign-in/", {"username": name, "password": "wrong"}).content.decode()
        for name in ("director", "nobody-at-all")
    ]
    assert all("The sign-in name or the password is not right." in text for text in said)


def test_the_way_on_never_leads_to_another_site(people: People) -> None:
    sent = {"username": "director", "password": "daylight falls through", "next": "https://elsewhere.example/"}
    assert Client().post("/people/sign-in/", sent)["Location"] == "/"


def test_the_demonstration_is_offered_only_in_demonstration_mode(people: People, settings: pytest.FixtureRequest) -> None:
    settings.DEMONSTRATION = False  # type: ignore[attr-defined]  # pytest-django's settings
    assert "daylight falls through" not in Client().get("/people/sign-in/").content.decode()


def test_weak_passwords_and_taken_names_are_refused_with_every_reason(people: People) -> None:
    with pytest.raises(Refused) as caught:
        actions.add_person(username="director", password="password")
    assert len(caught.value.problems) >= 1
    with pytest.raises(Refused, match="Name it, as in team=T12"):
        actions.give_role(person=people["finance"], role="practice_manager")
    with pytest.raises(Refused, match="Choose one that has been made"):
        actions.give_role(person=people["finance"], role="auditor", breakdown="sample", member="999")
    with pytest.raises(Refused, match="Only auditors"):
        actions.give_role(person=people["finance"], role="director", breakdown="sample", member="1")
    with pytest.raises(Refused, match="Say which day is the last"):
        actions.give_role(person=people["finance"], role="guest_auditor", breakdown="sample", member=str(Sample.objects.get().pk))
    with pytest.raises(Refused, match="There is no role"):
        actions.give_role(person=people["finance"], role="king")


def test_the_record_of_activity_is_only_added_to(people: People) -> None:
    row = Activity.objects.create(person="director", action="signed_in")
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(TypeError):
        row.delete()


def test_every_page_says_what_a_browser_may_do_with_it(client_as: ClientAs) -> None:
    response = client_as("director").get("/")
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Frame-Options"] == "DENY"


def test_a_form_of_an_ended_session_says_so(people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/people/sign-in/", {"username": "director", "password": PASSWORD})
    assert response.status_code == 403
    assert "so it was not sent" in response.content.decode()


def test_a_person_who_cannot_be_added_by_the_command_is_told_every_reason(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("password\n"))
    with pytest.raises(CommandError) as caught:
        call_command("add_person", "kim", role="director")
    assert "This password is too short." in str(caught.value)
    assert "This password is too common." in str(caught.value)
    assert not Person.objects.filter(username="kim").exists()
