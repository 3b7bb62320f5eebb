"""Errors in the assessments and section 47 enquiries of a children in need census."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from lightwell.returns import Collection
from lightwell.synthetic.cin_census_errors import Day, Error, Make, assessed, case_of, closed_case, enquired, in_new_case
from lightwell.synthetic.cin_census_model import Assessment, Enquiry

_SINCE_2024 = Collection(2024)


def _assessments(build: Callable[[Day], tuple[Assessment, ...]]) -> Make:
    return in_new_case(lambda day: replace(case_of(day), assessments=build(day)))


def _enquiries(build: Callable[[Day], tuple[Enquiry, ...]]) -> Make:
    return in_new_case(lambda day: replace(case_of(day), enquiries=build(day)))


def _changed(**changes: Callable[[Day], Any]) -> Make:
    """Plant in a finished assessment, whose fields are worked out from days."""
    return _assessments(lambda day: (replace(assessed(day), **{name: value(day) for name, value in changes.items()}),))


def _factors(*codes: str) -> Make:
    """Plant among the factors of a case closed after its assessment, where none need be found."""
    return in_new_case(lambda day: replace(closed_case(day, "RC8"), assessments=(replace(assessed(day), factors=codes),)))


def _saturday(day: Day, back: int) -> date:
    return day(back) + timedelta(days=5 - day(back).weekday())


_LAST = (-1,)

WORK_ERRORS: tuple[Error, ...] = (
    Error("1103", "assessments", "The assessment began before the referral.", _changed(started_on=lambda day: day(110)), _LAST),
    Error("8608", "assessments", "The assessment began after it was authorised.", _changed(started_on=lambda day: day(60)), _LAST),
    Error("8696", "assessments", "The assessment was authorised after the year.", _changed(authorised_on=lambda day: day(-7)), _LAST),
    Error("8736", "assessments", "The assessment begins after the year.",
          _assessments(lambda day: (assessed(day), Assessment(day(-7)))), _LAST),
    Error("8670Q", "assessments", "The assessment has been open for 90 days.", _assessments(lambda day: (Assessment(day(90)),)), _LAST),
    Error("8863Q", "assessments", "An assessment began while another ran.",
          _assessments(lambda day: (assessed(day), Assessment(day(80), None, day(60), ("2B",)))), _LAST),
    Error("8896", "assessments", "Two assessments are open.",
          _assessments(lambda day: (Assessment(day(40)), Assessment(day(30)))), (-2, -1), also=(("8863Q", "assessments", _LAST),)),
    Error("8614", "assessments", "An open assessment has factors.",
          _assessments(lambda day: (Assessment(day(40), factors=("3B",)),)), _LAST),
    Error("8897Q", "assessments", "A finished assessment has no factors.", _changed(factors=lambda _day: ()), _LAST),
    Error("8869", "assessment_factors", "Beside a factor stands that there are none.", _factors("2B", "21"), _LAST),
    Error("8898", "assessment_factors", "A factor stands twice.", _factors("2B", "3B", "2B"), _LAST),
    Error("8945Q", "assessment_factors", "A factor is 18A.", _factors("2B", "18A"), _LAST, first=_SINCE_2024),
    Error("8950Q", "assessment_factors", "A factor is 19A.", _factors("2B", "19A"), _LAST, first=_SINCE_2024),
    Error("1104", "section_47", "The initial conference was before the referral.",
          _enquiries(lambda day: (enquired(day, 107),)), _LAST, also=(("2889", "section_47", _LAST),)),
    Error("2889", "section_47", "The enquiry began before the referral.",
          _enquiries(lambda day: (replace(enquired(day, 90), started_on=day(110)),)), _LAST),
    Error("2884", "section_47", "The initial conference stands with the case too.",
          in_new_case(lambda day: replace(case_of(day), conference_on=day(80), enquiries=(enquired(day, 80),))), _LAST),
    Error("8615", "section_47", "The enquiry began after its conference.",
          _enquiries(lambda day: (replace(enquired(day, 80), started_on=day(70)),)), _LAST),
    Error("8740", "section_47", "The enquiry begins after the year.", _enquiries(lambda day: (Enquiry(day(-7)),)), _LAST),
    Error("8675Q", "section_47", "The enquiry has been open for 40 days.", _enquiries(lambda day: (Enquiry(day(40)),)), _LAST),
    Error("8839", "section_47", "Two enquiries are open.",
          _enquiries(lambda day: (Enquiry(day(12)), Enquiry(day(5)))), (-2, -1), also=(("8890", "section_47", _LAST),)),
    Error("8870Q", "section_47", "The target of the conference is a Saturday.",
          _enquiries(lambda day: (replace(enquired(day, 80), target_on=_saturday(day, 70)),)), _LAST),
    Error("8715", "section_47", "The initial conference is after the year.",
          _enquiries(lambda day: (replace(enquired(day, 5), conference_on=day(-7)),)), _LAST),
    Error("8875", "section_47", "The initial conference was on a Saturday.",
          _enquiries(lambda day: (replace(enquired(day, 80), conference_on=_saturday(day, 80)),)), _LAST),
    Error("8890", "section_47", "An enquiry began while another ran.",
          _enquiries(lambda day: (enquired(day, 60), Enquiry(day(63), not_required="true"))), _LAST),
)  # fmt: skip
"""Errors of the work in a case, planted in a further one whose only wrong is this."""
