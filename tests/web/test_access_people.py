"""People and roles as an administrator looks after them, samples and those who audit them, and figures without small numbers."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from lightwell.errors import Refused
from lightwell.reports.held import held_pack
from lightwell.reports.model import Row
from lightwell.results import State, values
from lightwell.results.reached import children_within
from lightwell.store import Home, Snapshot
from lightwell.web.access import people_actions, sample_actions
from lightwell.web.access.decisions import Action, scope_of
from lightwell.web.access.models import Person, Sample
from lightwell.web.activity.models import Activity
from tests.web.conftest import ClientAs, People

pytestmark = pytest.mark.django_db


def again(person: Person) -> Person:
    """Give the person as the next request finds them."""
    return Person.objects.get(pk=person.pk)


def test_an_administrator_adds_a_person_and_gives_and_ends_a_role(client_as: ClientAs) -> None:
    client = client_as("administrator")
    weak = client.post("/people/add/", {"name": "Kim Example", "username": "kim", "password": "password"})
    assert weak.status_code == 422
    assert "too short" in weak.content.decode()
    added = client.post("/people/add/", {"name": "Kim Example", "username": "kim", "password": "a sentence of one's own"})
    kim = Person.objects.get(username="kim")
    assert added["Location"] == f"/people/{kim.pk}/"
    assert scope_of(kim, Action.SEE_FIGURES).nothing
    refused = client.post(f"/people/{kim.pk}/", {"role": "practice_manager", "held_for": ""})
    assert "Name it, as in team=T12" in refused.content.decode()
    last = localdate() + timedelta(30)
    client.post(f"/people/{kim.pk}/", {"role": "practitioner", "worker": "W1002", "ends_on": f"{last:%d/%m/%Y}"})
    assert scope_of(again(kim), Action.SEE_CHILDREN).places == (("worker", "W1002"),)
    given = kim.assignments.get()
    assert given.ends_on == last
    client.post(f"/people/roles/{given.pk}/end/")
    assert scope_of(again(kim), Action.SEE_CHILDREN).nothing
    done = list(Activity.objects.filter(subject="kim").values_list("action", flat=True))
    assert done == ["added_person", "named_worker", "gave_role", "ended_role"]


def test_nobody_changes_their_own_roles(client_as: ClientAs, people: People) -> None:
    own = people["administrator"]
    response = client_as("administrator").post(f"/people/{own.pk}/", {"role": "director"})
    assert response.status_code == 422
    assert scope_of(again(own), Action.SEE_CHILDREN).nothing
    with pytest.raises(Refused, match="their own roles"):
        people_actions.let_sign_in(by=own, person=own, allowed=True)
    with pytest.raises(PermissionDenied):
        people_actions.let_sign_in(by=people["director"], person=own, allowed=False)


def test_who_is_kept_from_signing_in_is_out_at_once(client_as: ClientAs, people: People) -> None:
    theirs = client_as("finance")
    assert theirs.get("/performance/").status_code == 200
    client_as("administrator").post(f"/people/{people['finance'].pk}/sign-in/", {"allowed": "no"})
    assert theirs.get("/performance/").status_code == 302


def test_a_role_that_a_directory_gave_is_ended_there(people: People) -> None:
    given = people["director"].assignments.get()
    given.given_by = "directory:entra"
    with pytest.raises(Refused, match="Take the person out of the group"):
        people_actions.end_role(by=people["administrator"], assignment=given)


def test_a_sample_is_seen_on_its_days_by_those_who_audit_it(people: People, snapshot: Snapshot) -> None:
    sample, today = Sample.objects.get(), localdate()
    auditor = people["auditor"]
    reached = children_within(snapshot, scope_of(auditor, Action.SEE_CHILDREN).sql("c"))
    assert set(reached) == set(sample.children)
    Sample.objects.update(ends_on=today - timedelta(1))
    assert scope_of(again(auditor), Action.SEE_CHILDREN).nothing
    Sample.objects.update(starts_on=today + timedelta(1), ends_on=today + timedelta(2))
    assert scope_of(again(auditor), Action.SEE_CHILDREN).nothing
    auditor.assignments.update(member=str(sample.pk + 1))
    assert scope_of(again(auditor), Action.SEE_CHILDREN).nothing


def test_a_sample_is_made_of_children_whom_its_maker_may_see(client_as: ClientAs, people: People, snapshot: Snapshot) -> None:
    client, day = client_as("head_of_service"), localdate()
    children = children_within(snapshot, ("true", ()))[:3]
    sent = {"name": "Spring audit", "purpose": "Audit", "starts_on": f"{day:%d %m %Y}", "ends_on": f"{day + timedelta(9):%d %m %Y}"}
    wrong = client.post("/people/samples/make/", {**sent, "children": f"{children[0]}\n199999"})
    assert "There is no child “199999” among the children whom you may see." in wrong.content.decode()
    made = client.post("/people/samples/make/", {**sent, "children": "\r\n".join(children)})
    sample = Sample.objects.get(name="Spring audit")
    assert made["Location"] == f"/people/samples/{sample.pk}/"
    assert sample.children == list(children)
    assert Activity.objects.filter(action="made_sample", children=3).exists()
    assert client_as("auditor").get(f"/people/samples/{sample.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        sample_actions.make(by=people["auditor"], name="x", purpose="x", children=children, starts_on=day, ends_on=day)


def _pairs(home: Home, snapshot: Snapshot) -> list[tuple[Row, Row]]:
    assert snapshot.manifest.last_month is not None
    plain, shown = (held_pack(home, snapshot, snapshot.manifest.last_month, disclosed=disclosed) for disclosed in (False, True))
    return [pair for one, other in zip(plain.sections, shown.sections, strict=True) for pair in zip(one.rows, other.rows, strict=True)]


def test_small_numbers_are_suppressed_before_anything_is_made_of_them(service_home: Home, snapshot: Snapshot) -> None:
    counted = {(value.indicator, value.period): value for value in values(snapshot)}
    suppressed = 0
    for plain, shown in _pairs(service_home, snapshot):
        for before, after in zip(plain.cells, shown.cells, strict=True):
            value = counted.get((plain.definition.id, before.month))
            if before.state is not State.KNOWN or value is None or value.numerator is None:
                continue
            if 0 < value.numerator < 6:
                assert (after.state, after.value) == (State.SUPPRESSED, None)
                suppressed += 1
            elif plain.definition.unit == "count" and after.value is not None:
                assert after.value % 5 == 0
        if shown.latest.state is State.SUPPRESSED or shown.cells[-2].state is State.SUPPRESSED:
            assert shown.movement.amount == ""
    assert suppressed > 50


@pytest.mark.parametrize("role", ["elected_member", "scrutiny_officer", "finance"])
def test_a_file_of_figures_holds_no_small_number(client_as: ClientAs, snapshot: Snapshot, role: str) -> None:
    client, seen = client_as(role), 0
    for indicator in ("cp_plans", "cp_visit_10_working_days", "s47_completed"):
        text = client.get(f"/performance/{indicator}/figures.csv").content.decode("utf-8-sig")
        for line in csv.DictReader(io.StringIO(text)):
            if line["snapshot"] and line["state"] == "known":
                assert line["numerator"] == line["denominator"] == ""
                assert float(line["value"]) == 0 or float(line["value"]) >= 5
            seen += line["state"] == "suppressed"
    assert seen > 0


def test_the_page_of_a_small_figure_says_c_and_not_the_number(client_as: ClientAs, service_home: Home, snapshot: Snapshot) -> None:
    plain, shown = next(
        pair for pair in _pairs(service_home, snapshot) if pair[1].latest.state is State.SUPPRESSED and pair[0].definition.unit == "count"
    )
    member = client_as("elected_member").get(f"/performance/{plain.definition.id}/").content.decode()
    director = client_as("director").get(f"/performance/{plain.definition.id}/").content.decode()
    answer = f">{plain.latest.text}</td>"
    assert answer in director
    assert answer not in member
    assert "suppressed (c)" in member
    assert "suppressed (c)" not in director
    assert shown.latest.text == "c"
