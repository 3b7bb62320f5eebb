"""Every page that names a child, every export and every action is recorded; and the pages of the record."""

from __future__ import annotations

import ast
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import localdate, now

from lightwell.results.finding_model import RECORDING
from lightwell.results.findings import finding_set, findings
from lightwell.results.people import names_of
from lightwell.results.reached import children_within
from lightwell.results.responsible import EVERYWHERE
from lightwell.store import Snapshot
from lightwell.web.access.models import ChildAccess, Person, RestrictedChild, Sample
from lightwell.web.activity import actions, queries, words
from lightwell.web.activity.models import Activity, ActivityChild, LookReview
from lightwell.web.findings import seeing
from lightwell.web.findings.models import Acknowledgement, Campaign
from tests.web.conftest import ClientAs, People

pytestmark = pytest.mark.django_db

WEB = Path(str(actions.__file__)).parents[1]
_IDENTIFIER = re.compile(r"\b10[0-9]{4}\b")
_EXPORTS = {
    "children:export": {"file": "csv"}, "findings:export": {"file": "csv"}, "activity:report": {"file": "csv", "request": "R 12"},
}  # fmt: skip
_OF_AN_INDICATOR = ("indicator", "signal", "explain", "explain_csv", "explain_list", "late", "lag_csv", "lag_list", "csv", "xlsx")
_ALSO_EXPORTS = ("data:quarantine_csv", "performance:csv", "performance:xlsx")


@pytest.fixture
def everything(people: People) -> Client:
    """Someone with the roles of a director, an analyst, an administrator and a data protection officer: every page opens."""
    person = people["director"]
    for role in ("performance_analyst", "administrator", "data_protection_officer"):
        person.assignments.create(role=role, breakdown="authority", starts_on=localdate())
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def children(snapshot: Snapshot) -> tuple[str, ...]:
    """Every child of the snapshot."""
    return tuple(children_within(snapshot, EVERYWHERE))


@pytest.fixture
def given(people: People, children: tuple[str, ...]) -> dict[str, dict[str, object]]:
    """What stands in the addresses of views that ask for something, by the name of the view."""
    director = people["director"]
    finding = next(each for each in findings(finding_set(seeing.home(), RECORDING)) if each.child)
    restricted = RestrictedChild.objects.create(
        child=children[0], reason="x", since=localdate(), review_on=localdate() + timedelta(9), marked_by=director, roles=["director"]
    )
    access = ChildAccess.objects.create(
        child=children[0], person=people["finance"], given_by=director, given_at=now(), kind="taken", until=now(), purpose="the police rang"
    )
    Acknowledgement.objects.create(
        ruleset=RECORDING, key=finding.key, code=finding.code, child=finding.child, reason="x",
        look_again_on=localdate() + timedelta(9), made_by=director,
    )  # fmt: skip
    campaign = Campaign.objects.create(
        name="x", ruleset=RECORDING, codes=[], starts_on=localdate(), target_on=localdate(), target=0, begun_by=director
    )
    actions.record(person=director, action="read_list", named=children[:9])
    one: dict[str, object] = {"child": children[1]}
    of: dict[str, object] = {"ruleset": RECORDING}
    return {
        **{f"performance:{name}": {"indicator": "cp_plans"} for name in _OF_AN_INDICATOR},
        **{f"children:{name}": {"indicator": "cp_plans"} for name in ("list", "export")},
        **dict.fromkeys(("children:journey", "findings:child", "activity:child", "activity:report"), one),
        **{f"findings:{name}": of for name in ("set", "list", "export", "begin_campaign")},
        **{f"findings:{name}": {"number": campaign.pk} for name in ("campaign", "change_campaign", "close_campaign")},
        "findings:acknowledge": {**of, "key": finding.key},
        "access:restriction": {"number": restricted.pk},
        "access:person": {"number": director.pk},
        "access:sample": {"number": Sample.objects.get().pk},
        "access:review": {"number": access.pk},
        "activity:entry": {"number": Activity.objects.latest("number").number},
    }


