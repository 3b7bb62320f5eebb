"""Restricted children: counted everywhere, named nowhere but to those who were let see them, and reviewed where they were for a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import duckdb
import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate, now

from lightwell.errors import Refused
from lightwell.results import reading
from lightwell.results import responsible as responsible_module
from lightwell.results.finding_model import RECORDING
from lightwell.results.findings import finding_set, findings
from lightwell.results.held import held
from lightwell.results.journey_model import Finding as Told
from lightwell.results.people import names_of
from lightwell.results.reached import children_within
from lightwell.store import Snapshot
from lightwell.web.access import restricted_actions as actions
from lightwell.web.access import restricted_queries
from lightwell.web.access.actions import give_role
from lightwell.web.access.decisions import Action, Scope, can, scope_of
from lightwell.web.access.models import ChildAccess, Person, RestrictedChild
from lightwell.web.activity.models import Activity
from lightwell.web.children.queries import theirs
from lightwell.web.findings import seeing
from lightwell.web.findings.quoted import UNSEEN, for_reader, journey_for_reader
from tests.web.conftest import ClientAs, People

pytestmark = pytest.mark.django_db

LEFT_OUT = "1 child you may not see"
OPEN = "/performance/open_to_service/children/"


def again(person: Person) -> Person:
    """Give the person as the next request finds them."""
    return Person.objects.get(pk=person.pk)


def rows_of(page: str) -> list[str]:
    """Give the identifiers in the rows of a list."""
    return re.findall(r'<span class="lw-list__id">(\d+)</span>', page)


def team_of(people: People) -> str:
    """Give the manager's team, which is the practitioner's too."""
    return str(people["practice_manager"].assignments.get().member)


@pytest.fixture
def child(people: People, snapshot: Snapshot) -> str:
    """A child of the practitioner's, and so of the manager's team, who is restricted; nobody is named."""
    query = "select child from result_open_today where worker = ? and team = ? and status <> 'early_help' order by child limit 1"
    with reading(snapshot) as connection:
        ((found,),) = connection.execute(query, [people["practitioner"].worker, team_of(people)]).fetchall()
    actions.restrict(by=people["director"], child=found, reason="a relative works here", review_on=localdate() + timedelta(30))
    return str(found)


@pytest.fixture
def restriction(child: str) -> RestrictedChild:
    """The restriction of that child."""
    return RestrictedChild.objects.get(child=child)


@pytest.mark.parametrize("role", ["director", "practice_manager", "practitioner"])
def test_a_list_counts_the_child_and_says_that_one_is_left_out(client_as: ClientAs, people: People, child: str, role: str) -> None:
    client = client_as(role)
    page = client.get(OPEN).content.decode()
    assert LEFT_OUT in page
    assert child not in page
    exported = client.post(f"{OPEN}export/", {"file": "csv"}).content.decode()
    assert child not in exported
    ChildAccess.objects.create(child=child, person=people[role], kind="named", given_by=people["director"], given_at=now())
    named, counted = client.get(OPEN).content.decode(), re.compile(r"<b>[0-9,]+ children</b> counted")
    assert child in named
    assert LEFT_OUT not in named
    assert counted.findall(named) == counted.findall(page) != []
    assert child in client.post(f"{OPEN}export/", {"file": "csv"}).content.decode()


def test_no_order_of_a_list_tells_where_the_child_would_stand(client_as: ClientAs, people: People, child: str) -> None:
    client, part = client_as("director"), f"team:{team_of(people)}"
    orders = ("name", "-name", "age", "worker", "-days_open", "9")
    lists = [rows_of(client.get(OPEN, {"part": part, "sort": sort}).content.decode()) for sort in orders]
    assert all(sorted(each) == sorted(lists[0]) for each in lists)
    assert child not in lists[0] != []
    beyond = client.get(OPEN, {"part": part, "page": "99"}).content.decode()
    assert rows_of(beyond) == lists[0]


def test_a_search_does_not_tell_that_there_is_such_a_child(client_as: ClientAs, snapshot: Snapshot, child: str) -> None:
    client, named = client_as("director"), names_of(snapshot, [child])[child]
    assert named.born_on is not None
    for text in (child, named.name, named.born_on.isoformat(), "199999"):
        page = client.post("/children/", {"wanted": text}, follow=True).content.decode()
        assert f"/children/{child}/" not in page
        assert "you may not see" not in page.split("results")[-1]


@pytest.mark.parametrize("role", ["director", "practice_manager", "practitioner", "reviewing_officer", "guest_auditor"])
@pytest.mark.parametrize("page", ["/children/{}/", "/findings/children/{}/"])
def test_the_answer_about_the_child_is_that_about_a_child_who_does_not_exist(client_as: ClientAs, child: str, role: str, page: str) -> None:
    client = client_as(role)
    asked, nobody = (client.get(page.format(each)) for each in (child, "199999"))
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert asked.status_code == nobody.status_code != 200
    assert token.sub("", asked.content.decode()).replace(child, "199999") == token.sub("", nobody.content.decode())


def test_workload_counts_the_child_and_lists_it_to_nobody(client_as: ClientAs, people: People, child: str) -> None:
    client = client_as("practice_manager")
    before = client.get("/workload/").content.decode()
    worker = people["practitioner"].worker
    for page in ("/workload/open/", f"/workload/?part=worker:{worker}"):
        text = client.get(page).content.decode()
        assert LEFT_OUT in text
        assert child not in text
    RestrictedChild.objects.all().delete()
    after = client.get("/workload/").content.decode()
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert token.sub("", before) == token.sub("", after)
    assert child in client.get("/workload/open/").content.decode()


def test_a_role_sees_the_child_only_within_its_own_reach(people: People, snapshot: Snapshot, restriction: RestrictedChild) -> None:
    child = restriction.child
    restriction.roles = ["practice_manager"]
    restriction.save()

    def sees(person: Person) -> bool:
        return bool(theirs(snapshot, [child], scope_of(again(person), Action.SEE_CHILDREN)))

    assert sees(people["practice_manager"])
    assert not sees(people["service_lead"])
    assert not sees(people["director"])
    give_role(person=people["director"], role="practice_manager", breakdown="team", member="T99")
    assert not sees(people["director"])
    give_role(person=people["director"], role="practice_manager", breakdown="team", member=team_of(people))
    assert sees(people["director"])


def test_nobody_lets_themselves_see_a_child(people: People, restriction: RestrictedChild) -> None:
    director, head = people["director"], people["head_of_service"]
    later = localdate() + timedelta(20)
    with pytest.raises(Refused, match="not among those who may see"):
        actions.name_person(by=again(director), restriction=restriction, person=director)
    with pytest.raises(Refused, match="not among those who may see"):
        actions.change(by=again(director), restriction=restriction, reason="x", review_on=later, roles=["director"])
    with pytest.raises(Refused, match="not among those who may see"):
        actions.lift(by=again(director), restriction=restriction, reason="x")
    with pytest.raises(Refused, match="gives themselves access"):
        actions.give_access(by=again(director), restriction=restriction, person=director, purpose="x", hours=2)
    with pytest.raises(PermissionDenied):
        actions.name_person(by=again(people["practice_manager"]), restriction=restriction, person=head)
    actions.name_person(by=again(director), restriction=restriction, person=head)
    actions.lift(by=again(head), restriction=restriction, reason="the relative has left")
    assert not scope_of(again(director), Action.SEE_CHILDREN).hidden
    assert not ChildAccess.objects.filter(ended_at__isnull=True).exists()


def test_only_children_within_reach_are_restricted_and_once(people: People, child: str) -> None:
    head = people["head_of_service"]
    head.assignments.all().delete()
    give_role(person=head, role="head_of_service", breakdown="service", member="No such service")
    later = localdate() + timedelta(20)
    for asked in (child, "199999"):
        with pytest.raises(PermissionDenied, match="among the children whom you may restrict"):
            actions.restrict(by=again(head), child=asked, reason="x", review_on=later)
    with pytest.raises(Refused, match="restricted already"):
        actions.restrict(by=people["director"], child=child, reason="x", review_on=later)
    assert restricted_queries.restrictions(again(head)) == ()


def test_a_child_opened_in_an_emergency_is_seen_for_a_day_and_reviewed(client_as: ClientAs, people: People, child: str) -> None:
    client, reviewer = client_as("practice_manager"), client_as("data_protection_officer")
    assert client.get(f"/children/{child}/").status_code == 403
    sent = {"child": child, "purpose": "The police rang; the child may be at risk tonight."}
    assert client.post("/people/restricted/open/", sent)["Location"] == f"/children/{child}/"
    assert client.get(f"/children/{child}/").status_code == 200
    assert "Access to review (1)" in reviewer.get("/people/restricted/access/").content.decode()
    access = ChildAccess.objects.get(kind="taken")
    for own in (people["practice_manager"], people["finance"]):
        with pytest.raises((PermissionDenied, Refused)):
            actions.review(by=own, access=access, outcome="right", note="x")
    reviewer.post(f"/people/restricted/access/{access.pk}/review/", {"outcome": "right", "note": "The police log says so."})
    assert "Access to review (" not in reviewer.get("/people/restricted/access/").content.decode()
    with pytest.raises(Refused, match="reviewed already"):
        actions.review(by=people["director"], access=access, outcome="wrong", note="x")
    ChildAccess.objects.update(until=now() - timedelta(seconds=1))
    assert client.get(f"/children/{child}/").status_code == 403
    done = list(Activity.objects.filter(subject=child).values_list("person", "action"))
    assert ("practice_manager", "took_access") in done
    assert ("practice_manager", "read_child") in done
    assert ("data_protection_officer", "reviewed_access") in done


def test_who_reviews_access_gives_none_to_themselves(people: People, child: str) -> None:
    taken = actions.take_access(by=people["director"], child=child, purpose="x")
    with pytest.raises(Refused, match="neither the person who had it"):
        actions.review(by=people["director"], access=taken, outcome="right", note="x")


def test_asking_for_a_child_who_does_not_exist_is_recorded(client_as: ClientAs) -> None:
    response = client_as("service_lead").post("/people/restricted/open/", {"child": "199999", "purpose": "x"})
    assert response.status_code == 422
    assert Activity.objects.filter(action="asked_for_unknown_child", subject="199999").exists()


def test_access_is_for_those_who_see_children_at_all(people: People, restriction: RestrictedChild) -> None:
    with pytest.raises(Refused, match="no role that sees children"):
        actions.give_access(by=people["director"], restriction=restriction, person=people["finance"], purpose="x", hours=2)
    given = actions.give_access(by=people["director"], restriction=restriction, person=people["guest_auditor"], purpose="x", hours=2)
    assert scope_of(again(people["guest_auditor"]), Action.SEE_CHILDREN).covers({"child": restriction.child})
    assert not can(people["guest_auditor"], Action.SEE_FINDINGS).allowed
    actions.unname(by=people["director"], restriction=restriction, access=given)
    assert not scope_of(again(people["guest_auditor"]), Action.SEE_CHILDREN).covers({"child": restriction.child})


def test_findings_of_the_child_are_left_out_of_every_number(people: People, snapshot: Snapshot) -> None:
    of = finding_set(seeing.home(), RECORDING)
    found = next(each for each in findings(of) if each.child)
    director = people["director"]
    before = {each.key for each in findings(of, within=seeing.reach(director, Action.SEE_FINDINGS))}
    actions.restrict(by=director, child=found.child, reason="x", review_on=localdate() + timedelta(20))
    director = again(director)
    after = findings(of, within=seeing.reach(director, Action.SEE_FINDINGS))
    assert {each.key for each in after} == before - {each.key for each in findings(of) if each.child == found.child}
    assert seeing.within_reach(director, Action.ACKNOWLEDGE, (found,)) == frozenset()
    assert seeing.left_out(director, of) == 1


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ("child {}: same name, 3 days apart", UNSEEN),
        ("child {} and 2 more", UNSEEN),
        ("lives at another postcode than child {}", f"lives at another postcode than {UNSEEN}"),
        ("a rule of the council's own: compare {}.", UNSEEN),
    ],
)
@pytest.mark.parametrize("kept", [True, False], ids=["kept with the finding", "of an older snapshot"])
def test_a_finding_does_not_quote_a_child_whom_the_reader_may_not_see(
    people: People, child: str, told: str, left: str, *, kept: bool
) -> None:
    one = next(each for each in findings(finding_set(seeing.home(), RECORDING)) if each.child not in ("", child))
    quoting = replace(one, detail=told.format(child), others=(child,) if kept else None)
    assert for_reader(people["director"], [quoting])[0].detail == left
    journey = journey_for_reader(people["director"], [Told(f"Title: {quoting.detail}", "", others=quoting.others)], one.child)
    assert child not in journey[0].what
    RestrictedChild.objects.all().delete()
    assert for_reader(again(people["director"]), [quoting])[0].detail == quoting.detail


def test_two_thousand_children_are_filtered_in_one_query(
    people: People, snapshot: Snapshot, child: str, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: object
) -> None:
    asked: list[str] = []

    @contextmanager
    def counted(of: Snapshot) -> Iterator[object]:
        with held(of) as connection:

            def execute(query: str, values: list[object]) -> duckdb.DuckDBPyConnection:
                asked.append(query)
                return connection.execute(query, values)

            yield SimpleNamespace(execute=execute)

    children = list(children_within(snapshot, ("true", ())))[:2000]
    assert len(children) == 2000
    monkeypatch.setattr(responsible_module, "held", counted)
    lead = again(people["service_lead"])
    with django_assert_max_num_queries(3):  # type: ignore[operator]  # the roles, who is restricted, and who was let see whom
        seen = theirs(snapshot, children, scope_of(lead, Action.SEE_CHILDREN))
        assert seen == theirs(snapshot, children, scope_of(lead, Action.SEE_CHILDREN))
    assert len(asked) == 2
    assert child not in seen != frozenset()


def test_the_condition_leaves_out_and_lets_in(people: People) -> None:
    scope = Scope(True, hidden=frozenset({"a", "b"}), lifted=((("team", "T1"), frozenset({"b"})),))
    where, values = scope.sql("c")
    rows = "select child from (values ('a', 'T1'), ('b', 'T1'), ('b', 'T2'), ('c', 'T2'), (null, 'T2')) as c (child, team)"
    kept = duckdb.execute(f"{rows} where {where}", values).fetchall()
    assert kept == [("b",), ("c",), (None,)]
    where, values = scope.left_out("c")
    assert duckdb.execute(f"{rows} where {where}", values).fetchall() == [("a",), ("b",)]
    assert scope.covers({"child": "c"})
    assert not scope.covers({"child": "b", "team": "T1"})
