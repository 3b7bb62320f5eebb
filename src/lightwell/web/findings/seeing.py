"""Which findings a person sees: those that they were to mend when the records were taken, and those of children who are theirs now."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.timezone import localdate

from lightwell.results.finding_model import Asked, Finding, FindingSet
from lightwell.results.findings import count_findings, finding_set, finding_sets
from lightwell.results.reached import children_within
from lightwell.results.responsible import EVERYWHERE, Condition, within
from lightwell.store import Home, Snapshot, open_snapshot, snapshots
from lightwell.web.access.decisions import CHILD, REVIEWED, Action, Scope, can, scope_of
from lightwell.web.access.models import Person
from lightwell.web.findings.models import Acknowledgement

_BETWEEN = "\x1f"


@dataclass(frozen=True)
class Sight:
    """One set of findings as one person sees it: `within` is the condition of every row read for them, `known` today's known problems."""

    person: Person
    of: FindingSet
    within: Condition
    known: frozenset[str]

    @property
    def everywhere(self) -> bool:
        """Whether they see all of it."""
        return self.within == EVERYWHERE


def person_of(request: HttpRequest) -> Person:
    """Give who is signed in; raises `PermissionDenied` if nobody is, which the middleware does not let happen."""
    if not isinstance(request.user, Person):
        raise PermissionDenied("Nobody is signed in.")
    return request.user


def home() -> Home:
    """Give the home that the site reads."""
    found: Home = settings.HOME
    return found


def current() -> Snapshot | None:
    """Give the snapshot that names children and says whose they are now; None where nothing is loaded."""
    return open_snapshot(home()) if snapshots(home()) else None


def sets(person: Person) -> tuple[FindingSet, ...]:
    """List the sets of rules with findings; raises `PermissionDenied` for someone who may see none."""
    can(person, Action.SEE_FINDINGS).require()
    return finding_sets(home())


def sight(person: Person, ruleset: str) -> Sight:
    """Say what a person sees of a set; raises `PermissionDenied`, and `NotFound` for a set that there is not."""
    can(person, Action.SEE_FINDINGS).require()
    return sight_of(person, finding_set(home(), ruleset))


def sight_of(person: Person, of: FindingSet) -> Sight:
    """Say what a person sees of a set that was found."""
    return Sight(person, of, reach(person, Action.SEE_FINDINGS), known_keys(of.ruleset))


def known_keys(ruleset: str) -> frozenset[str]:
    """Give the findings of a set that are known problems today."""
    held = Acknowledgement.objects.filter(ruleset=ruleset, ended_at__isnull=True, look_again_on__gt=localdate())
    return frozenset(held.values_list("key", flat=True))


def reach(person: Person, action: Action) -> Condition:
    """Give the condition on findings within which a person may do something.

    Whom a reviewing officer reviews, and whose a child is now, is told by the current snapshot and not by the findings, so these children
    are looked up first.
    """
    scope = scope_of(person, action)
    if scope.unlimited:
        return EVERYWHERE
    where, values = Scope(scope.everything, tuple(place for place in scope.places if place[0] != REVIEWED), scope.hidden).sql()
    if scope.everything and not scope.lifted:
        return where, values
    snapshot = current()
    now = children_within(snapshot, scope.sql("c")) if snapshot and not scope.nothing else ()
    return f"({where}) or child in (select unnest(string_split(?, chr(31))))", [*values, _BETWEEN.join(now)]


def only(one: Condition, where: str, *values: str) -> Condition:
    """Narrow a condition by another."""
    return f"({one[0]}) and ({where})", (*one[1], *values)


def within_reach(person: Person, action: Action, found: tuple[Finding, ...]) -> frozenset[str]:
    """Give the keys of those findings with which a person may do something."""
    scope, snapshot = scope_of(person, action), current()
    if scope.unlimited:
        return frozenset(each.key for each in found)
    children = {each.child for each in found if each.child}
    now = within(snapshot, children, scope.sql("c")) if snapshot and not scope.nothing else frozenset[str]()
    return frozenset(each.key for each in found if scope.covers({**each.place, CHILD: each.child}) or each.child in now)


def may_end(person: Person, acknowledgement: Acknowledgement) -> bool:
    """Say whether a person may take an acknowledgement back: their own, or that of a finding within their reach."""
    scope = scope_of(person, Action.ACKNOWLEDGE)
    if acknowledgement.child and not seen_now(person, action=Action.ACKNOWLEDGE, child=acknowledgement.child):
        return False
    if scope.everything or (not scope.nothing and acknowledgement.made_by_id == person.pk):
        return True
    held = [of for of in finding_sets(home()) if of.ruleset == acknowledgement.ruleset]
    condition = only(reach(person, Action.ACKNOWLEDGE), "key = ?", acknowledgement.key)
    return any(count_findings(of, within=condition) for of in held)


def seen_now(person: Person, *, action: Action, child: str) -> bool:
    """Say whether a child is not left out of what a person sees as restricted, wherever the child is."""
    scope, snapshot = scope_of(person, action), current()
    return child not in scope.hidden or bool(snapshot and within(snapshot, [child], scope.sql("c")))


def left_out(person: Person, of: FindingSet) -> int:
    """Count the restricted children about whom a set has findings that are left out of everything that the person sees of it."""
    scope, snapshot = scope_of(person, Action.SEE_FINDINGS), current()
    if not scope.hidden or snapshot is None:
        return 0
    hidden = children_within(snapshot, scope.left_out("c"))
    return sum(bool(count_findings(of, asked=Asked(child=child))) for child in hidden)


def may_open(person: Person, children: frozenset[str]) -> frozenset[str]:
    """Give the children whose journey a person may open: within reach today, and in the current snapshot."""
    scope, snapshot = scope_of(person, Action.SEE_CHILDREN), current()
    return within(snapshot, children, scope.sql("c")) if snapshot and not scope.nothing else frozenset()


def may_see_findings_of(person: Person, children: frozenset[str]) -> frozenset[str]:
    """Give the children whose page of findings a person may open: within reach today, or anyone for who sees everything."""
    scope, snapshot = scope_of(person, Action.SEE_FINDINGS), current()
    if scope.everything:
        return frozenset(child for child in children if seen_now(person, action=Action.SEE_FINDINGS, child=child))
    return within(snapshot, children, scope.sql("c")) if snapshot and not scope.nothing else frozenset()
