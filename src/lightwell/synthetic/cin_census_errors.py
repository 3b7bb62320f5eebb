"""How an error is planted in a child of a clean census: which children can hold one, and the case that it is put into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lightwell.returns import Collection
from lightwell.synthetic.cin_census_model import Assessment, Case, CensusChild, Enquiry, ProtectionPlan

Make = Callable[[CensusChild, Collection], tuple[CensusChild, ...]]
"""Changes a child, maybe into two; gives nothing where the child cannot hold the error."""

Day = Callable[[int], date]
"""Gives the weekday on or before so many days before the end of the collection; after it where the number is negative."""

BEGINNING = Collection(2022)
_EARLY = 120
"""Days before the end of the collection by which a case has closed that leaves room for another."""


@dataclass(frozen=True)
class Error:
    """One error that can be planted: the rule and table that find it, what is changed, and how.

    `places` says which of the child's rows of the table are found, counted from 0 or, if negative, from the end. `also` names the findings
    of other rules that come with it. `first` is the first collection with the rule.
    """

    code: str
    table: str
    changed: str
    make: Make
    places: tuple[int, ...] = (0,)
    also: tuple[tuple[str, str, tuple[int, ...]], ...] = ()
    first: Collection = BEGINNING


def is_known(child: CensusChild, collection: Collection) -> bool:
    """Say whether a child is of school age with a pupil number, a sex, and a case that led to something."""
    if child.upn is None or child.born_on is None or child.sex not in ("1", "2") or _is_queried(child):
        return False
    years = collection.last_day.year - child.born_on.year
    return 6 <= years <= 15 and any(case.no_action == "false" for case in child.cases)


def _is_queried(child: CensusChild) -> bool:
    """Say whether a case lacks the assessment that it should have, being finished before the year, which is a query of its own."""
    return any(not case.assessments and (case.enquiries or case.reason in ("RC8", "RC9")) for case in child.cases)


def is_plain(child: CensusChild, collection: Collection) -> bool:
    """Say whether a child that `is_known` has one case, in which there was nothing but assessments."""
    if not is_known(child, collection) or len(child.cases) != 1:
        return False
    case = child.cases[0]
    return not (case.need_plans or case.enquiries or case.protection_plans or case.proceedings)


def day_of(collection: Collection) -> Day:
    """Give what counts days back from the end of a collection."""

    def day(back: int) -> date:
        found = collection.last_day - timedelta(days=back)
        return found + timedelta(days=7 - found.weekday() if back < 0 else 4 - found.weekday()) if found.weekday() > 4 else found

    return day


def in_child(change: Callable[[CensusChild, Day], CensusChild | None]) -> Make:
    """Plant in a plain child."""
    return _in(is_plain, change)


def in_identity(change: Callable[[CensusChild, Day], CensusChild | None]) -> Make:
    """Plant in what is said of a child whose cases may be any."""
    return _in(is_known, change)


def _in(suits: Callable[[CensusChild, Collection], bool], change: Callable[[CensusChild, Day], CensusChild | None]) -> Make:
    def make(child: CensusChild, collection: Collection) -> tuple[CensusChild, ...]:
        changed = change(child, day_of(collection)) if suits(child, collection) else None
        return (changed,) if changed else ()

    return make


def in_case(change: Callable[[Case, Day], Case | None], *, closed: bool = False) -> Make:
    """Plant in the only case of a plain child; where `closed`, it has closed, and some factors were found."""

    def change_child(child: CensusChild, day: Day) -> CensusChild | None:
        case = child.cases[0]
        if closed and (case.closed_on is None or any("21" in each.factors for each in case.assessments)):
            return None
        changed = change(case, day)
        return replace(child, cases=(changed,)) if changed else None

    return in_child(change_child)


def in_new_case(build: Callable[[Day], Case], *, died: int | None = None) -> Make:
    """Plant in a further case of a child whose cases all closed early; `died` has the child die so many days before the end."""

    def make(child: CensusChild, collection: Collection) -> tuple[CensusChild, ...]:
        day = day_of(collection)
        early = all(case.closed_on and case.closed_on <= day(_EARLY) for case in child.cases)
        if child.born_on is None or not early or _is_queried(child):
            return ()
        return (replace(child, cases=(*child.cases, build(day)), died_on=None if died is None else day(died)),)

    return make


def assessed(day: Day) -> Assessment:
    """Give an assessment as it should be, in a case referred 100 days before the end."""
    return Assessment(day(100), day(85), day(70), ("3B",))


def case_of(day: Day) -> Case:
    """Give an open case as it should be, referred 100 days before the end."""
    return Case(day(100), assessments=(assessed(day),))


def closed_case(day: Day, reason: str = "RC7") -> Case:
    """Give a case as it should be that closed 20 days before the end."""
    return replace(case_of(day), closed_on=day(20), reason=reason)


def enquired(day: Day, conference: int) -> Enquiry:
    """Give an enquiry as it should be, with its conference so many days before the end."""
    return Enquiry(day(conference + 7), day(conference - 7), day(conference))


def protected(day: Day, start: int, end: int | None = None) -> Case:
    """Give an open case as it should be with a conference and the child protection plan that starts on its day."""
    plan = ProtectionPlan(day(start), None if end is None else day(end))
    return replace(case_of(day), enquiries=(enquired(day, start),), protection_plans=(plan,))
