"""Children in need censuses for the tests of their records: sound cases of every kind, and what cannot become a record."""

from __future__ import annotations

from tests.unit.extracts.cin_files import census, element


def person(name: str, *inside: str, disabilities: tuple[str, ...] = (), ethnicity: str = "WBRI", **identifiers: str) -> str:
    """Write a child with what the case gives and nothing else."""
    held = element("Disabilities", *(f"<Disability>{code}</Disability>" for code in disabilities)) if disabilities else ""
    about = {"LAchildID": name, **identifiers} if name else identifiers
    characteristics = element("ChildCharacteristics", held, Ethnicity=ethnicity)
    return element("Child", element("ChildIdentifiers", **about), characteristics, *inside)


def case(day: str, *inside: str, **values: str) -> str:
    """Write a referral that was accepted, or what the values say."""
    return element("CINdetails", *inside, **{"CINreferralDate": day, "ReferralSource": "1A", "ReferralNFA": "false", **values})


def assessed(day: str, **values: str) -> str:
    """Write an assessment."""
    return element("Assessments", AssessmentActualStartDate=day, **values)


def in_need(day: str, **values: str) -> str:
    """Write a child in need plan."""
    return element("CINPlanDates", CINPlanStartDate=day, **values)


def enquiry(day: str, **values: str) -> str:
    """Write a section 47 enquiry."""
    return element("Section47", S47ActualStartDate=day, **{"ICPCnotRequired": "0", **values})


def protected(day: str, *reviews: str, **values: str) -> str:
    """Write a child protection plan, with its reviews."""
    held = element("Reviews", *(f"<CPPreviewDate>{review}</CPPreviewDate>" for review in reviews)) if reviews else ""
    known = {"InitialCategoryOfAbuse": "NEG", "LatestCategoryOfAbuse": "EMO", "NumberOfPreviousCPP": "1"}
    return element("ChildProtectionPlans", held, CPPstartDate=day, **{**known, **values})


GOOD = census(
    person(
        "A1",
        case(
            "2025-04-11",
            assessed("2025-04-11", AssessmentInternalReviewDate="2025-04-25", AssessmentAuthorisationDate="2025-06-13"),
            assessed("2026-03-02"),
            in_need("2025-05-01", CINPlanEndDate="2025-07-06"),
            in_need("2026-02-03"),
            enquiry("2025-06-16", InitialCPCtarget="2025-07-07", DateOfInitialCPC="2025-07-07"),
            protected("2025-07-07", "2025-09-30", "2026-01-20", CPPendDate="2026-02-02"),
            PrimaryNeedCode="N1",
        ),
        disabilities=("MOB", "AUT"),
        PersonBirthDate="2015-02-03",
        Sex="F",
        UPN="A123456789012",
    ),
    person("U1", case("2026-03-12", ReferralNFA="true", ReferralSource="3A"), ExpectedPersonBirthDate="2026-05-01", Sex="U"),
    person(
        "T1",
        case(
            "2023-02-01",
            protected("2025-05-12", NumberOfPreviousCPP="0"),
            DateOfInitialCPC="2025-05-12",
            PrimaryNeedCode="N2",
            CINclosureDate="2025-12-24",
            ReasonForClosure="RC5",
        ),
        case("2026-01-05", ReferralSource="10"),
        disabilities=("NONE",),
        ethnicity="NOBT",
        PersonBirthDate="2012-12-31",
        ExpectedPersonBirthDate="2013-01-02",
        GenderCurrent="9",
    ),
    person(
        "D1",
        case(
            "2025-08-04",
            enquiry("2025-08-05", DateOfInitialCPC="2025-08-21"),
            enquiry("2025-11-03", ICPCnotRequired="TRUE"),
            DateOfInitialCPC="2025-08-21",
            CINclosureDate="2025-12-01",
            ReasonForClosure="RC2",
        ),
        disabilities=("LD", "NONE"),
        PersonBirthDate="2024-02-29",
        PersonDeathDate="2025-11-30",
        Sex="M",
        GenderCurrent="2",
    ),
)

BAD = census(
    person("", case("2025-04-02", protected("2025-05-01"))),
    person("P1", Sex="X"),
    person("P2", GenderCurrent="7", PersonBirthDate="2015-02-30"),
    person("P3", disabilities=("MOB", "XYZ", "MOB"), ethnicity="QQQQ"),
    person("P4", case("2025-04-03", ReferralSource="1Z"), case("", PrimaryNeedCode="N9"), case("2025-06-01", CINclosureDate="2025-05-30")),
    person("P4", case("2025-04-04", ReferralNFA="perhaps"), case("2025-04-05", ReasonForClosure="RC99")),
    person(
        "P5",
        case(
            "2025-04-07",
            assessed("2025-04-08", AssessmentAuthorisationDate="2025-04-07"),
            assessed("01/04/25"),
            in_need("2025-04-31"),
            enquiry("2025-05-08", DateOfInitialCPC="2025-05-01"),
            protected("2025-06-01", "soon", "2025-07-01", "2025-07-01", NumberOfPreviousCPP="none"),
        ),
    ),
)
