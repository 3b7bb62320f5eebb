"""Errors in the cases of a children in need census: referrals, closures, and how cases lie to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from lightwell.returns import Collection
from lightwell.synthetic.cin_census_errors import Day, Error, Make, assessed, case_of, closed_case, in_case, in_child, in_new_case, is_plain
from lightwell.synthetic.cin_census_model import Assessment, Case, CensusChild, Enquiry, NeedPlan

_DETAILS = "cin_details"


def _with(**changes: Any) -> Callable[[Case, Day], Case | None]:
    return lambda case, _day: replace(case, **changes)


def _new(**changes: Callable[[Day], Any]) -> Make:
    """Plant in a further open case, whose fields are worked out from days."""
    return in_new_case(lambda day: replace(case_of(day), **{name: value(day) for name, value in changes.items()}))


def _old_refusal(child: CensusChild, collection: Collection) -> tuple[CensusChild, ...]:
    refusal = Case(collection.first_day - timedelta(days=30), no_action="true")
    closed = is_plain(child, collection) and child.cases[0].closed_on
    return (replace(child, cases=(refusal, *child.cases)),) if closed else ()


def _second_open(child: CensusChild, day: Day) -> CensusChild | None:
    """Open a second case on the day of the first, so that neither is the later."""
    case = child.cases[0]
    return None if case.closed_on else replace(child, cases=(case, Case(case.referred_on)))


def _refused_while_open(child: CensusChild, day: Day) -> CensusChild | None:
    case = child.cases[0]
    later = case.referred_on and case.referred_on < day(30)
    return replace(child, cases=(case, Case(day(10), no_action="true"))) if later and not case.closed_on else None


def _overlapping(child: CensusChild, day: Day) -> CensusChild | None:
    case = child.cases[0]
    if not case.closed_on or not case.referred_on or case.closed_on > day(10) or (case.closed_on - case.referred_on).days < 10:
        return None
    later = Case(case.closed_on - timedelta(days=3), closed_on=case.closed_on + timedelta(days=5), reason="RC7")
    return replace(child, cases=(case, later))


def _refused_after_all(case: Case, day: Day) -> Case | None:
    return replace(case, no_action="true") if case.assessments and case.referred_on and case.referred_on > day(350) else None


def _closed_with(day: Day, **changes: Any) -> Case:
    return replace(closed_case(day), **changes)


CASE_ERRORS: tuple[Error, ...] = (
    Error("1104", _DETAILS, "The initial conference of the case is before its referral.",
          _new(conference_on=lambda day: day(110)), places=(-1,)),
    Error("8715", _DETAILS, "The initial conference of the case is after the year.", _new(conference_on=lambda day: day(-7)), places=(-1,)),
    Error("8875", _DETAILS, "The initial conference of the case is on a Saturday.",
          _new(conference_on=lambda day: day(60) + timedelta(days=5 - day(60).weekday())), places=(-1,)),
    Error("8565", _DETAILS, "The case closed before its assessment was authorised.",
          in_new_case(lambda day: _closed_with(day, assessments=(Assessment(day(60), None, day(10), ("3B",)),))), places=(-1,)),
    Error("8600", _DETAILS, "The referral is after the year.", in_new_case(lambda day: Case(day(-7))), places=(-1,)),
    Error("8630", _DETAILS, "The case closed before its referral.",
          in_new_case(lambda day: Case(day(90), closed_on=day(97), reason="RC7")), places=(-1,)),
    Error("8825Q", _DETAILS, "The case closed after assessment, and has none.",
          in_new_case(lambda day: replace(closed_case(day, "RC8"), assessments=())), places=(-1,)),
    Error("8867", _DETAILS, "An assessment of the closed case is still open.",
          in_new_case(lambda day: _closed_with(day, assessments=(assessed(day), Assessment(day(40))))), places=(-1,)),
    Error("8868", _DETAILS, "An enquiry of the closed case is still open.",
          in_new_case(lambda day: _closed_with(day, closed_on=day(5), enquiries=(Enquiry(day(10)),))), places=(-1,)),
    Error("8873Q", _DETAILS, "The only assessment found no factors, and the case closed for another reason.",
          in_new_case(lambda day: _closed_with(day, assessments=(replace(assessed(day), factors=("21",)),))), places=(-1,)),
    Error("2990", _DETAILS, "The case closed after assessment, and had a plan.",
          in_new_case(lambda day: replace(closed_case(day, "RC8"), need_plans=(NeedPlan(day(60), day(20)),))), places=(-1,)),
    Error("2991Q", _DETAILS, "The case has an enquiry, and no assessment.",
          in_new_case(lambda day: Case(day(100), enquiries=(Enquiry(day(90), not_required="true"),))), places=(-1,)),
    Error("8620", _DETAILS, "The case closed after the year.", in_case(lambda case, day: replace(case, closed_on=day(-1)), closed=True)),
    Error("8585Q", _DETAILS, "The case closed as the child died, without a day of death.", in_case(_with(reason="RC2"), closed=True)),
    Error("8640", _DETAILS, "The reason of the closure is no code.", in_case(_with(reason="RC10"), closed=True)),
    Error("8805", _DETAILS, "The reason of the closure is left out.", in_case(_with(reason=None), closed=True)),
    Error("8820", _DETAILS, "A second case overlaps with the first.", in_child(_overlapping), places=(0, 1)),
    Error("8810", _DETAILS, "The open case has a reason for a closure.",
          in_case(lambda case, _day: None if case.closed_on else replace(case, reason="RC7"))),
    Error("8815", _DETAILS, "The child has a second open case, referred on the same day.", in_child(_second_open), places=(0, 1),
          also=(("8820", _DETAILS, (0, 1)),)),
    Error("8816", _DETAILS, "A referral that led to nothing came while the case was open.", in_child(_refused_while_open)),
    Error("8569Q", _DETAILS, "A referral that led to nothing is of the year before.", _old_refusal),
    Error("8831", _DETAILS, "The case with an assessment is said to have led to nothing.", in_case(_refused_after_all)),
    Error("8610", _DETAILS, "The primary need is left out.", in_case(_with(need=None))),
    Error("8650", _DETAILS, "The primary need is no code.", in_case(_with(need="N10"))),
    Error("8866", _DETAILS, "The source of the referral is no code.", in_case(_with(source="11"))),
)  # fmt: skip
"""Errors of cases; those that need days of their own are planted in a further case, which stands last."""
