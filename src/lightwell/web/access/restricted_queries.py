"""What the pages of restricted children and of samples read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate, localtime, now

from lightwell.errors import NotFound
from lightwell.periods import say_date
from lightwell.results.people import Named, names_of
from lightwell.results.responsible import within
from lightwell.store import open_snapshot, snapshots
from lightwell.web.access.decisions import Action, can, scope_of
from lightwell.web.access.held import assignments_of
from lightwell.web.access.models import ChildAccess, Person, RestrictedChild, Sample
from lightwell.web.access.roles import Role, roles


@dataclass(frozen=True)
class Restriction:
    """One restricted child as those see it who may say who is one: `late` is whether the day to look again has come."""

    held: RestrictedChild
    roles: tuple[str, ...]
    named: tuple[ChildAccess, ...]
    for_a_time: tuple[ChildAccess, ...]
    opens: bool
    late: bool


@dataclass(frozen=True)
class Review:
    """One access that was given or taken for a time, with what may be done about it."""

    access: ChildAccess
    live: bool
    reviews: bool


@dataclass(frozen=True)
class SamplePage:
    """One sample with those of its children whom the reader may see, by name; `left_out` are the others."""

    sample: Sample
    children: tuple[Named, ...]
    left_out: int


def restrictions(person: Person) -> tuple[Restriction, ...]:
    """List the children who are restricted, within the part in which a person may say so, the one to look at again first, first."""
    can(person, Action.RESTRICT).require()
    found = list(RestrictedChild.objects.filter(ended_at__isnull=True).select_related("marked_by"))
    scope = scope_of(person, Action.RESTRICT)
    children = frozenset(each.child for each in found)
    if not scope.everything:
        children = _within(children, scope.sql("c"))
    opens = _within(children, scope_of(person, Action.SEE_CHILDREN).sql("c"))
    let = list(ChildAccess.objects.filter(child__in=children, ended_at__isnull=True).select_related("person").order_by("person__username"))
    return tuple(_restriction(each, let, each.child in opens) for each in found if each.child in children)


def restriction(person: Person, number: int) -> Restriction:
    """Give one of them; raises `NotFound` where there is none of that number, or none that the person may say anything of."""
    found = next((each for each in restrictions(person) if each.held.pk == number), None)
    if found is None:
        raise NotFound("There is no such restriction among those that you look after. It may have been ended.")
    return found


def may_be_let() -> tuple[Role, ...]:
    """List the roles that see children, and so may be let see a restricted one."""
    return tuple(role for role in roles().values() if Action.SEE_CHILDREN in role.may)


def accesses(person: Person) -> tuple[Review, ...]:
    """List every access for a time, those that nobody reviewed first; raises `PermissionDenied` for who may not review them."""
    can(person, Action.REVIEW_ACCESS).require()
    found = ChildAccess.objects.exclude(kind=ChildAccess.Kind.NAMED).select_related("person", "given_by", "reviewed_by")
    moment = now()
    made = [
        Review(
            each,
            each.ended_at is None and each.until is not None and each.until > moment,
            not each.outcome and person.pk not in (each.person_id, each.given_by_id),
        )
        for each in found
    ]
    return tuple(sorted(made, key=lambda each: (bool(each.access.outcome), -each.access.pk)))


def samples(person: Person) -> tuple[Sample, ...]:
    """List the samples that a person may know of: all for who makes them, else those that their roles name, on the days of these."""
    found = Sample.objects.select_related("made_by")
    if can(person, Action.MAKE_SAMPLES).allowed:
        return tuple(found)
    held = _audited(person)
    if not held:
        raise PermissionDenied("Samples are for those who make them for an audit, and for those who audit them.")
    return tuple(each for each in found if str(each.pk) in held and each.in_force(localdate()))


def may_know_of_samples(person: Person) -> bool:
    """Say whether a person makes samples or audits one."""
    return can(person, Action.MAKE_SAMPLES).allowed or bool(_audited(person))


def _audited(person: Person) -> frozenset[str]:
    return frozenset(each.member for each in assignments_of(person) if each.breakdown == "sample" and each.definition)


def sample_page(person: Person, number: int) -> SamplePage:
    """Give a sample with the children whom a person may see today; raises `NotFound` where it is not theirs."""
    sample = next((each for each in samples(person) if each.pk == number), None)
    if sample is None:
        raise NotFound("There is no such sample among those that you make or audit.")
    can(person, Action.SEE_CHILDREN).require()
    given = tuple(map(str, sample.children))
    seen = _within(frozenset(given), scope_of(person, Action.SEE_CHILDREN).sql("c"))
    named = names_of(open_snapshot(settings.HOME), seen) if seen else {}
    shown = sorted(named.values(), key=lambda each: (each.filed.casefold() or "\uffff", each.child))
    return SamplePage(sample, tuple(shown), len(given) - len(shown))


def _restriction(held: RestrictedChild, let: list[ChildAccess], opens: bool) -> Restriction:
    own = [each for each in let if each.child == held.child]
    moment = now()
    return Restriction(
        held=held,
        roles=tuple(roles()[role].title for role in held.roles if role in roles()),
        named=tuple(each for each in own if each.kind == ChildAccess.Kind.NAMED),
        for_a_time=tuple(each for each in own if each.until is not None and each.until > moment),
        opens=opens,
        late=held.review_on <= localdate(),
    )


def _within(children: frozenset[str], condition: tuple[str, list[str]]) -> frozenset[str]:
    return within(open_snapshot(settings.HOME), children, condition) if children and snapshots(settings.HOME) else frozenset()


def said_moment(moment: datetime) -> str:
    """Write a moment as it is said: `3 May 2026 at 14:05`."""
    local = localtime(moment)
    return f"{say_date(local.date())} at {local:%H:%M}"


def said_days(first: date, last: date | None) -> str:
    """Write the days for which something holds: `from 3 May 2026`, `3 May to 9 June 2026`."""
    return f"{say_date(first)} to {say_date(last)}" if last else f"from {say_date(first)}"
