"""The record of activity shows every look: each address that names a child is opened, and leaves one entry that says so."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.timezone import now

from lightwell.results.reached import children_within
from lightwell.web.access.decisions import Action, scope_of
from lightwell.web.access.models import Person
from lightwell.web.activity.models import Activity, ActivityChild
from tests.web.conftest import People
from tests.web.every_view import rows
from tests.web.test_every_view import World, _address, quiet, world

__all__ = ["quiet", "world"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]

_IDENTIFIER = re.compile(r"\b10[0-9]{4}\b")
_NAMED_TO = {
    "director": {"children:list", "children:journey", "workload:open", "workload:due", "findings:list", "findings:child", "findings:known",
                 "findings:acknowledge", "data:quarantine", "data:quarantine_csv", "access:restricted", "access:restriction",
                 "access:accesses", "access:sample"},
    "practitioner": {"home", "workload:index"},
    "guest_auditor": {"children:journey", "access:sample"},
    "data_protection_officer": {"activity:child", "activity:index", "access:accesses"},
}  # fmt: skip
"""Addresses that name children to these roles: between them every one that does."""
_OF_ONE_CHILD = {"read_child", "read_findings_of_child"}


@pytest.mark.parametrize("role", _NAMED_TO)
def test_every_look_is_one_entry_with_who_whom_where_why_and_when(role: str, world: World, people: People) -> None:
    client, wrong, named_on = Client(), [], set()
    person = Person.objects.get(pk=people[role].pk)
    client.force_login(person)
    seen = set(children_within(world.snapshot, scope_of(person, Action.SEE_CHILDREN).sql("c")))
    for view, method, scope, letters in rows():
        if method != "GET" or scope != "in" or letters[role] != "y":
            continue
        address, before, began = _address(world, seen, view, scope), Activity.objects.count(), now()
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        shown = set(_IDENTIFIER.findall(content.decode("utf-8", "replace"))) & world.known
        made = list(Activity.objects.order_by("number")[before:])
        if not shown:
            continue
        named_on.add(view)
        kept = set(ActivityChild.objects.filter(entry__in=[each.number for each in made]).values_list("child", flat=True))
        one = made[0] if len(made) == 1 else None
        if one is None or one.person != role or not shown <= kept or not address.startswith(one.page) or not began <= one.at <= now():
            wrong.append(f"{address} showed {sorted(shown)[:3]} and left {[str(each) for each in made]} of {sorted(kept)[:3]}")
        elif one.action in _OF_ONE_CHILD and not one.why:
            wrong.append(f"{address} does not say why")
    assert not wrong, "\n".join(wrong)
    assert _NAMED_TO[role] <= named_on
