"""Every role at every address, in and out of its reach; and no page names a child whom the role may not see."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import localdate, now

from lightwell.results.finding_model import RECORDING, Finding
from lightwell.results.findings import finding_set, findings
from lightwell.results.reached import children_within
from lightwell.results.responsible import responsible_for
from lightwell.store import Snapshot
from lightwell.web.access.decisions import Action, scope_of
from lightwell.web.access.models import ChildAccess, Person, RestrictedChild, Sample
from lightwell.web.access.roles import roles
from lightwell.web.activity.actions import record
from lightwell.web.findings import seeing
from lightwell.web.findings.models import Acknowledgement, Campaign
from tests.web.conftest import People
from tests.web.every_view import LETTERS, OF_SIGNING_IN, STATUS, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]

INDICATOR = "cp_plans"
RESTS_ON_RECORDS = "cp_visit_10_working_days"
_IDENTIFIER = re.compile(r"\b10[0-9]{4}\b")
_NAMES_RESTRICTED = ("access:restricted", "access:restriction", "access:accesses", "activity:index", "activity:entry", "activity:child")
"""Pages for those who say who is restricted, review who was let see them, or read the record: they show identifiers, and no names."""
_SENT = {"children:export": {"file": "csv"}, "findings:export": {"file": "csv"}}
EVERY_CHILD = ("true", ())


@pytest.fixture
def quiet() -> Iterator[None]:
    """Leave out of the log the refusals that are asked for: to write each with its traceback takes longer than to answer it."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@dataclass(frozen=True)
class World:
    """What there is to ask for: `restricted` is of the practitioner's, `other` a team and a worker of another service."""

    snapshot: Snapshot
    known: frozenset[str]
    restricted: str
    hidden: Finding
    found: tuple[Finding, ...]
    to_mend: tuple[Finding, ...]
    other: dict[str, str]
    numbers: dict[str, int]


def _place(snapshot: Snapshot, people: People) -> dict[str, str]:
    lead = people["service_lead"].assignments.get().member
    placed = responsible_for(snapshot, children_within(snapshot, EVERY_CHILD)).values()
    found = next(each for each in placed if each.service not in (lead, "Not known", "Not allocated") and each.worker != "Not allocated")
    return {"team": f"team:{found.team}", "worker": f"worker:{found.worker}"}


@pytest.fixture
def world(people: People, snapshot: Snapshot) -> World:
    """The service of the tests with something of each kind in it; two children are restricted, for whom nobody is named."""
    director = people["director"]
    own = children_within(snapshot, scope_of(people["practitioner"], Action.SEE_CHILDREN).sql("c"))
    found = [each for each in findings(finding_set(seeing.home(), RECORDING)) if each.child and each.child != own[0]]
    hidden = found[-1]
    numbers = {}
    for child in (own[0], hidden.child):
        made = RestrictedChild.objects.create(
            child=child, reason="a relative works here", since=localdate(), review_on=localdate() + timedelta(30), marked_by=director
        )
        numbers["restriction"] = made.pk
    access = {"child": hidden.child, "given_by": director, "given_at": now()}
    numbers["access"] = ChildAccess.objects.create(person=people["finance"], kind="named", **access).pk
    lead = people["service_lead"]
    numbers["review"] = ChildAccess.objects.create(
        person=lead, kind="taken", until=now(), purpose="the police rang", **{**access, "given_by": lead}
    ).pk
    team = people["practice_manager"].assignments.get().member
    seen = tuple(each for each in found if each.child not in (own[0], hidden.child) and each.place["team"] == team)
    for name, each in (("in", seen[0]), ("out", hidden)):
        given = {"ruleset": RECORDING, "code": each.code, "child": each.child, "reason": "known", "made_by": director}
        later = localdate() + timedelta(30)
        numbers[f"known {name}"] = Acknowledgement.objects.create(key=each.key, look_again_on=later, **given).pk
    campaign = {"ruleset": RECORDING, "codes": [], "target_on": localdate() + timedelta(9), "target": 0, "begun_by": director}
    numbers["campaign"] = Campaign.objects.create(name="Visits", starts_on=localdate(), **campaign).pk
    numbers["entry"] = record(person=director, action="signed_in").number
    numbers["sample"] = Sample.objects.get().pk
    numbers["person"], numbers["assignment"] = people["finance"].pk, people["finance"].assignments.get().pk
    known = frozenset(children_within(snapshot, EVERY_CHILD))
    return World(snapshot, known, own[0], hidden, seen[1:], tuple(found), _place(snapshot, people), numbers)


