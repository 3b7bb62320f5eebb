"""What is done about restricted children: marking, naming, giving and taking access for a time, and reviewing it. All of it is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from lightwell.errors import Refused
from lightwell.results.responsible import EVERYWHERE, within
from lightwell.store import open_snapshot
from lightwell.web.access.decisions import Action, can, scope_of
from lightwell.web.access.models import ChildAccess, Person, RestrictedChild
from lightwell.web.access.roles import roles as every_role
from lightwell.web.activity import actions as activity

TAKEN_HOURS = 24
"""For so long somebody who opens a child in an emergency may see it."""

MOST_HOURS = 24 * 14
"""For so long at most access is given."""

_NOT_WITHIN_REACH = "There is no child with this identifier among the children whom you may restrict."
_UNKNOWN = "There is no child with this identifier in the current records."
_NOT_ONESELF = (
    "You are not among those who may see this child, so somebody else who may say which children are restricted has to do this. "
    "If you have to see the child now, open it for a stated purpose."
)


@transaction.atomic
def restrict(*, by: Person, child: str, reason: str, review_on: date, roles: Iterable[str] = (), people: Iterable[Person] = ()) -> int:
    """Mark a child as restricted, and name who may see it; gives the number of the restriction.

    Raises `PermissionDenied` for a child out of reach, and `Refused` for one who is restricted already or whom `by` may not see.
    """
    can(by, Action.RESTRICT).require()
    snapshot = open_snapshot(settings.HOME)
    if not within(snapshot, [child], scope_of(by, Action.RESTRICT).sql("c")):
        raise PermissionDenied(_NOT_WITHIN_REACH)
    if RestrictedChild.objects.filter(child=child, ended_at__isnull=True).exists():
        raise Refused("This child is restricted already. Nothing was changed; open it in the list to say who may see it.")
    made = RestrictedChild.objects.create(
        child=child, reason=reason, roles=_known(roles), since=localdate(), review_on=review_on, marked_by=by
    )
    activity.record(person=by, action="restricted_child", subject=child, why=reason, named=[child])
    for person in dict.fromkeys(people):
        _name(by, made, person)
    return int(made.pk)


def read(*, by: Person, children: Iterable[str], page: str) -> None:
    """Record that somebody read which children are restricted, or who was let see them."""
    activity.record(person=by, action="read_restricted", page=page, named=children)


@transaction.atomic
def name_person(*, by: Person, restriction: RestrictedChild, person: Person) -> None:
    """Let somebody see a restricted child within their reach, for as long as it is restricted."""
    _require(by, restriction)
    if person.pk == by.pk:
        _must_see(by, restriction.child)
    _name(by, restriction, person)


@transaction.atomic
def unname(*, by: Person, restriction: RestrictedChild, access: ChildAccess) -> None:
    """Let somebody see a restricted child no more: one who was named, or one who was let for a time."""
    _require(by, restriction)
    if access.child != restriction.child or access.ended_at is not None:
        raise Refused("That had ended already. Nothing was changed.")
    ChildAccess.objects.filter(pk=access.pk).update(ended_at=now())
    activity.record(person=by, action="ended_access", subject=restriction.child, why=access.person.username, named=[restriction.child])


@transaction.atomic
def change(*, by: Person, restriction: RestrictedChild, reason: str, review_on: date, roles: Iterable[str]) -> None:
    """Change why a child is restricted, when to look again, and which roles see it within their reach."""
    _require(by, restriction)
    given = _known(roles)
    held = {assignment.role for assignment in by.held_on(localdate())}
    if held & (set(given) - set(restriction.roles)):
        _must_see(by, restriction.child)
    RestrictedChild.objects.filter(pk=restriction.pk).update(reason=reason, review_on=review_on, roles=given)
    why = f"review on {review_on.isoformat()}; roles {' '.join(given) or 'none'}; {reason}"
    activity.record(person=by, action="changed_restriction", subject=restriction.child, why=why, named=[restriction.child])


@transaction.atomic
def lift(*, by: Person, restriction: RestrictedChild, reason: str) -> None:
    """End a restriction: the child is seen by everyone within whose reach it is. Those who were named are named no more."""
    _require(by, restriction)
    _must_see(by, restriction.child)
    moment = now()
    RestrictedChild.objects.filter(pk=restriction.pk).update(ended_at=moment, ended_by=by, end_reason=reason)
    named = ChildAccess.objects.filter(child=restriction.child, kind=ChildAccess.Kind.NAMED, ended_at__isnull=True)
    named.update(ended_at=moment)
    activity.record(person=by, action="lifted_restriction", subject=restriction.child, why=reason, named=[restriction.child])


@transaction.atomic
def give_access(*, by: Person, restriction: RestrictedChild, person: Person, purpose: str, hours: int) -> ChildAccess:
    """Let somebody else see a restricted child for a purpose and a time, to be reviewed afterwards."""
    _require(by, restriction)
    if person.pk == by.pk:
        raise Refused("Nobody gives themselves access. To see the child now, open it for a stated purpose, which is reviewed.")
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(f"Access is given for 1 to {MOST_HOURS} hours.")
    return _for_a_time(by, person, restriction.child, ChildAccess.Kind.GIVEN, purpose, hours)


def take_access(*, by: Person, child: str, purpose: str) -> ChildAccess:
    """Open a child at once for a stated purpose: a restricted one, or one out of reach; it is listed for review from that moment.

    Raises `Refused` where there is no such child, which is recorded too, since who asks learns from the answer.
    """
    can(by, Action.BREAK_GLASS).require()
    if not known_child(child):
        activity.record(person=by, action="asked_for_unknown_child", subject=child, why=purpose)
        raise Refused(_UNKNOWN)
    return _for_a_time(by, by, child, ChildAccess.Kind.TAKEN, purpose, TAKEN_HOURS)


def known_child(child: str) -> bool:
    """Say whether the current snapshot holds anything of a child."""
    return bool(within(open_snapshot(settings.HOME), [child], EVERYWHERE))


@transaction.atomic
def review(*, by: Person, access: ChildAccess, outcome: str, note: str) -> None:
    """Say of an access whether it was right; raises `Refused` for one's own, and for one that was reviewed already."""
    can(by, Action.REVIEW_ACCESS).require()
    if by.pk in (access.person_id, access.given_by_id):
        raise Refused("An access is reviewed by neither the person who had it nor the one who gave it.")
    waiting = ChildAccess.objects.filter(pk=access.pk, outcome="").exclude(kind=ChildAccess.Kind.NAMED)
    if not waiting.update(outcome=outcome, reviewed_by=by, reviewed_at=now(), review_note=note):
        raise Refused("This access was reviewed already. Nothing was changed.")
    activity.record(
        person=by, action="reviewed_access", subject=access.child, why=f"{access.person.username}: {outcome}. {note}", named=[access.child]
    )