def addresses(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every view of the site by its name."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each, f"{each.namespace}:" if each.namespace else space)
        elif each.name:
            yield f"{space}{each.name}", each


def test_every_page_that_names_a_child_records_that_child(
    everything: Client, given: dict[str, dict[str, object]], children: tuple[str, ...], snapshot: Snapshot
) -> None:
    known = frozenset(children)
    everything.post(reverse("children:search"), {"wanted": names_of(snapshot, children[1:2])[children[1]].family_name})
    named, opened, unknown = [], 0, []
    for name, pattern in addresses(get_resolver()):
        asked = pattern.pattern.converters
        if asked and name not in given:
            unknown.append(name)
            continue
        before = Activity.objects.latest("number").number
        where = reverse(name, kwargs=given.get(name, {}))
        response = everything.post(where, _EXPORTS[name]) if name in _EXPORTS else everything.get(where)
        opened += response.status_code == 200
        body = (b"".join(response.streaming_content) if response.streaming else response.content).decode("utf-8", "replace")  # type: ignore[attr-defined]
        shown = frozenset(_IDENTIFIER.findall(body)) & known
        written = Activity.objects.filter(number__gt=before)
        recorded = frozenset(ActivityChild.objects.filter(entry__gt=before).values_list("child", flat=True))
        assert shown <= recorded, f"{name} shows children whom no entry names"
        if shown:
            named.append(name)
        if name in (*_EXPORTS, *_ALSO_EXPORTS):
            assert response.status_code == 200, name
            assert any(each.action in words.TAKEN_OUT for each in written), f"{name} is an export that is not recorded"
    # Views that change something and show nothing, or need an upload, a running sign-in or somebody's own second factor.
    assert sorted(unknown) == [
        "access:end_role", "access:give", "access:let_sign_in", "access:lift", "access:name", "access:unname", "data:snapshot",
        "data:upload", "findings:take_back", "performance:withdraw_break", "publication:asked", "publication:download",
        "publication:members_download",
        "publication:members_page", "publication:page", "signin_answered", "signin_ask", "signin_remove",
    ]  # fmt: skip
    assert opened > 30
    assert {"children:list", "children:search", "children:journey", "workload:due", "findings:list", "access:restricted"} <= {*named}


def test_every_action_records_or_calls_what_does() -> None:
    missing = []
    for file in sorted(WEB.rglob("*actions.py")):
        body = ast.parse(file.read_text("utf-8")).body
        functions = {node.name: ast.unparse(node) for node in body if isinstance(node, ast.FunctionDef)}
        recording = {name for name, text in functions.items() if "record(" in text}
        for _ in functions:
            recording |= {name for name, text in functions.items() if any(f"{each}(" in text for each in recording)}
        missing += [f"{file.parent.name}.{name}" for name in functions if not name.startswith("_") and name not in recording]
    assert missing == NOT_RECORDED


NOT_RECORDED = ["access.add_person", "access.give_role", "access.known_child", "findings.who_acknowledged"]
"""Who calls the first two records (`people_actions`, `add_person`, the directory); the others change nothing."""


def test_every_recorded_action_has_words() -> None:
    found = set()
    for file in WEB.rglob("*.py"):
        found |= set(re.findall(r'(?:\baction=|record_command\(|action = )"([a-z_]+)"', file.read_text("utf-8")))
    assert found - {"store_true"} <= set(words.ACTIONS)


def test_a_list_names_every_child_of_the_page_and_who_looked_is_one_query(
    client_as: ClientAs, people: People, django_assert_num_queries: object, children: tuple[str, ...]
) -> None:
    client = client_as("director")
    client.get(reverse("children:list", args=["cp_plans"]))
    entry = Activity.objects.get(action="read_list")
    named = list(ActivityChild.objects.filter(entry=entry.number).values_list("child", flat=True))
    assert len(named) == entry.children
    assert len(named) >= 10
    client.get(reverse("children:journey", args=[named[0]]))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(queries.of_child(named[0])) == 2
    seen = queries.lookers(people["data_protection_officer"], named[0])
    assert [(each.person, each.times) for each in seen] == [("director", 2)]


def test_the_record_is_searched_and_reading_it_is_recorded(client_as: ClientAs, people: People, children: tuple[str, ...]) -> None:
    for number, who in enumerate(("finance", "director", "director")):
        actions.record(person=people[who], action="read_list", why=f"list {number}", named=children[number : number + 8])
    client = client_as("data_protection_officer")

    def found(**asked: str) -> str:
        assert client.post(reverse("activity:index"), asked).status_code == 302
        return client.get(reverse("activity:index")).content.decode()

    assert "3 entries" in found(action="read_list")
    shown = found(person="Director", action="read_list")
    assert "2 entries" in shown
    assert "2 more" in shown
    assert "1 entry" in found(child=children[9])
    assert "Nothing found" in found(person="director", last="1 1 2020")
    assert "This is not a day" in client.post(reverse("activity:index"), {"first": "31 2 2026"}).content.decode()
    assert client.post(reverse("activity:index"), {"clear": "yes"}).status_code == 302
    assert "list 2" in client.get(reverse("activity:index")).content.decode()
    own = Activity.objects.filter(action="read_activity", person="data_protection_officer")
    assert own.count() == 5
    assert "person: Director" in own[1].why
    shown = client.get(reverse("activity:entry", args=[Activity.objects.filter(why="list 2").get().number])).content.decode()
    assert all(child in shown for child in children[2:10])
    assert client.get(reverse("activity:entry", args=[999999])).status_code == 404


@pytest.mark.parametrize("role", ["administrator", "director", "performance_analyst", "practitioner"])
def test_nobody_else_sees_the_record(client_as: ClientAs, role: str, children: tuple[str, ...]) -> None:
    client = client_as(role)
    assert client.get(reverse("activity:index")).status_code == 403
    assert client.get(reverse("activity:child", args=[children[0]])).status_code == 403
    assert client.post(reverse("activity:report", args=[children[0]]), {"request": "R", "file": "csv"}).status_code == 403
    assert client.post(reverse("activity:whole")).status_code == 403
    assert not Activity.objects.filter(action__in=["made_subject_report", "read_activity", "verified_activity"]).exists()


def test_the_report_of_a_child_holds_everything_and_marks_other_names(
    client_as: ClientAs, people: People, snapshot: Snapshot, children: tuple[str, ...]
) -> None:
    child = next(each.child for each in findings(finding_set(seeing.home(), RECORDING)) if each.child)
    RestrictedChild.objects.create(
        child=child, reason="=an aunt works here", since=localdate(), review_on=localdate(), marked_by=people["director"]
    )
    actions.record(person=people["finance"], action="read_child", subject=child, page="/somewhere/", named=[child])
    client = client_as("data_protection_officer")
    refused = client.post(reverse("activity:report", args=[child]), {"file": "csv"})
    assert refused.status_code == 422
    assert "Enter the reference of the request" in refused.content.decode()
    lines = client.post(reverse("activity:report", args=[child]), {"request": "SAR 7", "file": "csv"}).content.decode().splitlines()
    name = names_of(snapshot, [child])[child].name
    assert f"The child,2,Recorded,{name}," in lines
    assert "Restrictions,1,Why,'=an aunt works here,names or may name somebody else" in lines
    assert any(line.startswith("Who looked and who did what,1,Who,finance,names or may") for line in lines)
    assert any(line.startswith("What happened,") for line in lines)
    assert any(line.startswith("What identifies the child,") and ",What,Postcode," in line for line in lines)
    assert f"What identifies the child,1,Held,{names_of(snapshot, [child])[child].given_name}," in lines
    assert any(line.startswith("Findings: ") for line in lines)
    marked = {line.split(",")[3] for line in lines if line.endswith("somebody else")}
    assert name not in marked
    page = client.post(reverse("activity:report", args=[child]), {"request": "SAR 7", "file": "html"}).content.decode()
    assert "<mark>finance</mark>" in page
    made = Activity.objects.filter(action="made_subject_report", subject=child, why="request SAR 7")
    assert made.count() == 2
    assert client.post(reverse("activity:report", args=["no-such"]), {"request": "R", "file": "csv"}).status_code == 404


def test_unusual_looking_is_listed_and_reviewed_by_somebody_else(
    client_as: ClientAs, people: People, snapshot: Snapshot, children: tuple[str, ...]
) -> None:
    named = names_of(snapshot, children[:1])[children[0]]
    Person.objects.filter(username="finance").update(last_name=named.family_name.upper())
    Person.objects.filter(username="data_protection_officer").update(last_name=named.family_name)
    for who in ("finance", "data_protection_officer"):
        actions.record(person=people[who], action="read_child", subject=children[0], named=[children[0]])
    client = client_as("data_protection_officer")
    shown = client.get(reverse("activity:unusual")).content.decode()
    assert "The child has the person&#39;s own family name: it may be a relative." in shown
    assert "Somebody else reviews your own looking." in shown
    (key,) = re.findall(r'name="key" value="([0-9a-f]{32})"', shown)
    sent = {"key": key, "outcome": "ask", "note": "Her manager is asked."}
    assert client.post(reverse("activity:review"), {**sent, "note": " "}).status_code == 302
    assert not LookReview.objects.exists()
    client.post(reverse("activity:review"), sent)
    client.post(reverse("activity:review"), sent)
    assert list(LookReview.objects.values_list("person", "outcome", "reviewed_by")) == [("finance", "ask", "data_protection_officer")]
    assert Activity.objects.get(action="reviewed_looking").why == "own_name, ask: Her manager is asked."
    assert "Her manager is asked." in client.get(reverse("activity:unusual")).content.decode()


def test_the_record_is_proved_from_its_page(client_as: ClientAs) -> None:
    client = client_as("data_protection_officer")
    assert "Prove it now" in client.get(reverse("activity:whole")).content.decode()
    assert re.search(r"is whole: \d entr", client.post(reverse("activity:whole")).content.decode())
    assert "whole" in client.get(reverse("activity:whole")).content.decode()
    assert client.get(f"/activity/{uuid.uuid4()}/").status_code == 404
