"""Children in need censuses for the tests: one with every block twice, and ones of any number of children."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

FIRST_LINE = '<?xml version="1.0" encoding="utf-8"?>\n'
HEADER = (
    "<Header><CollectionDetails><Collection>CIN</Collection><Year>2026</Year><ReferenceDate>2026-03-31</ReferenceDate></CollectionDetails>"
    "<Source><SourceLevel>L</SourceLevel><LEA>900</LEA><SoftwareCode>Local</SoftwareCode><Release>1</Release><SerialNo>001</SerialNo>"
    "<DateTime>2026-04-17T09:00:00</DateTime></Source><Content><CBDSLevels><CBDSLevel>Child</CBDSLevel></CBDSLevels></Content></Header>"
)


def element(name: str, *inside: str, **values: str) -> str:
    """Write an element with values and other elements in it."""
    return f"<{name}>{''.join(f'<{one}>{value}</{one}>' for one, value in values.items())}{''.join(inside)}</{name}>"


def assessment(day: str, *factors: str) -> str:
    """Write an assessment."""
    found = element("FactorsIdentifiedAtAssessment", *(f"<AssessmentFactors>{factor}</AssessmentFactors>" for factor in factors))
    values = {"AssessmentInternalReviewDate": f"2025-05-{day}", "AssessmentAuthorisationDate": f"2025-06-{day}"}
    return element("Assessments", found, AssessmentActualStartDate=f"2025-04-{day}", **values)


def plan(day: str, *reviews: str) -> str:
    """Write a child protection plan."""
    held = element("Reviews", *(f"<CPPreviewDate>{review}</CPPreviewDate>" for review in reviews))
    values = {"InitialCategoryOfAbuse": "NEG", "LatestCategoryOfAbuse": "EMO", "NumberOfPreviousCPP": "0"}
    return element("ChildProtectionPlans", held, CPPstartDate=f"2025-07-{day}", CPPendDate=f"2026-01-{day}", **values)


def proceedings(day: str) -> str:
    """Write pre-proceedings, as they are since 2025-26."""
    values = {"PPStartDate": f"2025-09-{day}", "LBPSentDate": f"2025-09-{day}", "FGDMMeetingOffer": "1", "FGDMMeetingFac": "0"}
    values |= {"InitialPPMeetingDate": f"2025-10-{day}", "ReviewMeetingsCount": "2", "StepDecisionDate": f"2025-11-{day}"}
    values |= {"PPOutcome": "A", "CourtAppDate": f"2025-12-{day}", "LetterInitCPDate": f"2025-08-{day}"}
    return element("PreProceedingsandFGDM", **values)


def referral(day: str) -> str:
    """Write a referral with everything in it twice."""
    within = {"S47ActualStartDate": f"2025-06-{day}", "InitialCPCtarget": f"2025-07-{day}", "DateOfInitialCPC": f"2025-07-{day}"}
    return element(
        "CINdetails",
        assessment(day, "1A", "4B"),
        assessment("28", "3C"),
        *(element("CINPlanDates", CINPlanStartDate=f"2025-0{month}-{day}", CINPlanEndDate=f"2025-11-{day}") for month in (5, 8)),
        *(element("Section47", **within, ICPCnotRequired=flag) for flag in ("0", "1")),
        plan(day, "2025-09-30", "2025-12-15"),
        plan("27", "2025-10-01"),
        proceedings(day),
        proceedings("26"),
        CINreferralDate=f"2025-04-{day}",
        ReferralSource="1A",
        PrimaryNeedCode="N1",
        CINclosureDate=f"2026-02-{day}",
        ReasonForClosure="RC1",
        DateOfInitialCPC=f"2025-07-{day}",
        ReferralNFA="0",
    )


def child(name: str, *referrals: str) -> str:
    """Write a child with two disabilities and the given referrals."""
    identifiers = {"LAchildID": name, "UPN": "A123456789012", "FormerUPN": "B123456789012", "UPNunknown": "UN1"}
    identifiers |= {"PersonBirthDate": "2015-02-03", "ExpectedPersonBirthDate": "2015-02-04", "GenderCurrent": "1", "Sex": "F"}
    identifiers |= {"PersonDeathDate": "2026-03-30"}
    disabilities = element("Disabilities", "<Disability>MOB</Disability>", "<Disability>AUT</Disability>")
    return element(
        "Child", element("ChildIdentifiers", **identifiers), element("ChildCharacteristics", disabilities, Ethnicity="WBRI"), *referrals
    )


def census(*children: str, header: str = HEADER) -> str:
    """Write a whole census."""
    return FIRST_LINE + element("Message", header, element("Children", *children))


def full() -> str:
    """Write a census of two children with every block that may be repeated twice."""
    return census(*(child(name, referral(f"1{place}"), referral(f"2{place}")) for place, name in enumerate(("A1", "B2"))))


def write(folder: Path, content: str | bytes, name: str = "cin.xml") -> Path:
    """Write a file into a folder."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def many(children: int) -> Iterator[str]:
    """Write a census of many children in parts, over several lines as case systems do."""
    inside = referral("11").replace("><", ">\n      <")
    yield f"{FIRST_LINE}<Message>{HEADER}<Children>\n"
    for number in range(children):
        yield child(str(number), inside).replace("><", ">\n    <") + "\n"
    yield "</Children></Message>\n"