def _require(by: Person, restriction: RestrictedChild) -> None:
    can(by, Action.RESTRICT).require()
    scope = scope_of(by, Action.RESTRICT)
    if not scope.everything and not within(open_snapshot(settings.HOME), [restriction.child], scope.sql("c")):
        raise PermissionDenied(_NOT_WITHIN_REACH)
    if restriction.ended_at is not None:
        raise Refused("This restriction has ended. Nothing was changed.")


def _must_see(by: Person, child: str) -> None:
    scope = scope_of(by, Action.SEE_CHILDREN)
    if child in scope.hidden and not within(open_snapshot(settings.HOME), [child], scope.sql("c")):
        raise Refused(_NOT_ONESELF)


def _name(by: Person, restriction: RestrictedChild, person: Person) -> None:
    try:
        with transaction.atomic():
            ChildAccess.objects.create(
                child=restriction.child, person=person, kind=ChildAccess.Kind.NAMED, given_by=by, given_at=now(), purpose=""
            )
    except IntegrityError:
        raise Refused(f"{person.name} may see this child already. Nothing was changed.") from None
    activity.record(person=by, action="named_person", subject=restriction.child, why=person.username, named=[restriction.child])


@transaction.atomic
def _for_a_time(by: Person, person: Person, child: str, kind: ChildAccess.Kind, purpose: str, hours: int) -> ChildAccess:
    if scope_of(person, Action.SEE_CHILDREN).nothing:
        raise Refused(f"{person.name} has no role that sees children, so access to one would let them see nothing.")
    if not known_child(child):
        raise Refused(_UNKNOWN)
    moment = now()
    made = ChildAccess.objects.create(
        child=child, person=person, kind=kind, purpose=purpose, given_by=by, given_at=moment, until=moment + timedelta(hours=hours)
    )
    action = "took_access" if kind == ChildAccess.Kind.TAKEN else "gave_access"
    activity.record(person=by, action=action, subject=child, why=f"{person.username}, {hours} hours: {purpose}", named=[child])
    return made


def _known(roles: Iterable[str]) -> list[str]:
    given = list(dict.fromkeys(roles))
    unknown = [role for role in given if role not in every_role()]
    if unknown:
        raise Refused(f"There is no role “{unknown[0]}”. The roles are {', '.join(every_role())}.")
    return given
