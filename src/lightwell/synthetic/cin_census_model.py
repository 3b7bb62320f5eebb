"""What a children in need census holds: the blocks of each child, in the names of the tables that they are read into.

Days are days and codes are texts. None leaves an element out, so that a planted error can leave out any of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment (`Assessments`): `review_on` is the day of its internal review, `authorised_on` None while it is open."""

    started_on: date | None
    review_on: date | None = None
    authorised_on: date | None = None
    factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedPlan:
    """One plan of a child in need (`CINPlanDates`)."""

    started_on: date | None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Enquiry:
    """One section 47 enquiry (`Section47`), with the target and the day of the initial conference."""

    started_on: date | None
    target_on: date | None = None
    conference_on: date | None = None
    not_required: str = "false"


@dataclass(frozen=True, slots=True)
class ProtectionPlan:
    """One child protection plan (`ChildProtectionPlans`) with the days of its reviews; a day of None is written as an empty element."""

    started_on: date | None
    ended_on: date | None = None
    initial_category: str | None = "NEG"
    latest_category: str | None = "NEG"
    previous: int | None = 0
    reviews: tuple[date | None, ...] = ()


@dataclass(frozen=True, slots=True)
class PreProceedings:
    """Pre-proceedings and family group decision making (`PreProceedingsandFGDM`, since 2025-26)."""

    started_on: date
    letter_sent_on: date
    meeting_offered: str
    meeting_held: str
    first_meeting_on: date | None = None
    review_meetings: int = 0
    stepped_on: date | None = None
    outcome: str | None = None
    court_on: date | None = None
    letter_first_on: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a child (`CINdetails`): the referral, how it closed, and what was done in it."""

    referred_on: date | None
    source: str | None = "2A"
    need: str | None = "N1"
    closed_on: date | None = None
    reason: str | None = None
    conference_on: date | None = None
    no_action: str | None = "false"
    assessments: tuple[Assessment, ...] = ()
    need_plans: tuple[NeedPlan, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()
    protection_plans: tuple[ProtectionPlan, ...] = ()
    proceedings: tuple[PreProceedings, ...] = ()


@dataclass(frozen=True, slots=True)
class CensusChild:
    """One child of the census: identifiers, characteristics and cases. `sex` holds the journey's codes, or a text written as it is."""

    child: str | None
    upn: str | None = None
    former_upn: str | None = None
    upn_unknown: str | None = None
    born_on: date | None = None
    expected_on: date | None = None
    sex: str | None = "1"
    died_on: date | None = None
    ethnicity: str | None = "NOBT"
    disabilities: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()


def rows_of(child: CensusChild) -> Iterator[tuple[str, int]]:
    """Give how many rows a child has in each table of the census."""
    cases = child.cases
    yield "children", 1
    yield "disabilities", len(child.disabilities)
    yield "cin_details", len(cases)
    yield "assessments", sum(len(case.assessments) for case in cases)
    yield "assessment_factors", sum(len(each.factors) for case in cases for each in case.assessments)
    yield "cin_plans", sum(len(case.need_plans) for case in cases)
    yield "section_47", sum(len(case.enquiries) for case in cases)
    yield "protection_plans", sum(len(case.protection_plans) for case in cases)
    yield "reviews", sum(len(each.reviews) for case in cases for each in case.protection_plans)
    yield "pre_proceedings", sum(len(case.proceedings) for case in cases)
