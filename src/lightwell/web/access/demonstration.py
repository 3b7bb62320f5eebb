"""The people of the demonstration: one for each role, invented like everything in it, with a sample to audit and a restricted child."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.timezone import localdate

from lightwell.results import reading
from lightwell.store import Snapshot
from lightwell.web.access import actions
from lightwell.web.access.models import WHOLE, Person, RestrictedChild, Sample
from lightwell.web.access.roles import Reach, Role, roles

PASSWORD = "daylight falls through"  # noqa: S105 - shown on the sign-in page of the demonstration, which holds no real child
"""The password of every demonstration person."""

COMMITTEE = "Children and Families Scrutiny Panel"
"""The committee that the demonstration's elected member sits on."""

_BUSIEST = """
    select service, locality, team, worker, count(*) as children
    from fact_children_open where month = (select max(month) from fact_children_open)
        and worker <> 'Not allocated' and team <> 'Not allocated' and service not in ('Not known', 'Not allocated')
    group by all order by children desc, worker limit 1
"""
_SAMPLE = """
    select child from fact_children_on_protection_plans where month = (select max(month) from fact_children_on_protection_plans)
    group by child order by child limit 12
"""
_FIRST_CHILD = """
    select child from fact_children_open where month = (select max(month) from fact_children_open) and worker = ? order by child limit 1
"""
_REVIEWER = """
    select worker from allocations where role = 'reviewing_officer' and ended_on is null and worker is not null
    group by worker order by count(*) desc, worker limit 1
"""


def add_demonstration_people(snapshot: Snapshot) -> list[Person]:
    """Add one person for each role, where there is nobody yet; gives those who were added.

    Each stands where there is something to see: in the service, team and caseload with the most children.
    """
    if Person.objects.exists():
        return []
    with reading(snapshot) as connection:
        busiest = connection.execute(_BUSIEST).fetchall()
        reviewer = connection.execute(_REVIEWER).fetchall()
    service, _, team, worker, _ = busiest[0] if busiest else ("", "", "", "", 0)
    places = {"team": team, "service": service, "worker": worker, "reviewed": reviewer[0][0] if reviewer else "", "committee": COMMITTEE}
    added = {name: _add(name, role, places) for name, role in roles().items()}
    _let_audit(snapshot, added)
    return list(added.values())


def add_demonstration_restriction(snapshot: Snapshot) -> None:
    """Restrict one child of the demonstration's practitioner, for everyone but practitioners, so that it is seen what that does."""
    practitioner, director = (Person.objects.filter(username=name).first() for name in ("practitioner", "director"))
    if practitioner is None or director is None or RestrictedChild.objects.exists():
        return
    with reading(snapshot) as connection:
        found = connection.execute(_FIRST_CHILD, [practitioner.worker]).fetchall()
    if found:
        today = localdate()
        reason = "Invented: a relative of the child works for the service."
        RestrictedChild.objects.create(
            child=found[0][0], reason=reason, roles=["practitioner"], since=today, review_on=today + timedelta(days=180), marked_by=director
        )


def _let_audit(snapshot: Snapshot, added: Mapping[str, Person]) -> None:
    """Make a sample, and give it to those who audit."""
    with reading(snapshot) as connection:
        children = [row[0] for row in connection.execute(_SAMPLE).fetchall()]
    if not children:
        return
    sample = Sample.objects.create(
        name="Visits to children on protection plans",
        purpose="Monthly case audit",
        children=children,
        starts_on=date(2000, 1, 1),
        ends_on=date(2099, 12, 31),
        made_by=added["director"],
    )
    for name, role in roles().items():
        if role.reach is Reach.SAMPLE:
            person, last = added[name], sample.ends_on if role.for_a_time else None
            actions.give_role(person=person, role=name, breakdown="sample", member=str(sample.pk), starts_on=sample.starts_on, ends_on=last)


def _add(name: str, role: Role, places: Mapping[str, str]) -> Person:
    worker = {Reach.OWN: places["worker"], Reach.REVIEWED: places["reviewed"]}.get(role.reach, "")
    person = actions.add_person(username=name, password=PASSWORD, name=role.title, worker=worker, check=False)
    part = {Reach.TEAM: "team", Reach.PART: "service", Reach.COMMITTEE: "committee"}.get(role.reach, "authority")
    member = places.get(part, "")
    if name == "head_of_service":
        part, member = "authority", WHOLE  # one head of service, so that whatever is worst opens down to the child
    if (
        role.reach is Reach.SAMPLE
        or (role.reach in (Reach.TEAM, Reach.PART) and not member)
        or (role.reach in (Reach.OWN, Reach.REVIEWED) and not worker)
    ):
        return person  # nobody and nothing of the kind stands in the snapshot; a sample is made once everybody is there
    actions.give_role(person=person, role=name, breakdown=part, member=member, starts_on=date(2000, 1, 1))
    return person
