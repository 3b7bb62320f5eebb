"""Errors in the plans of a children in need census: of children in need, and of child protection with its reviews."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from lightwell.periods import add_working_days
from lightwell.returns import Collection
from lightwell.synthetic.cin_census_errors import Day, Error, Make, case_of, enquired, in_new_case, is_plain, protected
from lightwell.synthetic.cin_census_model import Case, CensusChild, NeedPlan, ProtectionPlan

_LAST = (-1,)
_NEED, _PROTECTION = "cin_plans", "protection_plans"


def _need(*plans: tuple[int, int | None]) -> Make:
    """Plant plans of a child in need that start and end so many days before the end of the year."""
    return in_new_case(lambda day: replace(case_of(day), need_plans=_need_plans(day, *plans)))


def _need_plans(day: Day, *plans: tuple[int, int | None]) -> tuple[NeedPlan, ...]:
    return tuple(NeedPlan(day(start), None if end is None else day(end)) for start, end in plans)


def _both(protection: tuple[int, int | None], need: tuple[int, int | None], *reviews: int) -> Make:
    """Plant a child protection plan and one of a child in need, with reviews of the former."""

    def build(day: Day) -> Case:
        case = protected(day, *protection)
        plan = replace(case.protection_plans[0], reviews=tuple(map(day, reviews)))
        return replace(case, protection_plans=(plan,), need_plans=_need_plans(day, need))

    return in_new_case(build)


def _plan(start: int = 80, died: int | None = None, **changes: Callable[[Day], Any]) -> Make:
    """Plant in a child protection plan, whose fields are worked out from days."""

    def build(day: Day) -> Case:
        case = protected(day, start)
        plan = replace(case.protection_plans[0], **{name: value(day) for name, value in changes.items()})
        return replace(case, protection_plans=(plan,))

    return in_new_case(build, died=died)


def _plans(*plans: tuple[int, int | None]) -> Make:
    """Plant several child protection plans, each with its conference."""

    def build(day: Day) -> Case:
        cases = [protected(day, *plan) for plan in plans]
        enquiries = tuple(case.enquiries[0] for case in cases)
        return replace(case_of(day), enquiries=enquiries, protection_plans=tuple(case.protection_plans[0] for case in cases))

    return in_new_case(build)


def _refused(child: CensusChild, collection: Collection) -> tuple[CensusChild, ...]:
    """Give a plain child a referral that led to nothing on the last working day before the year, and a plan from that day."""
    day = add_working_days(collection.first_day - timedelta(days=1), 0)
    case = Case(day, no_action="true", protection_plans=(ProtectionPlan(day),))
    closed = is_plain(child, collection) and child.cases[0].closed_on
    return (replace(child, cases=(case, *child.cases)),) if closed else ()


def _alone(day: Day) -> Case:
    return replace(case_of(day), protection_plans=(ProtectionPlan(day(80)),))


def _another_day(day: Day) -> Case:
    return replace(case_of(day), enquiries=(enquired(day, 80),), protection_plans=(ProtectionPlan(day(73)),))


def _before_referral(child: CensusChild, collection: Collection) -> tuple[CensusChild, ...]:
    """Give a child that has had no plan one that started before the year, and before its referral."""
    if any(case.need_plans or case.protection_plans for case in child.cases):
        return ()
    return in_new_case(lambda day: replace(case_of(day), protection_plans=(ProtectionPlan(day(400)),)))(child, collection)


def _after_the_year(day: Day) -> Case:
    return replace(case_of(day), protection_plans=(ProtectionPlan(day(-7)),))


def _of_no_action(day: Day) -> Case:
    return Case(day(100), no_action="true", need_plans=(NeedPlan(day(90), day(60)),))


PLAN_ERRORS: tuple[Error, ...] = (
    Error("4000", _NEED, "A referral that led to nothing has a plan.", in_new_case(_of_no_action), _LAST),
    Error("4001", _NEED, "A plan of a child in need and one of child protection are open.", _both((80, None), (50, None)), _LAST,
          also=(("4016", _NEED, _LAST),)),
    Error("4003", "reviews", "A review was held while a plan of a child in need ran.", _both((80, 50), (50, 10), 40), _LAST),
    Error("4004", _NEED, "Two plans are open.", _need((60, None), (40, None)), (-2, -1), also=(("4014", _NEED, _LAST),)),
    Error("4010", _NEED, "The plan starts after the year.", _need((-7, None)), _LAST),
    Error("4011", _NEED, "The plan ended before it started.", _need((50, 60)), _LAST),
    Error("4012Q", _NEED, "The plan ended on the day on which it started.", _need((50, 50)), _LAST),
    Error("4013", _NEED, "The plan ends after the year.", _need((50, -7)), _LAST),
    Error("4014", _NEED, "A plan started while another ran.", _need((60, 40), (50, 30)), _LAST),
    Error("4015", _NEED, "The plan started before the referral.", _need((110, 60)), _LAST),
    Error("4016", _NEED, "A plan started while one of child protection ran.", _both((80, 40), (60, 20)), _LAST),
    Error("4017", _NEED, "A plan ran when one of child protection started.", _both((60, 20), (80, 40)), _LAST),
    Error("1105", _PROTECTION, "The plan started before the referral.", _before_referral, _LAST),
    Error("2883", _PROTECTION, "The plan started without an initial conference.", in_new_case(_alone), _LAST),
    Error("2885", _PROTECTION, "The plan started a week after the initial conference.", in_new_case(_another_day), _LAST),
    Error("8720", _PROTECTION, "The plan starts after the year.", in_new_case(_after_the_year), _LAST),
    Error("8730", _PROTECTION, "The number of plans before is left out.", _plan(previous=lambda _day: None), _LAST),
    Error("8832", _PROTECTION, "A referral that led to nothing has a plan.", _refused),
    Error("8840", _PROTECTION, "The plan ended on the day on which it started.", _plan(ended_on=lambda day: day(80)), _LAST),
    Error("8905", _PROTECTION, "The first category is no code.", _plan(initial_category=lambda _day: "NON"), _LAST),
    Error("8910", _PROTECTION, "The latest category is left out.", _plan(latest_category=lambda _day: None), _LAST),
    Error("8915", _PROTECTION, "The child died before the plan started.", _plan(died=88), _LAST),
    Error("8920", _PROTECTION, "The child died before the plan ended.", _plan(died=60, ended_on=lambda day: day(50)), _LAST),
    Error("8925", _PROTECTION, "The plan ended before it started.", _plan(ended_on=lambda day: day(87)), _LAST),
    Error("8930", _PROTECTION, "The plan ends after the year.", _plan(ended_on=lambda day: day(-7)), _LAST),
    Error("8935", _PROTECTION, "Two plans are open.", _plans((80, None), (40, None)), (-2, -1), also=(("8940", _PROTECTION, _LAST),)),
    Error("8940", _PROTECTION, "A plan started while another ran.", _plans((80, 30), (50, 10)), _LAST),
    Error("8841", "reviews", "A review was held on the day on which the plan started.", _plan(reviews=lambda day: (day(80),)), _LAST),
    Error("8842Q", "reviews", "The day of a review is left out.", _plan(reviews=lambda day: (day(30), None)), _LAST),
)  # fmt: skip
"""Errors of plans, nearly all planted in a further case whose only wrong is this."""
