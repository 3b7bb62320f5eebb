"""Writes a children in need census as XML, child after child, in the order of elements of the schema.

Source: the Department for Education's schema of the census, with the additions of 2025-26: `Sex` in the place of `GenderCurrent`, and
pre-proceedings after the child protection plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from lightwell.returns import Collection
from lightwell.synthetic.cin_census_model import Assessment, Case, CensusChild, Enquiry, PreProceedings, ProtectionPlan

WITH_SEX = Collection(2025)
"""The first collection that is written with `Sex` and pre-proceedings."""

_SEXES = {"1": "M", "2": "F", "0": "U", "9": "U"}
_TO_SUBMIT = 17
"""Days after the reference date on which the file says that it was made."""


def write_census(path: Path, collection: Collection, children: Iterable[CensusChild], *, lea: str, reference: date | None = None) -> Path:
    """Write a census, one child at a time; `reference` is its reference date where that is not the last day of the collection."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'<?xml version="1.0" encoding="utf-8"?>\n<Message>\n{_header(collection, lea, reference)}<Children>\n')
        for child in children:
            file.write(_child(child, with_sex=collection >= WITH_SEX))
        file.write("</Children>\n</Message>\n")
    return path


def _header(collection: Collection, lea: str, reference: date | None) -> str:
    day = collection.last_day
    details = "".join(
        (_one("Collection", "CIN"), _one("Year", str(day.year)), _one("ReferenceDate", (reference or day).isoformat())),
    )
    made = f"{(day + timedelta(days=_TO_SUBMIT)).isoformat()}T09:00:00"
    source = (("SourceLevel", "L"), ("LEA", lea), ("SoftwareCode", "Lightwell"), ("Release", "1"), ("SerialNo", "001"), ("DateTime", made))
    return _block("Header", f"{_block('CollectionDetails', details)}{_block('Source', ''.join(_one(*each) for each in source))}")


def _child(child: CensusChild, *, with_sex: bool) -> str:
    sex = _one("Sex", _SEXES.get(child.sex or "", child.sex)) if with_sex else _one("GenderCurrent", child.sex)
    identifiers = "".join(
        (
            _one("LAchildID", child.child),
            _one("UPN", child.upn),
            _one("FormerUPN", child.former_upn),
            _one("UPNunknown", child.upn_unknown),
            _day("PersonBirthDate", child.born_on),
            _day("ExpectedPersonBirthDate", child.expected_on),
            sex,
            _day("PersonDeathDate", child.died_on),
        )
    )
    disabilities = "".join(_one("Disability", each) for each in child.disabilities)
    about = _one("Ethnicity", child.ethnicity) + (_block("Disabilities", disabilities) if disabilities else "")
    cases = "".join(_block("CINdetails", "".join(_case(case, with_sex=with_sex))) for case in child.cases)
    return _block("Child", f"{_block('ChildIdentifiers', identifiers)}{_block('ChildCharacteristics', about)}{cases}")


def _case(case: Case, *, with_sex: bool) -> Iterator[str]:
    yield _day("CINreferralDate", case.referred_on)
    yield _one("ReferralSource", case.source)
    yield _one("PrimaryNeedCode", case.need)
    yield _day("CINclosureDate", case.closed_on)
    yield _one("ReasonForClosure", case.reason)
    yield _day("DateOfInitialCPC", case.conference_on)
    yield from map(_assessment, case.assessments)
    for plan in case.need_plans:
        yield _block("CINPlanDates", f"{_day('CINPlanStartDate', plan.started_on)}{_day('CINPlanEndDate', plan.ended_on)}")
    yield from map(_enquiry, case.enquiries)
    yield _one("ReferralNFA", case.no_action)
    yield from map(_protection, case.protection_plans)
    if with_sex:
        yield from map(_proceedings, case.proceedings)


def _assessment(each: Assessment) -> str:
    factors = "".join(_one("AssessmentFactors", factor) for factor in each.factors)
    days = (
        _day("AssessmentActualStartDate", each.started_on),
        _day("AssessmentInternalReviewDate", each.review_on),
        _day("AssessmentAuthorisationDate", each.authorised_on),
    )
    return _block("Assessments", f"{''.join(days)}{_block('FactorsIdentifiedAtAssessment', factors) if factors else ''}")


def _enquiry(each: Enquiry) -> str:
    days = (
        _day("S47ActualStartDate", each.started_on),
        _day("InitialCPCtarget", each.target_on),
        _day("DateOfInitialCPC", each.conference_on),
    )
    return _block("Section47", f"{''.join(days)}{_one('ICPCnotRequired', each.not_required)}")


def _protection(plan: ProtectionPlan) -> str:
    reviews = "".join(_day("CPPreviewDate", day) or "<CPPreviewDate/>\n" for day in plan.reviews)
    values = (
        _day("CPPstartDate", plan.started_on),
        _day("CPPendDate", plan.ended_on),
        _one("InitialCategoryOfAbuse", plan.initial_category),
        _one("LatestCategoryOfAbuse", plan.latest_category),
        _one("NumberOfPreviousCPP", None if plan.previous is None else str(plan.previous)),
    )
    return _block("ChildProtectionPlans", f"{''.join(values)}{_block('Reviews', reviews) if reviews else ''}")


def _proceedings(each: PreProceedings) -> str:
    values = (
        _day("PPStartDate", each.started_on),
        _day("LBPSentDate", each.letter_sent_on),
        _one("FGDMMeetingOffer", each.meeting_offered),
        _one("FGDMMeetingFac", each.meeting_held),
        _day("InitialPPMeetingDate", each.first_meeting_on),
        _one("ReviewMeetingsCount", str(each.review_meetings)),
        _day("StepDecisionDate", each.stepped_on),
        _one("PPOutcome", each.outcome),
        _day("CourtAppDate", each.court_on),
        _day("LetterInitCPDate", each.letter_first_on),
    )
    return _block("PreProceedingsandFGDM", "".join(values))


def _block(name: str, inside: str) -> str:
    return f"<{name}>\n{inside}</{name}>\n"


def _one(name: str, value: str | None) -> str:
    return "" if value is None else f"<{name}>{escape(value)}</{name}>\n"


def _day(name: str, day: date | None) -> str:
    return "" if day is None else f"<{name}>{day.isoformat()}</{name}>\n"