def _address(world: World, seen: set[str], view: str, scope: str) -> str:
    """Write the address of a row of the table for someone who sees some children."""
    numbers = world.numbers
    child = {"out": world.restricted, "nobody": "199999"}.get(scope, min(seen, default="100001"))
    key = world.hidden.key if scope == "out" else world.found[0].key
    name = view.partition(":")[2]
    given: dict[str, tuple[object, ...]] = {
        "children:journey": (child,),
        "findings:child": (child,),
        "activity:child": (world.restricted,),
        "activity:report": (world.restricted,),
        "activity:entry": (numbers["entry"],),
        "findings:acknowledge": (RECORDING, key),
        "findings:take_back": (numbers[f"known {scope}"] if scope in ("in", "out") else 0,),
        "data:snapshot": (world.snapshot.id,),
        "data:upload": (uuid.uuid4(),),
        "publication:asked": (uuid.uuid4(),),
        "publication:page": (1, "index.html"),
        "publication:download": (1,),
        "publication:members_page": (1, "index.html"),
        "publication:members_download": (1,),
        "performance:withdraw_break": (99,),
        "access:person": (numbers["person"],),
        "access:let_sign_in": (numbers["person"],),
        "access:end_role": (numbers["assignment"],),
        "access:unname": (numbers["restriction"], numbers["access"]),
        "access:review": (numbers["review"],),
        "access:sample": (numbers["sample"],),
    }
    arguments = given.get(view, ())
    of_figures = ("indicator", "signal", "explain", "explain_list", "explain_csv", "csv", "xlsx", "list", "export")
    if name in of_figures and view.startswith(("performance", "children")):
        arguments = (INDICATOR,)
    elif view in ("performance:late", "performance:lag_csv", "performance:lag_list"):
        arguments = (RESTS_ON_RECORDS,)
    elif view in ("findings:set", "findings:list", "findings:export", "findings:begin_campaign"):
        arguments = (RECORDING,)
    elif name in ("campaign", "change_campaign", "close_campaign"):
        arguments = (numbers["campaign"],)
    elif name in ("restriction", "name", "give", "lift") and view.startswith("access"):
        arguments = (numbers["restriction"],)
    part = f"?part={world.other[scope]}" if scope in world.other else ""
    return reverse(view, args=arguments) + part


def _views(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield f"{namespace}{each.name}"
        else:
            yield from _views(each, f"{namespace}{each.namespace}:" if each.namespace else namespace)


def test_every_address_stands_in_the_table() -> None:
    told = {view for view, *_ in rows()}
    assert set(_views(get_resolver())) == told | OF_SIGNING_IN
    assert not told & OF_SIGNING_IN
    assert set(LETTERS.values()) == set(roles())


@pytest.mark.parametrize("role", LETTERS.values())
def test_each_role_is_answered_as_the_table_says_and_names_nobody_out_of_reach(role: str, world: World, people: People) -> None:
    person = Person.objects.get(pk=people[role].pk)
    seen = set(children_within(world.snapshot, scope_of(person, Action.SEE_CHILDREN).sql("c")))
    assert not seen & {world.restricted, world.hidden.child}
    mends = {each.child for each in world.to_mend if scope_of(person, Action.SEE_FINDINGS).covers({**each.place, "child": each.child})}
    client, wrong = Client(), []
    client.force_login(person)
    for view, method, scope, letters in sorted(rows(), key=lambda row: row[0] == "access:sign_out"):
        address = _address(world, seen, view, scope)
        response = client.get(address) if method == "GET" else client.post(address, _SENT.get(view, {}))
        if response.status_code != STATUS[letters[role]]:
            wrong.append(f"{method} {address} ({scope}): {response.status_code}, and the table says {letters[role]}")
        if response.status_code != 200 or view in _NAMES_RESTRICTED:
            continue
        content = b"".join(response) if response.streaming else response.content
        named = set(_IDENTIFIER.findall(content.decode("utf-8", "replace"))) & world.known
        named -= seen | (mends if view.startswith("findings") else set())  # who had to mend a record when it was loaded sees what to mend
        if named:
            wrong.append(f"{method} {address} names {sorted(named)[:5]}, who are out of reach")
    assert not wrong, "\n".join(wrong)
